import { expect, test } from "vitest";

import type { AgentView, ClassBoard, QueueView } from "@/shared/wire";

import { brokenClasses, byState, standing, standingToCap, tierNow, tierStaff } from "./rules";

const NOW = Date.parse("2026-01-01T10:00:00Z");

const queue = (tier: string, waiting: number, since: string | null, withinMs = 20_000) =>
  ({ tier, waiting, longest_since: since, within_ms: withinMs }) as QueueView;
const agent = (id: string, group: string, state: string, since = "2026-01-01T09:00:00Z") =>
  ({ id, group, state, since }) as AgentView;
const board = (name: string, value: number | null, target: number | null) =>
  ({ class: name, figures: [{ code: "sl-net", value, target }] }) as ClassBoard;

test("a share exactly on its target keeps it", () => {
  expect(standing(0.9, 0.9)).toBe("kept");
  expect(standing(0.87, 0.9)).toBe("near");
  expect(standing(0.5, 0.9)).toBe("broken");
});

test("nothing is said without a value or without a target", () => {
  expect(standing(null, 0.9)).toBe("unknown");
  expect(standing(0.9, null)).toBe("unknown");
  expect(standingToCap(null, 0.1)).toBe("unknown");
});

test("abandonment exactly on its cap keeps it", () => {
  expect(standingToCap(0.05, 0.05)).toBe("kept");
  expect(standingToCap(0.3, 0.05)).toBe("broken");
});

test("a tier adds up its queues and takes the worst wait against its own class", () => {
  const queues = [
    queue("gold", 1, "2026-01-01T09:59:50Z", 5_000),
    queue("gold", 2, "2026-01-01T09:59:30Z", 60_000),
    queue("mass", 9, "2026-01-01T09:50:00Z"),
  ];

  expect(tierNow(queues, "gold", NOW)).toEqual({
    waiting: 3,
    longestMs: 30_000,
    longest: "broken",
  });
});

test("an empty tier has no longest wait", () => {
  expect(tierNow([queue("gold", 0, null)], "gold", NOW)).toEqual({
    waiting: 0,
    longestMs: 0,
    longest: "unknown",
  });
});

test("only signed-on agents of the tier's groups count", () => {
  const row = {
    tier: "gold",
    service_kind: "*",
    channel: "*",
    steps: [{ group: "senior", rank: 1, after_ms: 0, min_level: 0 }],
  };
  const agents = [
    agent("a", "senior", "ready"),
    agent("b", "senior", "signed-off"),
    agent("c", "senior", "talking"),
    agent("d", "junior", "ready"),
  ];

  expect(tierStaff(agents, row)).toEqual({ ready: 1, signedOn: 2 });
});

test("classes that break their promise come worst first; silent ones are left out", () => {
  const classes = [
    board("kept", 0.95, 0.9),
    board("bad", 0.7, 0.9),
    board("worst", 0.1, 0.9),
    board("silent", null, 0.9),
  ];

  expect(brokenClasses(classes).map((each) => each.class)).toEqual(["worst", "bad"]);
});

test("within a state the longest stands first, and nobody signed off is shown", () => {
  const found = byState([
    agent("new", "x", "ready", "2026-01-01T09:30:00Z"),
    agent("old", "x", "ready", "2026-01-01T08:30:00Z"),
    agent("off", "x", "signed-off"),
  ]);

  expect(found.map((each) => [each.state, each.agents.map((one) => one.id)])).toEqual([
    ["ready", ["old", "new"]],
  ]);
});
