import type { AgentState } from "@/shared/wire";

/** The token that colours a state. */
export const STATE_TONE: Record<AgentState, string> = {
  "signed-off": "rest",
  ready: "ready",
  offered: "ring",
  talking: "talk",
  held: "hold",
  "wrap-up": "after",
  "not-ready": "rest",
  missed: "alarm",
};

/** The states in which a contact is in hand, so that a chosen state waits for its end. */
export const BUSY: readonly AgentState[] = ["offered", "talking", "held", "wrap-up"];

/** Milliseconds past the limit of a reason; negative while within, null without a limit. */
export function overLimit(
  inStateMs: number,
  limitMinutes: number | null | undefined,
): number | null {
  return limitMinutes ? inStateMs - limitMinutes * 60_000 : null;
}
