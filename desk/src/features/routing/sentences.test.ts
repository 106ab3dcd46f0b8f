import { expect, test } from "vitest";

import type { Decision } from "@/shared/wire";

import { reasons, type Words } from "./sentences";

const decision = (more: Partial<Decision> = {}): Decision => ({
  number: 7,
  at: "2026-01-01T00:00:00Z",
  kind: "most-urgent",
  agent_id: "a",
  agent_name: "李静",
  class: "gold.fault.voice",
  waited_ms: 67_000,
  score: 1.234,
  rank: 1,
  runner_up: { class: "silver.query.voice", score: 0.9871 },
  beta: 1.23456,
  policy: "sld",
  plan_version: 1,
  steering: 0,
  digest: "d",
  ...more,
});

const words: Words = {
  say: (key, values) => `${key.replace("routing.why.", "")} ${Object.values(values ?? {}).join()}`,
  knows: (key) => key.endsWith("most-urgent"),
  className: (key) => `<${key}>`,
  withinMs: () => 10_000,
};

test("the rule comes first, then its figures in readable units, then who came second", () => {
  expect(reasons(decision(), words)).toEqual([
    "rule.most-urgent ",
    "figure.class <gold.fault.voice>",
    "figure.waitedOf 1:07,0:10",
    "figure.rank 1",
    "figure.beta 1.23",
    "runnerUp <silver.query.voice>,0.99,1.23",
  ]);
});

test("a rule nobody has words for is shown by its code", () => {
  expect(reasons(decision({ kind: "new-rule" as Decision["kind"] }), words)[0]).toBe("new-rule");
});

test("without a target only the wait is told; without a rival that is said", () => {
  const told = reasons(decision({ runner_up: null }), { ...words, withinMs: () => null });

  expect(told).toContain("figure.waited 1:07");
  expect(told.at(-1)).toBe("alone ");
});
