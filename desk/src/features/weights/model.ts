import type { Words } from "@/shared/wire";

export const INPUTS = ["contribution", "loyalty", "credit"] as const;
export type InputName = (typeof INPUTS)[number];

export interface FigureWeights {
  name: Words;
  weight: number;
  /** (value, points), straight lines between. */
  points: [number, number][];
  missing: number;
}
export interface InputWeights {
  weight: number;
  figures: Record<string, FigureWeights>;
}
export interface Weights {
  inputs: Partial<Record<InputName, InputWeights>>;
  /** Lowest score of each tier. */
  bands: Record<string, number>;
  /** Who is in a tier leaves it only this far below its band. */
  margin: number;
}
export interface Saved {
  version: number;
  at: string;
  by: string;
  note: string;
  weights: Weights;
}
export interface Preview {
  examined: number;
  moved: number;
  is_complete: boolean;
  moves: { from: string | null; to: string; count: number }[];
}
