export default {
  act: {
    listen: "监听",
    whisper: "耳语",
    barge: "强插",
    "take-over": "接管",
    leave: "离开",
  },
  hint: {
    listen: "只听，双方都听不到你",
    whisper: "辅导：只有座席听得到你",
    barge: "三方通话，客户也听得到你",
    "take-over": "由你接着谈，座席去整理",
  },
  now: {
    listen: "正在监听 {agent}",
    whisper: "正在对 {agent} 耳语",
    barge: "已强插 {agent} 的通话",
    "take-over": "正在接管 {agent} 的通话",
  },
  told: {
    listen: "班长 {name} 正在监听这通电话。",
    whisper: "班长 {name} 正在对你耳语，客户听不到。",
    barge: "班长 {name} 已加入，三方都能听到。",
    "take-over": "班长 {name} 正在接管这通电话。",
  },
  with: "客户 {customer}",
  ringing: "正在接通你的电话，以加入 {agent} 的通话…",
  over: "你已不在那通电话里。",
  notReached: "你的电话没有接通。请确认已签入、电话灯是绿的，再试一次。",
  others: "已有另一位班长在这通电话里。",
  noSeat: "你的账号没有座席身份，电话接不进来。请管理员为你登记一个班长席。",
  takenOver: "班长 {name} 已接管",
  chip: "{name}，{state}：打开操作",
  takeOver: {
    title: "接管这通电话？",
    text: "客户将与你通话，{agent} 会离开通话并进入话后整理。结束后由你填写小结。",
  },
};
