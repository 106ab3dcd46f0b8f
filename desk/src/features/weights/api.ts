import { api } from "@/shared/http";

import type { Preview, Saved, Weights } from "./model";

export const fetchWeights = () => api<Saved>("GET", "/tiers/weights");
export const previewWeights = (weights: Weights) =>
  api<Preview>("POST", "/tiers/weights/preview", { weights });
export const saveWeights = (version: number, note: string, weights: Weights) =>
  api<Saved>("PUT", "/tiers/weights", { version, note, weights });
