import type { Row } from "@/features/entitlements";
import { elapsed } from "@/shared/format";
import type { AgentState, AgentView, ClassBoard, Figure, QueueView } from "@/shared/wire";

export type Standing = "kept" | "near" | "broken" | "unknown";

/** A share this close below its target is near, not broken. */
const NEAR = 0.05;
/** A wait past this part of its target is near. */
const NEAR_WAIT = 0.7;

/** How a share stands to its target. */
export function standing(value: number | null, target: number | null | undefined): Standing {
  if (value === null || target === null || target === undefined) return "unknown";
  if (value >= target) return "kept";
  return value >= target - NEAR ? "near" : "broken";
}

/** How a share stands to a cap that it must not pass. */
export function standingToCap(value: number | null, cap: number | null | undefined): Standing {
  if (value === null || cap === null || cap === undefined) return "unknown";
  if (value <= cap) return "kept";
  return value <= cap + NEAR ? "near" : "broken";
}

/** The one figure of `code`, when it was told. */
export const figureOf = (figures: readonly Figure[] | undefined, code: string): Figure | null =>
  figures?.find((figure) => figure.code === code) ?? null;

/** The classes that break their own promise today, worst first. */
export function brokenClasses(classes: readonly ClassBoard[]): ClassBoard[] {
  const gap = (each: ClassBoard) => {
    const figure = figureOf(each.figures, "sl-net");
    return (figure?.target ?? 0) - (figure?.value ?? 1);
  };
  return classes.filter((each) => gap(each) > 0).sort((a, b) => gap(b) - gap(a));
}

export interface TierNow {
  waiting: number;
  /** The longest wait in ms, and how it stands to the target of its own class. */
  longestMs: number;
  longest: Standing;
}

/** What waits now in one tier. */
export function tierNow(queues: readonly QueueView[], tier: string, now: number): TierNow {
  const mine = queues.filter((queue) => queue.tier === tier);
  const waits = mine
    .filter((queue) => queue.longest_since !== null)
    .map((queue) => ({ ms: elapsed(queue.longest_since, now), within: queue.within_ms }));
  const standings = waits.map(({ ms, within }): Standing => {
    if (ms > within) return "broken";
    return ms > within * NEAR_WAIT ? "near" : "kept";
  });
  const worst = (["broken", "near", "kept"] as const).find((each) => standings.includes(each));
  return {
    waiting: mine.reduce((sum, queue) => sum + queue.waiting, 0),
    longestMs: Math.max(0, ...waits.map(({ ms }) => ms)),
    longest: worst ?? "unknown",
  };
}

export interface TierStaff {
  ready: number;
  signedOn: number;
}

/** Agents of the groups that may serve the tier by its default row. */
export function tierStaff(agents: readonly AgentView[], row: Row | undefined): TierStaff {
  const groups = new Set((row?.steps ?? []).map((step) => step.group));
  const mine = agents.filter((agent) => groups.has(agent.group) && agent.state !== "signed-off");
  return {
    ready: mine.filter((agent) => agent.state === "ready").length,
    signedOn: mine.length,
  };
}

const STATES: readonly AgentState[] = [
  "missed",
  "offered",
  "talking",
  "held",
  "wrap-up",
  "ready",
  "not-ready",
];

/** Agents on duty by state, what needs a look first; the longest in a state leads. */
export function byState(
  agents: readonly AgentView[],
): { state: AgentState; agents: AgentView[] }[] {
  return STATES.map((state) => ({
    state,
    agents: agents
      .filter((agent) => agent.state === state)
      .sort((a, b) => Date.parse(a.since) - Date.parse(b.since)),
  })).filter((each) => each.agents.length > 0);
}
