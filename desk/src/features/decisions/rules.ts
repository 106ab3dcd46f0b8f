import type { Decision, Decisions } from "@/shared/wire";

export interface Bar {
  class: string;
  beta: number;
  /** From -1 to 1 of the widest bar. */
  share: number;
  isChosen: boolean;
}

/** The steering of the classes of `decision`, the highest first; classes at 0 alike are left out. */
export function bars(decision: Decision, { betas }: Pick<Decisions, "betas">): Bar[] {
  const stood = betas[String(decision.steering)] ?? { [decision.class]: decision.beta };
  const named = Object.entries(stood).map(([key, beta]) => ({
    class: key.replaceAll(" · ", "."),
    beta,
  }));
  const widest = Math.max(...named.map(({ beta }) => Math.abs(beta)), 1e-9);
  return named
    .filter((each) => each.beta !== 0 || each.class === decision.class)
    .map((each) => ({
      ...each,
      share: each.beta / widest,
      isChosen: each.class === decision.class,
    }))
    .sort((a, b) => b.beta - a.beta);
}

/** By how much the chosen call was ahead; null when nobody else competed. */
export function lead({ score, runner_up: second }: Decision): number | null {
  return second === null || second.score === null ? null : score - second.score;
}
