import { expect, test } from "vitest";

import type { CallClass, Figures, Scenario } from "./model";
import {
  broken,
  flaws,
  load,
  promiseChanges,
  promises,
  scale,
  searchable,
  tailOf,
  together,
  withClass,
  withDemand,
  withMean,
  withSkill,
} from "./staffing";

const vip: CallClass = {
  name: "gold.consult.voice",
  arrivals: [10, 30],
  service: { dist: "exp", mean: 150 },
  acw: { dist: "deterministic", mean: 30 },
  target: { share: 0.9, within: 10 },
  abandon_cap: 0.03,
};
const mass: CallClass = {
  name: "mass.consult.voice",
  arrivals: [60, 120],
  service: { dist: "exp", mean: 180 },
  target: { share: 0.7, within: 30 },
};
const sheet: Scenario = {
  name: "today",
  classes: [vip, mass],
  groups: [
    { name: "senior", agents: 2, skills: { [vip.name]: { rank: 1, after: 0 } } },
    { name: "junior", agents: 3, skills: { [mass.name]: { rank: 1, after: 0 } } },
  ],
};
const figures = (share: number, gone: number, late: number): Figures => ({
  [vip.name]: {
    sl_off: { mean: share, half_width: 0.001 },
    p_abandon: { mean: gone, half_width: 0.001 },
    p_wait_over_3tau: { mean: late, half_width: 0.001 },
  },
});

test("another mean keeps the shape of the day, and is flat where nobody called", () => {
  expect(withMean([10, 30], 40)).toEqual([20, 60]);
  expect(withMean([0, 0], 5)).toEqual([5, 5]);
  expect(withMean(12, 5)).toBe(5);
});

test("demand is a multiple of today's, however often it is moved", () => {
  const doubled = withDemand(withDemand(sheet, sheet, 3), sheet, 2);

  expect(doubled.classes.map((each) => each.arrivals)).toEqual([
    [20, 60],
    [120, 240],
  ]);
});

test("the load counts talk and wrap-up", () => {
  expect(load(vip)).toBeCloseTo((20 * 180) / 3600);
});

test("long waits are half of what the target leaves unless said otherwise", () => {
  expect(tailOf(vip)).toBeCloseTo(0.05);
  expect(tailOf({ ...vip, tail: 0.01 })).toBe(0.01);
});

test("a class that nobody takes and limits that contradict are found before the search", () => {
  const alone = withSkill(sheet, "senior", vip.name, null);
  const tight = { ...sheet, groups: [{ ...sheet.groups[0], least: 5, most: 4 }, sheet.groups[1]] };

  expect(flaws(sheet)).toEqual([]);
  expect(flaws(alone)).toEqual([{ code: "unserved", name: vip.name }]);
  expect(flaws(tight as Scenario)).toEqual([{ code: "limits", name: "senior" }]);
});

test("the search starts from crews that can carry the work, in today's mix", () => {
  const busy = withClass(sheet, mass.name, { arrivals: 400 });

  expect(searchable(sheet).groups.map((each) => each.agents)).toEqual([4, 6]);
  expect(together({ a: 2, b: [1, 4] })).toEqual([3, 6]);
  expect(searchable(busy).groups.map((each) => each.agents)).toEqual([12, 17]);
});

test("a cap is kept from below, a target from above, and both wait for the interval", () => {
  const verdicts = (of: Figures) => promises(vip, of).map((each) => each.verdict);

  expect(verdicts(figures(0.95, 0.01, 0.02))).toEqual(["kept", "kept", "kept"]);
  expect(verdicts(figures(0.85, 0.05, 0.08))).toEqual(["broken", "broken", "broken"]);
  expect(verdicts(figures(0.9, 0.03, 0.05))).toEqual(["open", "open", "open"]);
  expect(broken(sheet.classes, figures(0.95, 0.05, 0.02))).toBe(1);
});

test("a column's scale holds its limits with some room", () => {
  const [share, cap] = promises(vip, figures(0.93, 0.01, 0.02));

  expect(scale(share ? [share] : [])).toEqual([0.85, 1]);
  expect(scale(cap ? [cap] : [])).toEqual([0, 0.05]);
});

test("only promises that differ are applied", () => {
  const changed = withClass(sheet, vip.name, { target: { share: 0.8, within: 10 } });

  expect(promiseChanges(sheet.classes, sheet.classes)).toEqual([]);
  expect(promiseChanges(sheet.classes, changed.classes)).toEqual([
    { name: vip.name, before: "90% · 10s · ≤ 3%", after: "80% · 10s · ≤ 3%" },
  ]);
});
