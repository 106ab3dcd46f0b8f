/** The planner's words: seconds, and calls an hour; a list holds one value a period. */
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
export type NoteSaid = { code: string } & Record<string, unknown>;

export interface Today {
  scenario: Scenario;
  /** `version` is of the entitlement table that the scenario was made from. */
  observed: {
    since: string | null;
    contacts: number;
    version: number;
    first_hour: number | null;
  };
  notes: NoteSaid[];
}

export interface Estimate {
  mean: number | null;
  half_width: number | null;
}
export type Figures = Record<string, Record<string, Estimate>>;
export interface RunResult {
  policy: string;
  replications: number;
  calls_per_second: number;
  classes: Figures;
  groups: Figures;
}
export interface Staffed {
  feasible: true;
  policy: string;
  total: PerPeriod;
  groups: Record<string, PerPeriod>;
  classes: Figures;
  occupancy: Figures;
}
export type Why = { cause: string; klass: string } & Record<string, unknown>;
export interface Unstaffed {
  feasible: false;
  reason: string;
  why: Why;
}
export interface JobView {
  job: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: number | null;
  /** What a search is doing, and with how many agents. */
  phase: string | null;
  agents: number | null;
  result: RunResult | Staffed | Unstaffed | null;
  error: { code: string; details: Record<string, unknown> } | null;
}

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
export interface ErlangAnswer {
  agents: number;
  load: number;
  p_wait: number;
  p_abandon: number;
  sl: number;
  asa: number;
  occupancy: number;
  p_block: number;
  formula: string;
}

export const POLICIES = ["sld", "priority", "fifo", "wait_over_target", "affine"] as const;
