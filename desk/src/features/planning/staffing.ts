/** The planner's sheet for a staffing search: today's centre, edited, and what was found. */
import type { CallClass, Estimate, Figures, Group, PerPeriod, Scenario, Skill } from "./model";
import { peak, verdict, type Verdict } from "./rules";

const list = (value: PerPeriod): number[] => (Array.isArray(value) ? value : [value]);

/** The mean over the periods. */
export const mean = (value: PerPeriod): number =>
  list(value).reduce((sum, one) => sum + one, 0) / list(value).length;

/** Arrivals with another mean, in the same shape; flat where nobody called. */
export function withMean(value: PerPeriod, wanted: number): PerPeriod {
  if (!Array.isArray(value)) return wanted;
  const now = mean(value);
  return value.map((one) => (now > 0 ? (one * wanted) / now : wanted));
}

/** The largest share of a class that may wait longer than 3 targets. */
export const tailOf = (klass: CallClass): number => klass.tail ?? (1 - klass.target.share) / 2;

/** Work that a class brings, in erlangs, on the mean or in its busiest period. */
export const load = (klass: CallClass, of: (value: PerPeriod) => number = mean): number =>
  (of(klass.arrivals) * (klass.service.mean + (klass.acw?.mean ?? 0))) / 3600;

export const withClass = (sheet: Scenario, name: string, change: Partial<CallClass>): Scenario => ({
  ...sheet,
  classes: sheet.classes.map((each) => (each.name === name ? { ...each, ...change } : each)),
});

export const withGroup = (sheet: Scenario, name: string, change: Partial<Group>): Scenario => ({
  ...sheet,
  groups: sheet.groups.map((each) => (each.name === name ? { ...each, ...change } : each)),
});

/** The sheet in which a group has this skill for a class, or none. */
export function withSkill(
  sheet: Scenario,
  group: string,
  klass: string,
  skill: Skill | null,
): Scenario {
  const known = sheet.groups.find((each) => each.name === group)?.skills ?? {};
  const others = Object.entries(known).filter(([name]) => name !== klass);
  const skills = Object.fromEntries(skill ? [...others, [klass, skill]] : others);
  return withGroup(sheet, group, { skills });
}

export const withDemand = (sheet: Scenario, today: Scenario, times: number): Scenario => ({
  ...sheet,
  classes: sheet.classes.map((each) => {
    const was = today.classes.find((one) => one.name === each.name) ?? each;
    return { ...each, arrivals: withMean(was.arrivals, mean(was.arrivals) * times) };
  }),
});

export const withCrew = (sheet: Scenario, crew: Record<string, PerPeriod>): Scenario => ({
  ...sheet,
  groups: sheet.groups.map((each) => ({ ...each, agents: crew[each.name] ?? each.agents })),
});

export const crewOf = (sheet: Scenario): Record<string, PerPeriod> =>
  Object.fromEntries(sheet.groups.map((each) => [each.name, each.agents]));

/** All agents, period by period; one number where it never changes. */
export function together(crew: Record<string, PerPeriod>): number[] {
  const all = Object.values(crew).map(list);
  const periods = Math.max(1, ...all.map((each) => each.length));
  return Array.from({ length: periods }, (_, at) =>
    all.reduce((sum, each) => sum + (each.length > 1 ? (each[at] ?? 0) : (each[0] ?? 0)), 0),
  );
}

export type Flaw = { code: "unserved" | "limits"; name: string };

/** What the service would refuse: a class that nobody takes, limits that contradict. */
export function flaws(sheet: Scenario): Flaw[] {
  const served = new Set(sheet.groups.flatMap((each) => Object.keys(each.skills)));
  return [
    ...sheet.classes
      .filter((each) => !served.has(each.name))
      .map((each) => ({ code: "unserved" as const, name: each.name })),
    ...sheet.groups
      .filter((each) => typeof each.most === "number" && (each.least ?? 0) > each.most)
      .map((each) => ({ code: "limits" as const, name: each.name })),
  ];
}

const ROOM = 1.3;

/** The sheet as the search takes it: it starts from crews that can carry the work. */
export function searchable(sheet: Scenario): Scenario {
  const work = sheet.classes.reduce((sum, each) => sum + load(each, peak), 0);
  const agents = Math.max(1, ...together(crewOf(sheet)));
  const times = Math.max(1, (work * ROOM) / agents);
  const grown = (group: Group) => Math.max(1, Math.ceil(peak(group.agents) * times));
  return {
    ...sheet,
    groups: sheet.groups.map((each) => ({ ...each, agents: grown(each) })),
  };
}

export interface Kept {
  code: "share" | "abandon" | "tail";
  limit: number;
  isFloor: boolean;
  estimate: Estimate | undefined;
  verdict: Verdict;
}

const negated = (estimate: Estimate | undefined): Estimate | undefined =>
  estimate && { ...estimate, mean: estimate.mean === null ? null : -estimate.mean };

/** The three promises of a class, and how figures keep them. */
export function promises(klass: CallClass, figures: Figures | undefined): Kept[] {
  const found = figures?.[klass.name];
  const share = found?.[klass.target.measure ?? "sl_off"];
  const cap = (code: "abandon" | "tail", measure: string, limit: number): Kept => ({
    code,
    limit,
    isFloor: false,
    estimate: found?.[measure],
    verdict: verdict(negated(found?.[measure]), -limit),
  });
  const target = klass.target.share;
  return [
    {
      code: "share",
      limit: target,
      isFloor: true,
      estimate: share,
      verdict: verdict(share, target),
    },
    cap("abandon", "p_abandon", klass.abandon_cap ?? 1),
    cap("tail", "p_wait_over_3tau", tailOf(klass)),
  ];
}

/** How many classes break a promise beyond their intervals. */
export const broken = (classes: CallClass[], figures: Figures | undefined): number =>
  classes.filter((each) => promises(each, figures).some((one) => one.verdict === "broken")).length;

const NICE = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** The scale on which a column of promises is drawn: limits and what was found, with some room. */
export function scale(all: Kept[]): [low: number, high: number] {
  const ends = all.flatMap(({ limit, estimate }) => [
    limit,
    ...(estimate?.mean == null ? [] : [estimate.mean]),
  ]);
  if (all[0]?.isFloor) return [Math.max(0, Math.floor(Math.min(1, ...ends) * 20 - 1) / 20), 1];
  const wanted = Math.max(0.01, ...ends) * 1.15;
  return [0, NICE.find((each) => each >= wanted) ?? 1];
}

export interface PromiseChange {
  name: string;
  before: string;
  after: string;
}

const percents = (share: number) => `${Math.round(share * 1000) / 10}%`;
const words = ({ target, abandon_cap }: CallClass) =>
  [percents(target.share), `${target.within}s`, `≤ ${percents(abandon_cap ?? 1)}`].join(" · ");

/** The promises in which two scenarios differ: target, time and abandonment cap. */
export function promiseChanges(before: CallClass[], after: CallClass[]): PromiseChange[] {
  return after.flatMap((klass) => {
    const old = before.find((each) => each.name === klass.name);
    if (!old || words(old) === words(klass)) return [];
    return [{ name: klass.name, before: words(old), after: words(klass) }];
  });
}
