import { clock, percent } from "@/shared/format";
import type { Decision } from "@/shared/wire";

type Say = (key: string, values?: Record<string, unknown>) => string;
type Knows = (key: string) => boolean;

const SHARES = ["share", "share_now", "target_share"];

function figure(name: string, value: unknown): string {
  if (typeof value !== "number")
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  if (name.endsWith("_ms")) return clock(value);
  if (SHARES.includes(name)) return percent(value);
  return String(Math.round(value * 100) / 100);
}

function ruleCode(reason: Record<string, unknown>): string | null {
  const code = reason["code"] ?? reason["why"] ?? reason["reason"];
  return typeof code === "string" ? code : null;
}

/** What the decision says in whole sentences: its rule first, then every figure it stood on. */
export function reasons(decision: Decision, say: Say, knows: Knows): string[] {
  const sentences: string[] = [];
  const code = ruleCode(decision.reason);
  if (code) {
    const key = `routing.why.rule.${code}`;
    sentences.push(knows(key) ? say(key) : code);
  }
  for (const [name, value] of Object.entries(decision.reason)) {
    if (value === code || value === null || value === undefined) continue;
    const key = `routing.why.reason.${name}`;
    const values = { name, value: figure(name, value) };
    sentences.push(knows(key) ? say(key, values) : say("routing.why.reason.other", values));
  }
  return sentences;
}

/** Who came second, as one sentence; empty when there was nobody else. */
export function runnerUp(decision: Decision, say: Say, className: (key: string) => string): string {
  const second = decision.runner_up;
  if (!second) return "";
  if (typeof second === "string")
    return say("routing.why.runnerUpPlain", { name: className(second) });
  const {
    class: key,
    agent_name,
    score,
  } = second as {
    class?: string;
    agent_name?: string;
    score?: number;
  };
  const name = agent_name ?? className(key ?? "");
  if (name === "") return "";
  return score === undefined
    ? say("routing.why.runnerUpPlain", { name })
    : say("routing.why.runnerUp", { name, score: figure("score", score) });
}
