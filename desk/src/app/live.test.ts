import { QueryClient } from "@tanstack/vue-query";
import { beforeEach, expect, test } from "vitest";

import type { AgentView, ContactView, FactMessage } from "@/shared/wire";

import { Caches } from "./live";

const NOW = "2026-01-01T00:00:00Z";
const agent = (id: string, version: number, state = "ready") =>
  ({ id, version, state }) as unknown as AgentView;
const contact = (id: string, version: number, stage: string) =>
  ({ id, version, stage }) as unknown as ContactView;
const hello = (entities: Record<string, object[]>) =>
  ({ type: "hello", entities, now: NOW }) as Parameters<Caches["hello"]>[0];
const fact = (entity: string, id: string, version: number, body: unknown): FactMessage => ({
  type: "fact",
  topic: `${entity}.changed`,
  entity,
  id,
  version,
  body,
  at: NOW,
});

const LISTS = [["agents"], ["contacts", "live"], ["queues"], ["supervisions"]];
let client: QueryClient;
let caches: Caches;

beforeEach(() => {
  client = new QueryClient();
  caches = new Caches(client);
});

/** What every page that listens shows now. */
const shown = (from: QueryClient) => LISTS.map((key) => from.getQueryData(key));

test("what pages show after facts is what a fresh snapshot would show them", () => {
  caches.hello(
    hello({
      agent: [agent("a", 1), agent("b", 4)],
      contact: [contact("c", 2, "offered")],
      queue: [{ id: "q", class: "gold.fault.voice", version: 1, waiting: 1 }],
    }),
  );
  caches.fact(fact("agent", "a", 2, agent("a", 2, "talking")));
  caches.fact(fact("contact", "c", 3, contact("c", 3, "talking")));
  caches.fact(fact("contact", "d", 1, contact("d", 1, "menu")));
  caches.fact(fact("contact", "c", 4, null));
  caches.fact(
    fact("queue", "q", 2, { id: "q", class: "gold.fault.voice", version: 2, waiting: 0 }),
  );
  caches.fact(fact("agent", "b", 3, agent("b", 3, "missed")));

  const fresh = new QueryClient();
  new Caches(fresh).hello(
    hello({
      agent: [agent("a", 2, "talking"), agent("b", 4)],
      contact: [contact("d", 1, "menu")],
      queue: [{ id: "q", class: "gold.fault.voice", version: 2, waiting: 0 }],
    }),
  );
  expect(shown(client)).toEqual(shown(fresh));
});

test("the agent at this desk follows the feed, newest first", () => {
  client.setQueryData(["me", "agent"], agent("a", 5, "ready"));
  caches.hello(hello({ agent: [agent("a", 4, "not-ready")] }));
  expect(client.getQueryData(["me", "agent"])).toMatchObject({ version: 5 });

  caches.fact(fact("agent", "a", 6, agent("a", 6, "offered")));

  expect(client.getQueryData(["me", "agent"])).toMatchObject({ state: "offered" });
});

test("an open contact is patched at once and its events asked again", () => {
  const key = ["contacts", "one", "c"];
  client.setQueryData(key, { contact: contact("c", 1, "talking"), events: [] });

  caches.fact(fact("contact", "c", 2, contact("c", 2, "held")));

  expect(client.getQueryData(key)).toMatchObject({ contact: { stage: "held" } });
  expect(client.getQueryState(key)?.isInvalidated).toBe(true);
});

test("old news asks for nothing again", () => {
  const key = ["contacts", "one", "c"];
  caches.fact(fact("contact", "c", 2, contact("c", 2, "held")));
  client.setQueryData(key, { contact: contact("c", 2, "held"), events: [] });

  caches.fact(fact("contact", "c", 1, contact("c", 1, "talking")));

  expect(client.getQueryState(key)?.isInvalidated).toBe(false);
});

test("what a new snapshot does not name is gone, the last of its kind too", () => {
  caches.hello(hello({ agent: [agent("a", 1)] }));
  caches.fact(fact("supervision", "c", 3, { id: "c", version: 3, mode: "listen" }));
  caches.hello(hello({ agent: [agent("a", 1)] }));

  expect(client.getQueryData(["supervisions"])).toEqual([]);
});
