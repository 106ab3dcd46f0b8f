import { expect, test } from "vitest";

import type { Decision } from "@/shared/wire";

import { bars, lead } from "./rules";

const decision = {
  number: 41,
  steering: 7,
  class: "gold.consult.voice",
  beta: 2,
  score: 3.5,
  runner_up: { class: "mass.consult.voice", score: 3 },
} as Decision;

test("bars stand by their steering against the widest; the chosen class is always shown", () => {
  const betas = {
    "7": { "gold · consult · voice": 2, "mass · consult · voice": -4, "silver · order · voice": 0 },
  };

  expect(bars(decision, { betas })).toEqual([
    { class: "gold.consult.voice", beta: 2, share: 0.5, isChosen: true },
    { class: "mass.consult.voice", beta: -4, share: -1, isChosen: false },
  ]);
});

test("without the steering of all classes its own is shown", () => {
  expect(bars(decision, { betas: {} })).toEqual([
    { class: "gold.consult.voice", beta: 2, share: 1, isChosen: true },
  ]);
});

test("the lead is the difference of the scores, and nothing without a runner-up", () => {
  expect(lead(decision)).toBe(0.5);
  expect(lead({ ...decision, runner_up: null })).toBeNull();
});
