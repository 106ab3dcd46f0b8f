import { useQuery, type QueryClient } from "@tanstack/vue-query";
import { computed } from "vue";

import type { AgentView } from "@/shared/wire";

import { fetchAgents, fetchMe, fetchStateLog } from "./api";

const ALL = ["agents"] as const;
const ME = ["me", "agent"] as const;
const LOG = ["me", "state-log"] as const;

/** Every agent, kept fresh by the live feed. */
export function useAgents() {
  return useQuery({ queryKey: ALL, queryFn: fetchAgents, staleTime: Infinity });
}

/** The agent at this desk, kept fresh by the live feed. */
export function useMe() {
  const query = useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: Infinity });
  return { me: computed(() => query.data.value ?? null), query };
}

/** Today's time by state, asked again with every change of state. */
export function useStateLog() {
  const { me } = useMe();
  return useQuery({
    queryKey: [...LOG, computed(() => me.value?.version ?? 0)],
    queryFn: fetchStateLog,
    placeholderData: (before) => before,
    enabled: computed(() => me.value !== null),
  });
}

function newer(before: AgentView | null | undefined, after: AgentView): AgentView {
  return before && before.version > after.version ? before : after;
}

/** Takes in the newest view of the agent at this desk. */
export function rememberMe(client: QueryClient, agent: AgentView): void {
  client.setQueryData<AgentView | null>(ME, (before) => newer(before, agent));
}

/** Takes in all agents as the live feed knows them. */
export function rememberAgents(client: QueryClient, agents: AgentView[]): void {
  client.setQueryData(ALL, agents);
  const mine = client.getQueryData<AgentView | null>(ME);
  const found = agents.find((agent) => agent.id === mine?.id);
  if (found) rememberMe(client, found);
}
