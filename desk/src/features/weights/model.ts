import type { FigureSpec, TierPreview, WeightsSpec, WeightsView } from "@/shared/wire";

export const INPUTS = ["contribution", "loyalty", "credit"] as const;
export type InputName = (typeof INPUTS)[number];

export type FigureWeights = FigureSpec;
export type Weights = WeightsSpec;
export type Saved = WeightsView;
export type Preview = TierPreview;
