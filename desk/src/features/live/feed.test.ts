import { expect, test } from "vitest";

import type { FactMessage, Hello } from "@/shared/wire";

import { apply, fromHello, NOTHING, rows, type FeedState } from "./feed";

interface Row {
  id: string;
  version: number;
  stage: string;
}

const hello = (contacts: Row[]): Hello => ({
  type: "hello",
  entities: { contact: contacts as never[] },
  now: "2026-01-01T00:00:00Z",
});

const fact = (id: string, version: number, body: unknown): FactMessage => ({
  type: "fact",
  topic: "contact.changed",
  entity: "contact",
  id,
  version,
  body,
  at: "2026-01-01T00:00:00Z",
});

const living = (state: FeedState) =>
  rows<Row>(state, "contact").sort((a, b) => a.id.localeCompare(b.id));

/** A repeatable stream of numbers in [0, 1). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** A small service: changes its contacts at random and tells each change as a fact. */
class Service {
  private readonly contacts = new Map<string, Row>();
  private readonly versions = new Map<string, number>();

  snapshot(): Hello {
    return hello([...this.contacts.values()].map((row) => ({ ...row })));
  }

  change(random: () => number): FactMessage {
    const id = `c${Math.floor(random() * 6)}`;
    const version = (this.versions.get(id) ?? 0) + 1;
    this.versions.set(id, version);
    if (random() < 0.25) {
      this.contacts.delete(id);
      return fact(id, version, null);
    }
    const row = { id, version, stage: `s${Math.floor(random() * 8)}` };
    this.contacts.set(id, row);
    return fact(id, version, row);
  }
}

test.each([1, 2, 3, 5, 8, 13, 21, 34])(
  "old state and facts are a fresh fetch (seed %i)",
  (seed) => {
    const random = chance(seed);
    const service = new Service();
    for (let n = 0; n < 10; n += 1) service.change(random);
    let state = fromHello(service.snapshot());

    for (let n = 0; n < 200; n += 1) {
      state = apply(state, service.change(random));
      expect(living(state)).toEqual(living(fromHello(service.snapshot())));
    }
  },
);

test.each([3, 7, 11])(
  "facts late, twice and out of order end in the same state (seed %i)",
  (seed) => {
    const random = chance(seed);
    const service = new Service();
    const start = fromHello(service.snapshot());
    const facts = Array.from({ length: 60 }, () => service.change(random));
    const shuffled = [...facts, ...facts].sort(() => random() - 0.5);

    const state = shuffled.reduce(apply, start);

    expect(living(state)).toEqual(living(fromHello(service.snapshot())));
  },
);

test("facts that the snapshot already holds change nothing", () => {
  const state = fromHello(hello([{ id: "a", version: 4, stage: "talking" }]));

  expect(apply(state, fact("a", 4, { id: "a", version: 4, stage: "queued" }))).toBe(state);
  expect(apply(state, fact("a", 2, null))).toBe(state);
});

test("what is gone does not come back with an older fact", () => {
  const gone = apply(NOTHING, fact("a", 9, null));

  expect(living(apply(gone, fact("a", 8, { id: "a", version: 8, stage: "talking" })))).toEqual([]);
});
