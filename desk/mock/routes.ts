import type { AgentState, ContactView, Decisions, Session } from "../src/shared/wire.ts";

import type { Centre } from "./centre.ts";
import { customers } from "./customers.ts";
import { demoLogins, events, permissions, queues, webPhone } from "./data.ts";
import { ago } from "./made.ts";
import { pack } from "./pack.ts";
import { bring, forecast, forget } from "./planning.ts";

interface Answer {
  status: number;
  body?: unknown;
}
interface Asked {
  centre: Centre;
  parts: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
}
type Route = (asked: Asked) => Answer;

const ok = (body?: unknown): Answer => ({ status: 200, body });
const refuse = (status: number, code: string, details = {}): Answer => ({
  status,
  body: { error: { code, kind: "denied", details } },
});

function session(centre: Centre): Session | null {
  const who = demoLogins.find((each) => each.login === centre.login);
  if (!who) return null;
  const id = who.login === "8002" ? "a2" : "a1";
  const may = permissions[who.role] ?? [];
  return { user: { id, login: who.login, name: who.name, roles: [who.role], permissions: may } };
}

const me = (centre: Centre) => session(centre)?.user.id ?? "a1";
const now = () => new Date().toISOString();
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

function act(centre: Centre, id: string, what: string): Answer {
  const stages: Record<string, [Partial<ContactView>, AgentState]> = {
    answer: [{ stage: "talking", answered_at: now() }, "talking"],
    hold: [{ stage: "held", held_since: now() }, "held"],
    resume: [{ stage: "talking", held_since: null }, "talking"],
    "hang-up": [
      { stage: "wrap-up", outcome: "answered", ended_at: now(), wrap_due_at: soon(30_000) },
      "wrap-up",
    ],
    reject: [{ stage: "queued", agent_id: null, offered_at: null }, "not-ready"],
    transfer: [{ stage: "done", outcome: "transferred", ended_at: now() }, "wrap-up"],
    "wrap-up-done": [{ stage: "done", wrapped_at: now() }, "ready"],
    "wrap-up-extend": [{ wrap_due_at: soon(60_000) }, "wrap-up"],
    keys: [{}, "talking"],
  };
  const step = centre.contacts.has(id) ? stages[what] : undefined;
  if (!step) return refuse(404, "call-not-found");
  const view = centre.changeContact(id, step[0]);
  const chosen = centre.agents.get(me(centre))?.next_state;
  const state = what === "wrap-up-done" && chosen ? chosen : step[1];
  const ends =
    what === "wrap-up-done" ? { contact_id: null, next_state: null, next_reason: null } : {};
  centre.changeAgent(me(centre), { state, ...ends });
  return ok(view);
}

function chooseState({ centre, body }: Asked): Answer {
  const mine = centre.agents.get(me(centre));
  const state = body["state"] as AgentState;
  const reason = (body["reason"] as string) ?? "";
  const isBusy = ["offered", "talking", "held", "wrap-up"].includes(mine?.state ?? "");
  if (isBusy) return ok(centre.changeAgent(me(centre), { next_state: state, next_reason: reason }));
  return ok(centre.changeAgent(me(centre), { state, reason, next_state: null }));
}

function signOn({ centre, body }: Asked): Answer {
  const mine = centre.agents.get(me(centre));
  const seat = String(body["seat"]);
  if (mine?.seat && mine.seat !== seat && !body["take_over"]) {
    return refuse(409, "seat-taken", { since: ago(900) });
  }
  const state = mine?.state === "signed-off" ? "not-ready" : (mine?.state ?? "not-ready");
  const agent = centre.changeAgent(me(centre), { seat, state });
  const phone = {
    url: "ws://127.0.0.1:5199/mock/sip",
    uri: "sip:8001@127.0.0.1",
    user: "8001",
    password: "x",
    realm: "yingda",
  };
  return ok({ agent, phone });
}

function detail(centre: Centre, id: string): Answer {
  const contact = centre.contacts.get(id) ?? centre.past.find((each) => each.id === id);
  if (!contact) return refuse(404, "contact-not-found");
  const recording =
    contact.answered_at && contact.stage === "done"
      ? { state: id === "c12" ? "missing" : "ready", duration_ms: 24_000, size_bytes: 768_044 }
      : null;
  return ok({
    contact,
    events: events(contact),
    disposition: centre.notes.get(id) ?? null,
    parts: [],
    recording,
  });
}

function peaks(): Answer {
  const lane = (phase: number) =>
    Array.from({ length: 480 }, (_, n) => {
      const speaks = Math.sin(n / 23 + phase) > 0 ? 1 : 0.04;
      return Math.abs(Math.sin(n * 1.7 + phase) * Math.sin(n / 5)) * speaks;
    });
  return ok({ channels: [lane(0), lane(3.1)], per_second: 20 });
}

function decisions({ centre }: Asked): Answer {
  const told: Decisions = {
    request: {
      id: "c1",
      class: "gold.fault.voice",
      state: "offered",
      arrived_at: ago(10),
      is_callback: false,
      why: "",
    },
    betas: { "1": { "gold · fault · voice": 1.07, "silver · query · voice": 0.4 } },
    decisions: [
      {
        number: 12,
        at: ago(3),
        kind: "most-urgent",
        agent_id: me(centre),
        agent_name: "李静",
        class: "gold.fault.voice",
        waited_ms: 7_000,
        score: 1.62,
        rank: 1,
        runner_up: { class: "silver.query.voice", score: 1.18 },
        beta: 1.07,
        policy: "sld",
        plan_version: 1,
        steering: 1,
        digest: "9f3c1a7be2d04c55",
      },
    ],
  };
  return ok(told);
}

const audit = Array.from({ length: 14 }, (_, n) => ({
  id: n + 1,
  at: ago(n * 811),
  actor_id: "a1",
  actor_login: "8001",
  action: ["session.opened", "agent.sign-on", "customer.revealed", "agent.set-state"][n % 4],
  target: n % 4 === 2 ? "k1" : "a1",
  address: "127.0.0.1",
  detail: n % 4 === 2 ? { field: "phone", reason: "回访核实" } : {},
}));

const routes: [string, RegExp, Route][] = [
  ["GET", /^demo-logins$/, () => ok(demoLogins)],
  [
    "GET",
    /^session$/,
    ({ centre }) => {
      const s = session(centre);
      return s ? ok(s) : refuse(401, "not-signed-in");
    },
  ],
  [
    "POST",
    /^session$/,
    ({ centre, body }) => {
      if (
        !demoLogins.some(
          (each) => each.login === body["login"] && each.password === body["password"],
        )
      )
        return refuse(403, "wrong-login");
      centre.login = String(body["login"]);
      return ok(session(centre));
    },
  ],
  [
    "DELETE",
    /^session$/,
    ({ centre }) => {
      centre.login = null;
      return { status: 204 };
    },
  ],
  ["GET", /^pack$/, () => ok(pack)],
  ["GET", /^agents$/, ({ centre }) => ok([...centre.agents.values()])],
  [
    "PUT",
    /^agents\/\w+\/state$/,
    ({ centre, parts, body }) =>
      ok(
        centre.changeAgent(parts[1] ?? "", {
          state: body["state"] as AgentState,
          reason: String(body["reason"] ?? ""),
        }),
      ),
  ],
  [
    "GET",
    /^me\/agent$/,
    ({ centre }) =>
      ["8001", "8002"].includes(centre.login ?? "")
        ? ok(centre.agents.get(me(centre)))
        : refuse(404, "agent-not-found"),
  ],
  ["POST", /^me\/sign-on$/, signOn],
  [
    "POST",
    /^me\/sign-off$/,
    ({ centre }) => ok(centre.changeAgent(me(centre), { state: "signed-off", seat: null })),
  ],
  ["PUT", /^me\/state$/, chooseState],
  [
    "GET",
    /^me\/state-log$/,
    () =>
      ok({
        from: ago(30_000),
        to: now(),
        changes: [],
        totals: [
          { state: "ready", reason: "", total_ms: 4_020_000, count: 21 },
          { state: "talking", reason: "", total_ms: 7_380_000, count: 19 },
          { state: "held", reason: "", total_ms: 240_000, count: 4 },
          { state: "wrap-up", reason: "", total_ms: 660_000, count: 19 },
          { state: "not-ready", reason: "break", total_ms: 840_000, count: 2 },
        ],
      }),
  ],
  ["GET", /^queues$/, () => ok(queues)],
  [
    "GET",
    /^customers$/,
    ({ query }) => {
      const q = query.get("q") ?? "";
      return ok(
        customers
          .filter((each) => `${each.name}${each.company}${each.identities[0]?.value}`.includes(q))
          .map((each) => ({ ...each, phone: each.identities[0]?.value, tier: each.tier?.tier })),
      );
    },
  ],
  [
    "GET",
    /^customers\/\w+$/,
    ({ parts }) => {
      const found = customers.find((each) => each.id === parts[1]);
      return found ? ok(found) : refuse(404, "not-found");
    },
  ],
  [
    "PATCH",
    /^customers\/\w+$/,
    ({ parts, body }) => {
      const found = customers.find((each) => each.id === parts[1]);
      if (found) Object.assign(found, body, { version: found.version + 1 });
      return ok(found);
    },
  ],
  ["POST", /^customers\/\w+\/reveal$/, () => ok({ value: "13800000001" })],
  [
    "GET",
    /^tiers\/customers\/\w+$/,
    ({ parts }) => ok(customers.find((each) => each.id === parts[2])?.tier),
  ],
  [
    "GET",
    /^contacts$/,
    ({ centre, query }) =>
      ok(
        [...centre.contacts.values(), ...centre.past].filter(
          (each) =>
            (!query.get("customer_id") || each.customer_id === query.get("customer_id")) &&
            (!query.get("agent_id") || each.agent_id === query.get("agent_id")) &&
            (!query.get("outcome") || each.outcome === query.get("outcome")),
        ),
      ),
  ],
  ["GET", /^contacts\/\w+$/, ({ centre, parts }) => detail(centre, parts[1] ?? "")],
  [
    "PUT",
    /^contacts\/\w+\/disposition$/,
    ({ centre, parts, body }) => {
      centre.notes.set(parts[1] ?? "", body);
      return ok(body);
    },
  ],
  ["GET", /^contacts\/\w+\/recording\/peaks$/, peaks],
  ["GET", /^contacts\/\w+\/decisions$/, decisions],
  [
    "POST",
    /^calls\/\w+\/[\w-]+$/,
    ({ centre, parts }) => act(centre, parts[1] ?? "", parts[2] ?? ""),
  ],
  ["GET", /^audit$/, () => ok(audit)],
  [
    "GET",
    /^users$/,
    () =>
      ok(
        demoLogins.map((each, n) => ({
          id: `u${n}`,
          login: each.login,
          name: each.name,
          roles: [each.role],
          is_enabled: true,
          is_demo: true,
          version: 1,
        })),
      ),
  ],
  [
    "POST",
    /^users$/,
    ({ body }) => ok({ id: "u9", is_enabled: true, is_demo: false, version: 1, ...body }),
  ],
  ["PATCH", /^users\/\w+$/, ({ parts, body }) => ok({ id: parts[1], ...body })],
  ["GET", /^planning\/forecast$/, ({ query }) => ok(forecast(Number(query.get("days") ?? 7)))],
  ["PUT", /^planning\/history$/, ({ body }) => ok(bring(String(body["text"])))],
  ["DELETE", /^planning\/history$/, () => ok(forget())],
  ["GET", /^web-phone$/, () => ok(webPhone)],
  ["POST", /^mock\/ring$/, ({ centre, body }) => ok(centre.ring(me(centre), body))],
];

/** The mock's answer to a request under /api. */
export function answer(centre: Centre, method: string, url: string, body: unknown): Answer {
  const at = new URL(url, "http://mock");
  const path = at.pathname.replace(/^\/(api\/)?/, "");
  const route = routes.find(([verb, pattern]) => verb === method && pattern.test(path));
  if (!route) return refuse(404, "not-found");
  return route[2]({
    centre,
    parts: path.split("/"),
    query: at.searchParams,
    body: (body ?? {}) as Record<string, unknown>,
  });
}
