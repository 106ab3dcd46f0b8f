import type { Moment, Words } from "@/shared/wire";

/** One measure with its formula in words. */
export interface Figure {
  code: string;
  unit: "share" | "ms" | string;
  name: Words;
  formula: Words;
  value: number | null;
  target: number | null;
  numerator: number;
  denominator: number;
}
export interface ClassBoard {
  class: string;
  service_kind: string;
  channel: string;
  figures: Figure[];
  last_half_hour: Figure[];
}
export interface TierBoard {
  tier: string;
  name: Words;
  figures: Figure[];
  last_half_hour: Figure[];
  classes: ClassBoard[];
}
export interface HalfHour {
  at: Moment;
  offered: number;
  answered: number;
  abandoned: number;
  service_level: number | null;
}
export interface Board {
  at: Moment;
  since: Moment;
  figures: Figure[];
  last_half_hour: Figure[];
  tiers: TierBoard[];
  half_hours: HalfHour[];
}
