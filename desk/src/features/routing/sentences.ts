import { clock } from "@/shared/format";
import type { Decision } from "@/shared/wire";

type Say = (key: string, values?: Record<string, unknown>) => string;

const short = (value: number) => String(Math.round(value * 100) / 100);

/** How far decisions can be told: names of classes, and the target of one where it is known. */
export interface Words {
  say: Say;
  knows(key: string): boolean;
  className(key: string): string;
  withinMs(key: string): number | null;
}

/** What the decision says in whole sentences: its rule first, then every figure it stood on. */
export function reasons(decision: Decision, words: Words): string[] {
  const { say, knows, className, withinMs } = words;
  const rule = `routing.why.rule.${decision.kind}`;
  const within = withinMs(decision.class);
  const waited = clock(decision.waited_ms);
  return [
    knows(rule) ? say(rule) : decision.kind,
    say("routing.why.figure.class", { value: className(decision.class) }),
    within === null
      ? say("routing.why.figure.waited", { value: waited })
      : say("routing.why.figure.waitedOf", { value: waited, within: clock(within) }),
    say("routing.why.figure.rank", { value: decision.rank }),
    say("routing.why.figure.beta", { value: short(decision.beta) }),
    ...runnerUp(decision, words),
  ];
}

function runnerUp({ runner_up: second, score }: Decision, { say, className }: Words): string[] {
  if (!second) return [say("routing.why.alone")];
  const name = className(second.class);
  return second.score === null
    ? [say("routing.why.runnerUpPlain", { name })]
    : [say("routing.why.runnerUp", { name, score: short(second.score), won: short(score) })];
}
