export default {
  title: "分配解释",
  subtitle: "每一次分配：给了谁、为什么、领先多少",
  score: "得分",
  second: "次选得分",
  lead: "领先",
  rank: "顺位",
  formula: {
    score: "由当时的策略给出；自调节为 等待 ÷ 目标 + 调节系数",
    second: "同时可以接的另一类",
    lead: "得分 − 次选得分",
    rank: "1 为首选组",
  },
  beta: "当时各类的调节系数（越高越优先）",
  choose: "选一次联络",
  chooseMend: "左边是最近的联络；点开可看到它的每一次分配。",
  noContacts: "还没有联络",
  toContact: "打开这次联络",
};
