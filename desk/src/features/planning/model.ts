/** The planner's words: seconds, and calls an hour; a list holds one value a period. */
export type PerPeriod = number | number[];

export interface CallClass {
  name: string;
  arrivals: PerPeriod;
  target: { share: number; within: number; measure?: string };
  abandon_cap?: number;
  [more: string]: unknown;
}
export interface Group {
  name: string;
  agents: PerPeriod;
  [more: string]: unknown;
}
export interface Scenario {
  name: string;
  classes: CallClass[];
  groups: Group[];
  policy?: string;
  [more: string]: unknown;
}
export type NoteSaid = { code: string } & Record<string, unknown>;

export interface Today {
  scenario: Scenario;
  /** `version` is of the entitlement table that the scenario was made from. */
  observed: { since: string | null; contacts: number; version: number };
  notes: NoteSaid[];
}

export interface Estimate {
  mean: number | null;
  half_width: number | null;
}
export interface RunResult {
  policy: string;
  replications: number;
  calls_per_second: number;
  classes: Record<string, Record<string, Estimate>>;
  groups: Record<string, Record<string, Estimate>>;
}
export interface JobView {
  job: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: number | null;
  result: RunResult | null;
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
