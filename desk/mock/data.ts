import type {
  AgentView,
  ContactDetail,
  ContactView,
  DemoLogin,
  QueueView,
  WebPhone,
} from "../src/shared/wire.ts";

import { customers } from "./customers.ts";
import { ago, w } from "./made.ts";
import { pack } from "./pack.ts";

export const demoLogins: DemoLogin[] = [
  { login: "8001", password: "yingda-demo", name: "李静", role: "agent" },
  { login: "8002", password: "yingda-demo", name: "王磊", role: "agent" },
  { login: "ban", password: "yingda-demo", name: "周敏", role: "supervisor" },
  { login: "plan", password: "yingda-demo", name: "吴越", role: "planner" },
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
permissions["planner"] = ["desk.use", "agents.read", "queues.read", "planning.use"];
permissions["administrator"] = [...permissions["supervisor"], "users.edit", "audit.read"];

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
