import type {
  AgentView,
  ContactDetail,
  ContactView,
  Customer,
  DemoLogin,
  Pack,
  QueueView,
  WebPhone,
} from "../src/shared/wire.ts";

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const w = (zh: string, en: string) => ({ zh, en });

export const demoLogins: DemoLogin[] = [
  { login: "8001", password: "yingda-demo", name: "李静", role: "agent" },
  { login: "8002", password: "yingda-demo", name: "王磊", role: "agent" },
  { login: "ban", password: "yingda-demo", name: "周敏", role: "supervisor" },
  { login: "admin", password: "yingda-demo", name: "陈刚", role: "administrator" },
];

export const permissions: Record<string, string[]> = {
  agent: [
    "desk.use",
    "phone.use",
    "contacts.read-own",
    "customers.read",
    "customers.edit",
    "numbers.reveal",
    "agents.read",
    "queues.read",
    "recordings.listen",
  ],
};
permissions["supervisor"] = [
  ...(permissions["agent"] ?? []),
  "contacts.read-all",
  "recordings.download",
  "agents.set-state",
  "supervise",
  "tiers.edit",
];
permissions["administrator"] = [...permissions["supervisor"], "users.edit", "audit.read"];

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
            { code: "query.bill.told", name: w("已当场解答", "Answered") },
            { code: "query.bill.sms", name: w("短信发送明细", "Details sent by SMS") },
          ],
        },
        { code: "query.points", name: w("积分", "Points") },
        { code: "query.progress", name: w("办理进程", "Progress of an order") },
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
            { code: "fault.broadband.solved", name: w("远程恢复", "Restored remotely") },
            { code: "fault.broadband.visit", name: w("派单上门", "Visit ordered") },
          ],
        },
        { code: "fault.line", name: w("固定电话无声", "No tone on fixed line") },
      ],
    },
    {
      code: "complaint",
      name: w("投诉", "Complaint"),
      children: [
        { code: "complaint.fee", name: w("资费异议", "Disputed charge") },
        { code: "complaint.service", name: w("服务质量", "Quality of service") },
      ],
    },
    { code: "wrong", name: w("打错或无声", "Wrong number or silent") },
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
  wrap_up_ms: 30_000,
};

const agent = (
  n: number,
  name: string,
  grade: number,
  group: string,
  state: AgentView["state"],
  secs: number,
  reason = "",
): AgentView => ({
  id: `a${n}`,
  staff_no: `800${n}`,
  name,
  grade,
  group,
  skills: [
    { skill: "fault", level: 5 - (n % 3) },
    { skill: "query", level: 4 },
  ],
  capacity: { voice: 1, chat: 3 },
  state,
  reason,
  since: ago(secs),
  next_state: null,
  next_reason: null,
  contact_id: null,
  is_connected: true,
  set_by: null,
  profile_version: 1,
  signed_on_at: null,
  version: 1,
  seat: null,
});

export const agents: AgentView[] = [
  agent(1, "李静", 2, "senior", "signed-off", 60),
  agent(2, "王磊", 3, "middle", "talking", 214),
  agent(3, "赵云霞", 4, "middle", "not-ready", 1090, "break"),
  agent(4, "孙浩", 4, "junior", "ready", 37),
  agent(5, "吴桐", 5, "junior", "wrap-up", 18),
];

const queue = (
  tier: string,
  kind: string,
  waiting: number,
  secs: number | null,
  target: number,
  within: number,
  now: number,
): QueueView => ({
  id: `${tier} · ${kind} · voice`,
  class: `${tier}.${kind}.voice`,
  tier,
  service_kind: kind,
  channel: "voice",
  waiting,
  longest_since: secs === null ? null : ago(secs),
  target_share: target,
  within_ms: within,
  abandon_cap: 0.05,
  share_now: now,
  abandoned_share: 0.02,
  beta: 1.1,
  resolved: 40,
  policy: "sld",
  version: 1,
});

export const queues: QueueView[] = [
  queue("gold", "fault", 0, null, 0.95, 10_000, 0.97),
  queue("silver", "query", 1, 12, 0.85, 15_000, 0.88),
  queue("mass", "query", 2, 37, 0.7, 30_000, 0.64),
];

const customer = (
  n: number,
  name: string,
  tier: "gold" | "silver" | "mass",
  more: Partial<Customer> = {},
): Customer => ({
  id: `k${n}`,
  name,
  name_pinyin: null,
  kind: "person",
  company: null,
  region: "杭州·西湖区",
  language: "zh",
  since: "2013-06-18T00:00:00Z",
  preferences: { language: "zh", preferred_channel: "voice", call_after: "18:00" },
  note: "习惯先说结论；上次宽带故障处理很满意。",
  identities: [
    { kind: "phone", value: `138****000${n}`, label: "手机", confirmed_at: ago(86_400 * 40) },
    { kind: "phone", value: "0571-8***2210", label: "家里", confirmed_at: null },
    { kind: "email", value: "z***@example.cn", label: "", confirmed_at: ago(86_400 * 400) },
  ],
  products: [
    {
      id: "p1",
      code: "broadband",
      name: w("宽带 1000M", "Broadband 1000M"),
      status: "active",
      since: "2021-03-02T00:00:00Z",
      detail: {},
    },
    {
      id: "p2",
      code: "mobile",
      name: w("移动 5G 畅享", "Mobile 5G"),
      status: "active",
      since: "2016-11-20T00:00:00Z",
      detail: {},
    },
    {
      id: "p3",
      code: "home",
      name: w("我的e家", "My e-Home"),
      status: "suspended",
      since: "2014-05-01T00:00:00Z",
      detail: {},
    },
  ],
  tier: {
    tier,
    name: pack.tiers.find((t) => t.code === tier)?.name ?? w(tier, tier),
    score: { gold: 86, silver: 58, mass: 24 }[tier],
    reason: [
      { input: "contribution", figure: "monthly_spend", value: 412, points: 88, weight: 0.5 },
      { input: "loyalty", figure: "years", value: 12.4, points: 92, weight: 0.3 },
      { input: "credit", figure: "late_payments", value: 0, points: 100, weight: 0.2 },
    ],
    since: "2024-01-01T00:00:00Z",
    override: null,
  },
  version: 3,
  ...more,
});

export const customers: Customer[] = [
  customer(1, "张伟民", "gold"),
  customer(2, "欧阳晓琳", "silver", { region: "宁波·鄞州区", note: "" }),
  customer(3, "刘洋", "mass", { region: "温州·鹿城区", note: "", company: "鹿城小吃店" }),
  customer(4, "Sarah Chen", "gold", { language: "en", company: "Harbour Logistics" }),
];

export const contact = (n: number, more: Partial<ContactView>): ContactView => ({
  id: `c${n}`,
  channel: "voice",
  direction: "in",
  stage: "done",
  customer_id: "k1",
  customer_name: "张伟民",
  remote: "138****0001",
  access_number: "10000",
  tier: "gold",
  tier_name: null,
  service_kind: "fault",
  agent_id: null,
  agent_name: null,
  menu_path: [
    { menu: "main", key: "2", label: w("障碍申告", "Report a fault"), at: ago(40) },
    { menu: "fault", key: "1", label: w("宽带", "Broadband"), at: ago(34) },
  ],
  target_ms: 10_000,
  outcome: "answered",
  arrived_at: ago(48),
  queued_at: ago(30),
  offered_at: null,
  answered_at: null,
  ended_at: null,
  wrapped_at: null,
  wrap_due_at: null,
  held_since: null,
  callback_asked_at: null,
  callback_due_at: null,
  callback_attempts: 0,
  transfer: "",
  version: 1,
  ...more,
});

const past = (n: number, hours: number, more: Partial<ContactView>) => {
  const t = hours * 3600;
  return contact(n, {
    agent_id: "a1",
    agent_name: "李静",
    arrived_at: ago(t),
    queued_at: ago(t - 20),
    offered_at: ago(t - 27),
    answered_at: ago(t - 31),
    ended_at: ago(t - 260),
    wrapped_at: ago(t - 285),
    ...more,
  });
};

export const history: ContactView[] = [
  past(11, 0.6, {
    customer_id: "k2",
    customer_name: "欧阳晓琳",
    tier: "silver",
    service_kind: "query",
    remote: "138****0002",
  }),
  past(12, 1.4, {
    customer_id: "k3",
    customer_name: "刘洋",
    tier: "mass",
    service_kind: "complaint",
    remote: "138****0003",
    target_ms: 30_000,
  }),
  past(13, 26, {}),
  past(14, 75, {
    outcome: "abandoned-queue",
    agent_id: null,
    agent_name: null,
    answered_at: null,
    offered_at: null,
    wrapped_at: null,
  }),
  past(15, 300, {
    outcome: "self-served",
    agent_id: null,
    agent_name: null,
    answered_at: null,
    offered_at: null,
    wrapped_at: null,
    access_number: "10001",
  }),
];

export const events = (view: ContactView): ContactDetail["events"] =>
  [
    ["arrived", view.arrived_at, { access_number: view.access_number }],
    ["menu-key", view.menu_path[0] ? view.queued_at : null, { menu: "main", key: "2" }],
    ["queued", view.queued_at, { class: `${view.tier}.${view.service_kind}.voice` }],
    ["offered", view.offered_at, {}],
    ["answered", view.answered_at, {}],
    ["held", view.held_since, {}],
    ["ended", view.ended_at, { by: "customer" }],
    ["wrapped", view.wrapped_at, {}],
  ]
    .filter((row) => row[1])
    .map((row, at) => ({
      seq: at + 1,
      kind: row[0] as string,
      at: row[1] as string,
      agent_id: at > 2 ? view.agent_id : null,
      detail: row[2] as Record<string, unknown>,
    }));

export const webPhone: WebPhone = {
  enabled: true,
  callers: customers.map((each, at) => ({
    id: each.id,
    name: each.name,
    number: `1380000000${at + 1}`,
    tier: each.tier?.tier ?? "mass",
    tier_name: each.tier?.name ?? w("大众", "Mass"),
  })),
  numbers: pack.access_numbers,
};
