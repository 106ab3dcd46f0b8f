import type {
  ErlangView,
  Estimate,
  JobView,
  RunView,
  StaffedView,
  TodayView,
  UnstaffedView,
} from "@/shared/wire";

/** The words of scenario files: seconds, and calls an hour; a list holds one value a period. */
export type PerPeriod = number | number[];

export interface Duration {
  dist: "exp" | "lognormal" | "deterministic";
  mean: number;
  scv?: number;
}
export interface CallClass {
  name: string;
  arrivals: PerPeriod;
  service: Duration;
  acw?: Duration;
  /** None: callers never hang up. */
  patience?: Duration | null;
  target: { share: number; within: number; measure?: string };
  abandon_cap?: number;
  /** The largest share that may wait longer than 3 targets. */
  tail?: number;
  [more: string]: unknown;
}
export interface Skill {
  rank: number;
  /** Seconds that a call must have waited first. */
  after: number;
  reserve?: number;
}
export interface Group {
  name: string;
  agents: PerPeriod;
  skills: Record<string, Skill>;
  least?: number;
  most?: number | null;
  [more: string]: unknown;
}
export interface Scenario {
  name: string;
  classes: CallClass[];
  groups: Group[];
  policy?: string;
  periods?: { count: number; length: number };
  [more: string]: unknown;
}
export type NoteSaid = TodayView["notes"][number];
export type Today = Omit<TodayView, "scenario"> & { scenario: Scenario };

export type { Estimate, JobView };
export type Figures = Record<string, Record<string, Estimate>>;
export type RunResult = RunView;
export type Staffed = StaffedView;
export type Unstaffed = UnstaffedView;
export type Why = UnstaffedView["why"];

export type Model = "b" | "c" | "a";
export interface ErlangAsked {
  model: Model;
  rate: number;
  aht: number;
  within: number;
  agents?: number;
  target?: number;
  patience?: number;
}
export type ErlangAnswer = ErlangView;

export const POLICIES = ["sld", "priority", "fifo", "wait_over_target", "affine"] as const;
