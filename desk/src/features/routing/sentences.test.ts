import { expect, test } from "vitest";

import type { Decision } from "@/shared/wire";

import { reasons, runnerUp } from "./sentences";

const decision = (reason: Record<string, unknown>, more: Partial<Decision> = {}): Decision => ({
  at: "2026-01-01T00:00:00Z",
  kind: "match",
  agent_id: "a",
  agent_name: "李静",
  score: 1,
  runner_up: null,
  reason,
  policy: "sld",
  digest: "d",
  ...more,
});

const say = (key: string, values: Record<string, unknown> = {}) =>
  `${key.split(".").slice(2).join(".")}${values["value"] === undefined ? "" : `=${String(values["value"])}`}`;
const knowsAll = () => true;

test("the rule comes first, then its figures in readable units", () => {
  const told = reasons(
    decision({ code: "most-urgent", waited_ms: 67_000, share: 0.914, beta: 1.23456, rank: 1 }),
    say,
    knowsAll,
  );

  expect(told).toEqual([
    "rule.most-urgent",
    "reason.waited_ms=1:07",
    "reason.share=91%",
    "reason.beta=1.23",
    "reason.rank=1",
  ]);
});

test("a figure nobody has words for is shown by its name", () => {
  expect(reasons(decision({ new_figure: 3 }), say, () => false)).toEqual(["reason.other=3"]);
});

test("what is not known is left out", () => {
  expect(reasons(decision({ rank: null }), say, knowsAll)).toEqual([]);
});

test("the runner-up is named with its score where there is one", () => {
  const second = decision({}, { runner_up: { class: "silver.query.voice", score: 0.5 } });

  expect(
    runnerUp(
      second,
      (key, v) => `${key}:${String(v?.["name"])}`,
      (k) => `<${k}>`,
    ),
  ).toBe("routing.why.runnerUp:<silver.query.voice>");
  expect(runnerUp(decision({}), say, String)).toBe("");
});
