import { expect, test } from "vitest";

import { bars } from "./waves";

test("each bar is the loudest of its stretch, by the loudest of all", () => {
  expect(bars([0, 2, 1, 4, 0, 0], 3)).toEqual([0.5, 1, 0]);
});

test("few peaks are stretched over many bars", () => {
  expect(bars([1, 2], 4)).toEqual([0.5, 0.5, 1, 1]);
});

test("silence and nothing are flat", () => {
  expect(bars([0, 0], 2)).toEqual([0, 0]);
  expect(bars([], 3)).toEqual([0, 0, 0]);
  expect(bars([1], 0)).toEqual([]);
});
