import { expect, test } from "vitest";

import { clockOf, csvOf, openSpan, withForecast, type ForecastDay } from "./forecast";
import type { Scenario } from "./model";

const service = { dist: "exp", mean: 180 } as const;
const target = { share: 0.8, within: 20 };
const today: Scenario = {
  name: "today",
  classes: [
    { name: "gold.query.voice", arrivals: [30, 0], service, target },
    { name: "mass.query.voice", arrivals: [90, 60], service, target },
  ],
  groups: [{ name: "senior", agents: 5, skills: {} }],
  periods: { count: 2, length: 3600 },
  run: { replications: 20, seed: 1, warmup: 3600, window: 7200 },
};

function aDay(calls: Record<number, number>): ForecastDay {
  const all = Array.from({ length: 48 }, (_, slot) => calls[slot] ?? 0);
  return {
    day: "2026-11-27",
    calls: all,
    low: all.map((one) => one / 2),
    high: all.map((one) => one * 2),
    total: 0,
    total_low: 0,
    total_high: 0,
    behind: [],
  };
}

test("a day's half-hours become rates an hour, shared as today's hours are", () => {
  const taken = withForecast(today, aDay({ 19: 40, 20: 10, 21: 10 }), 9);

  expect(taken?.firstHour).toBe(9);
  expect(taken?.scenario.periods).toEqual({ count: 2, length: 3600 });
  expect(taken?.scenario.classes.map((each) => each.arrivals)).toEqual([
    [10, 0],
    [30, 20],
  ]);
  expect(taken?.scenario["run"]).toEqual({ replications: 20, seed: 1 });
});

test("outside today's hours the classes share as on the mean", () => {
  const taken = withForecast(today, aDay({ 44: 18 }), 9);

  expect(taken?.scenario.classes.map((each) => each.arrivals)).toEqual([[3], [15]]);
});

test("a closed day cannot be taken over", () => {
  expect(withForecast(today, aDay({}), 9)).toBeNull();
  expect(openSpan([aDay({})])).toBeNull();
});

test("the file has a line each half-hour", () => {
  const lines = csvOf([aDay({ 17: 4 })]).split("\n");

  expect(lines).toHaveLength(50);
  expect(lines[18]).toBe("2026-11-27T08:30,4,2,8");
  expect(clockOf(48)).toBe("24:00");
});
