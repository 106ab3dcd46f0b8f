import { watch } from "vue";
import { useI18n } from "vue-i18n";

import { usePack } from "@/features/packs";
import { tell } from "@/shared/notice";
import type { AgentState, AgentView } from "@/shared/wire";

import { useAgents, useMe } from "./queries";

interface Chosen {
  state: AgentState;
  reason: string | null;
  isLater: boolean;
}

/** What a supervisor has just chosen for this agent, now or after the contact; null for nothing. */
export function chosenFor(before: AgentView | null, after: AgentView | null): Chosen | null {
  if (before === null || after === null || after.set_by === null) return null;
  return after.next_state === null ? chosenNow(before, after) : chosenLater(before, after);
}

function chosenNow(before: AgentView, after: AgentView): Chosen | null {
  const wasTold = before.set_by === after.set_by && before.next_state === after.state;
  if (wasTold || before.since === after.since) return null;
  return { state: after.state, reason: after.reason, isLater: false };
}

function chosenLater(before: AgentView, after: AgentView): Chosen | null {
  const told = (view: AgentView) => `${view.set_by}.${view.next_state}.${view.next_reason}`;
  if (after.next_state === null || told(before) === told(after)) return null;
  return { state: after.next_state, reason: after.next_reason, isLater: true };
}

/** Tells the agent at this desk whenever a supervisor changes their state. */
export function useToldOfState(): void {
  const { t } = useI18n();
  const { me } = useMe();
  const agents = useAgents();
  const { reasonName } = usePack();

  watch(me, (after, before) => {
    const chosen = chosenFor(before, after);
    if (chosen === null) return;
    const name = agents.data.value?.find((each) => each.id === after?.set_by)?.name ?? "";
    const state = reasonName(chosen.reason) || t(`agent.state.${chosen.state}`);
    tell(t(chosen.isLater ? "agent.told.later" : "agent.told.now", { name, state }));
  });
}
