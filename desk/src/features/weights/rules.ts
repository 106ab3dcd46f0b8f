import { INPUTS, type FigureWeights, type InputName, type Preview, type Weights } from "./model";

/** Each input's part of the score; weights count against their sum. */
export function parts({ inputs }: Weights): Record<InputName, number> {
  const sum = INPUTS.reduce((all, name) => all + (inputs[name]?.weight ?? 0), 0) || 1;
  return Object.fromEntries(
    INPUTS.map((name) => [name, (inputs[name]?.weight ?? 0) / sum]),
  ) as Record<InputName, number>;
}

export function withWeight(weights: Weights, input: InputName, weight: number): Weights {
  const before = weights.inputs[input];
  if (!before) return weights;
  return { ...weights, inputs: { ...weights.inputs, [input]: { ...before, weight } } };
}

export function withFigure(
  weights: Weights,
  input: InputName,
  code: string,
  figure: FigureWeights,
): Weights {
  const before = weights.inputs[input];
  if (!before) return weights;
  const figures = { ...before.figures, [code]: figure };
  return { ...weights, inputs: { ...weights.inputs, [input]: { ...before, figures } } };
}

/** The bands as stretches of the scale, the highest tier first. */
export function stretches({ bands }: Weights): { tier: string; from: number; to: number }[] {
  const down = Object.entries(bands).sort((a, b) => b[1] - a[1]);
  return down.map(([tier, from], at) => ({
    tier,
    from,
    to: at === 0 ? 100 : (down[at - 1]?.[1] ?? 100),
  }));
}

/** How many customers go from each tier (or from none, "") to each. */
export function matrix(preview: Preview): Map<string, number> {
  return new Map(preview.moves.map((move) => [`${move.from ?? ""}>${move.to}`, move.count]));
}
