import { expect, test } from "vitest";

import type { Scenario } from "./model";
import { around, asToday, change, peak, verdict, wished, withPeak } from "./rules";

const service = { dist: "exp", mean: 180 } as const;
const scenario: Scenario = {
  name: "today",
  classes: [
    { name: "gold.consult.voice", arrivals: [10, 20], service, target: { share: 0.9, within: 10 } },
    { name: "mass.consult.voice", arrivals: 60, service, target: { share: 0.7, within: 30 } },
  ],
  groups: [
    { name: "senior", agents: [2, 5], skills: {} },
    { name: "junior", agents: 4, skills: {} },
  ],
};

test("today's wish changes nothing", () => {
  expect(wished(scenario, asToday(scenario))).toEqual(scenario);
});

test("a wish changes demand, agents and targets, period by period", () => {
  const wish = asToday(scenario);
  const after = wished(scenario, {
    demand: 2,
    agents: { ...wish.agents, senior: 4 },
    targets: { ...wish.targets, "gold.consult.voice": { share: 0.8, within: 5 } },
  });

  expect(after.classes.map((each) => each.arrivals)).toEqual([[20, 40], 120]);
  expect(after.groups.map((each) => each.agents)).toEqual([[1, 4], 4]);
  expect(after.classes[0]?.target).toEqual({ share: 0.8, within: 5 });
});

test("no period falls below nobody", () => {
  const group = withPeak({ name: "senior", agents: [1, 5], skills: {} }, 2);

  expect(group.agents).toEqual([0, 2]);
  expect(peak(group.agents)).toBe(2);
});

test("a target inside the interval is undecided", () => {
  expect(verdict({ mean: 0.9, half_width: 0.02 }, 0.91)).toBe("open");
  expect(verdict({ mean: 0.9, half_width: 0.01 }, 0.89)).toBe("kept");
  expect(verdict({ mean: 0.8, half_width: 0.01 }, 0.9)).toBe("broken");
  expect(verdict({ mean: null, half_width: null }, 0.9)).toBe("open");
});

test("a change counts only beyond both intervals", () => {
  const low = { mean: 0.5, half_width: 0.05 };
  const high = { mean: 0.7, half_width: 0.05 };

  expect(change(low, high, true)).toBe("better");
  expect(change(low, high, false)).toBe("worse");
  expect(change(low, { mean: 0.55, half_width: 0.05 }, true)).toBe("same");
  expect(change(undefined, high, true)).toBe("same");
});

test("the curve holds the answer and stays small", () => {
  expect(around(15, 12)).toContain(15);
  expect(around(5000, 4950).length).toBeLessThan(20);
  expect(around(1, 0.1)[0]).toBe(1);
});
