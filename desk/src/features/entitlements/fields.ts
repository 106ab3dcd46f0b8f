import type { ComplaintClocks, Promises } from "./model";

/** How a promise is written in a field: `scale` of what is stored is one of what is shown. */
export interface Field {
  key: keyof Promises;
  /** Within the complaint clocks. */
  clock?: keyof ComplaintClocks;
  unit: "percent" | "seconds" | "minutes" | "hours" | "agents";
  scale: number;
  min: number;
  max: number;
  step: number;
}

const share = { unit: "percent" as const, scale: 0.01, min: 0, max: 100, step: 0.5 };
const seconds = { unit: "seconds" as const, scale: 1000, min: 0, max: 86_400, step: 1 };
const hours = { unit: "hours" as const, scale: 3_600_000, min: 0, max: 8784, step: 0.5 };

export const FIELDS: readonly Field[] = [
  { key: "target_share", ...share },
  { key: "within_ms", ...seconds },
  { key: "abandon_cap", ...share },
  { key: "reserve", unit: "agents", scale: 1, min: 0, max: 10_000, step: 1 },
  { key: "max_wait_ms", ...seconds },
  { key: "last_agent_ms", ...seconds },
  { key: "wrap_up_ms", ...seconds },
  { key: "callback_ms", unit: "minutes", scale: 60_000, min: 0, max: 527_040, step: 1 },
  { key: "complaint", clock: "acknowledge_ms", ...hours },
  { key: "complaint", clock: "answer_ms", ...hours },
  { key: "complaint", clock: "follow_up_ms", ...hours },
];

export const nameOf = (field: Field): string => field.clock ?? field.key;

/** What is shown of a promise; null where nothing is said. */
export function shown(field: Field, said: Promises): number | null {
  const stored = field.clock ? said.complaint?.[field.clock] : said[field.key];
  if (typeof stored !== "number") return null;
  return Math.round((stored / field.scale) * 1000) / 1000;
}

/** `said` with another value; a clock takes the other clocks from what holds by inheritance. */
export function typed(
  field: Field,
  value: number | null,
  said: Promises,
  wider: Promises,
): Promises {
  if (value === null) {
    return Object.fromEntries(
      Object.entries(said).filter(([key]) => key !== field.key),
    ) as Promises;
  }
  const stored =
    field.scale < 1 ? Math.round(value * field.scale * 1e6) / 1e6 : Math.round(value * field.scale);
  if (!field.clock) return { ...said, [field.key]: stored };
  const none = { acknowledge_ms: 0, answer_ms: 0, follow_up_ms: 0 };
  return {
    ...said,
    complaint: { ...none, ...wider.complaint, ...said.complaint, [field.clock]: stored },
  };
}
