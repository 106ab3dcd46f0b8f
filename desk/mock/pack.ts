import type { DispositionNode, Pack, Words } from "../src/shared/wire.ts";

import { w } from "./made.ts";

const node = (code: string, name: Words): DispositionNode => ({ code, name, children: [] });

export const pack: Pack = {
  code: "telecom",
  name: w("电信", "Telecom"),
  tiers: [
    { code: "gold", name: w("金卡", "Gold"), rank: 1, colour: "gold" },
    { code: "silver", name: w("银卡", "Silver"), rank: 2, colour: "silver" },
    { code: "mass", name: w("大众", "Mass"), rank: 3, colour: "mass" },
  ],
  service_kinds: [
    { code: "query", name: w("查询", "Query") },
    { code: "consult", name: w("咨询", "Consult") },
    { code: "order", name: w("受理", "Order") },
    { code: "fault", name: w("障碍", "Fault") },
    { code: "complaint", name: w("投诉", "Complaint") },
    { code: "suggestion", name: w("建议", "Suggestion") },
  ],
  skills: [
    { code: "fault", name: w("障碍", "Faults") },
    { code: "query", name: w("查询", "Queries") },
  ],
  groups: [
    { code: "senior", name: w("高级座席组", "Senior group") },
    { code: "middle", name: w("中级座席组", "Middle group") },
    { code: "junior", name: w("初级座席组", "Junior group") },
  ],
  dispositions: [
    {
      code: "query",
      name: w("查询", "Query"),
      children: [
        {
          code: "query.bill",
          name: w("话费账单", "Bill"),
          children: [
            node("query.bill.told", w("已当场解答", "Answered")),
            node("query.bill.sms", w("短信发送明细", "Details sent by SMS")),
          ],
        },
        node("query.points", w("积分", "Points")),
        node("query.progress", w("办理进程", "Progress of an order")),
      ],
    },
    {
      code: "fault",
      name: w("障碍", "Fault"),
      children: [
        {
          code: "fault.broadband",
          name: w("宽带", "Broadband"),
          children: [
            node("fault.broadband.solved", w("远程恢复", "Restored remotely")),
            node("fault.broadband.visit", w("派单上门", "Visit ordered")),
          ],
        },
        node("fault.line", w("固定电话无声", "No tone on fixed line")),
      ],
    },
    {
      code: "complaint",
      name: w("投诉", "Complaint"),
      children: [
        node("complaint.fee", w("资费异议", "Disputed charge")),
        node("complaint.service", w("服务质量", "Quality of service")),
      ],
    },
    node("wrong", w("打错或无声", "Wrong number or silent")),
  ],
  not_ready_reasons: [
    { code: "break", name: w("小休", "Break"), is_productive: false, limit_minutes: 15 },
    { code: "meal", name: w("用餐", "Meal"), is_productive: false, limit_minutes: 45 },
    { code: "training", name: w("培训", "Training"), is_productive: true, limit_minutes: null },
    { code: "meeting", name: w("会议", "Meeting"), is_productive: true, limit_minutes: 60 },
    {
      code: "back-office",
      name: w("后台工作", "Back office"),
      is_productive: true,
      limit_minutes: null,
    },
  ],
  access_numbers: [
    { number: "10000", name: w("人工热线", "Staffed hotline") },
    { number: "10001", name: w("自助热线", "Self-service hotline") },
  ],
  caller_states: [
    { code: "calm", name: w("平静", "Calm") },
    { code: "demanding", name: w("要求型", "Demanding") },
    { code: "confused", name: w("困惑型", "Confused") },
    { code: "agitated", name: w("激动型", "Agitated") },
  ],
  products: [
    { code: "broadband", name: w("宽带", "Broadband") },
    { code: "mobile", name: w("移动电话", "Mobile phone") },
  ],
  wrap_up_ms: 30_000,
  about: w("演示", "A demo"),
  policies: [],
};
