import type { CallClass, Estimate, Group, PerPeriod, RunResult, Scenario } from "./model";

const scaled = (value: PerPeriod, by: (one: number) => number): PerPeriod =>
  Array.isArray(value) ? value.map(by) : by(value);

/** The most agents a group has in any period. */
export const peak = (value: PerPeriod): number =>
  Array.isArray(value) ? Math.max(0, ...value) : value;

/** The group with `most` agents at its peak; every period moves by as much, none below 0. */
export function withPeak(group: Group, most: number): Group {
  const by = most - peak(group.agents);
  return { ...group, agents: scaled(group.agents, (one) => Math.max(0, one + by)) };
}

export interface Wish {
  /** Calls against today's, 1 = as many. */
  demand: number;
  agents: Record<string, number>;
  targets: Record<string, { share: number; within: number }>;
}

/** The wish that changes nothing. */
export function asToday(scenario: Scenario): Wish {
  return {
    demand: 1,
    agents: Object.fromEntries(scenario.groups.map((each) => [each.name, peak(each.agents)])),
    targets: Object.fromEntries(
      scenario.classes.map((each) => [
        each.name,
        { share: each.target.share, within: each.target.within },
      ]),
    ),
  };
}

/** Today's scenario with what is wished instead. */
export function wished(scenario: Scenario, wish: Wish): Scenario {
  const klass = (each: CallClass): CallClass => ({
    ...each,
    arrivals: scaled(each.arrivals, (one) => one * wish.demand),
    target: { ...each.target, ...wish.targets[each.name] },
  });
  return {
    ...scenario,
    classes: scenario.classes.map(klass),
    groups: scenario.groups.map((each) =>
      withPeak(each, wish.agents[each.name] ?? peak(each.agents)),
    ),
  };
}

/** The tier of a class named `tier.kind.channel`. */
export const tierOf = (name: string): string => name.split(".")[0] ?? name;

export type Verdict = "kept" | "broken" | "open";

/** Whether a share keeps its target; open while the target lies inside the interval. */
export function verdict(estimate: Estimate | undefined, target: number): Verdict {
  if (!estimate || estimate.mean === null) return "open";
  const half = estimate.half_width ?? 0;
  if (estimate.mean - half >= target) return "kept";
  return estimate.mean + half < target ? "broken" : "open";
}

/** The service level of a class by the measure its target names. */
export function level(result: RunResult | null, klass: CallClass): Estimate | undefined {
  return result?.classes[klass.name]?.[klass.target.measure ?? "sl_off"];
}

export type Change = "better" | "worse" | "same";

/** How `after` differs from `before`: same where the intervals overlap. */
export function change(
  before: Estimate | undefined,
  after: Estimate | undefined,
  moreIsBetter: boolean,
): Change {
  if (before?.mean == null || after?.mean == null) return "same";
  const by = after.mean - before.mean;
  if (Math.abs(by) <= (before.half_width ?? 0) + (after.half_width ?? 0)) return "same";
  return by > 0 === moreIsBetter ? "better" : "worse";
}

const POINTS = 14;

/** The numbers of agents worth drawing around the answer `agents` for `load` erlangs. */
export function around(agents: number, load: number): number[] {
  const first = Math.max(1, Math.min(Math.floor(load), agents - 2));
  const last = Math.max(agents + 4, Math.ceil(load) + 4);
  const step = Math.max(1, Math.ceil((last - first) / POINTS));
  const all = [];
  for (let each = first; each <= last; each += step) all.push(each);
  return all.includes(agents) ? all : [...all, agents].sort((a, b) => a - b);
}
