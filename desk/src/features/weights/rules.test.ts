import { expect, test } from "vitest";

import type { Weights } from "./model";
import { matrix, parts, stretches, withFigure, withWeight } from "./rules";

const figure = { name: { zh: "消费", en: "Spend" }, weight: 1, points: [[0, 0]], missing: 0 };
const weights: Weights = {
  inputs: {
    contribution: { weight: 60, figures: { spend: { ...figure, points: [[0, 0]] } } },
    loyalty: { weight: 20, figures: {} },
  },
  bands: { mass: 0, gold: 75, silver: 50 },
  margin: 3,
};

test("inputs count against the sum of their weights", () => {
  expect(parts(weights)).toEqual({ contribution: 0.75, loyalty: 0.25, credit: 0 });
});

test("a weight changes in one input only; one the trade lacks stays away", () => {
  expect(withWeight(weights, "loyalty", 30).inputs.loyalty?.weight).toBe(30);
  expect(withWeight(weights, "credit", 30)).toBe(weights);
});

test("a figure is replaced without touching the old weights", () => {
  const after = withFigure(weights, "contribution", "spend", {
    ...figure,
    points: [
      [0, 0],
      [100, 50],
    ],
  });

  expect(after.inputs.contribution?.figures["spend"]?.points).toHaveLength(2);
  expect(weights.inputs.contribution?.figures["spend"]?.points).toHaveLength(1);
});

test("bands cover the scale from the highest tier down", () => {
  expect(stretches(weights)).toEqual([
    { tier: "gold", from: 75, to: 100 },
    { tier: "silver", from: 50, to: 75 },
    { tier: "mass", from: 0, to: 50 },
  ]);
});

test("moves become a matrix", () => {
  const moves = [{ from: null, to: "gold", count: 2 }];

  expect(matrix({ examined: 2, moved: 2, is_complete: true, moves }).get(">gold")).toBe(2);
});
