import { api, ApiError } from "@/shared/http";
import type { AgentView, SignOn, StateLog } from "@/shared/wire";

export const fetchAgents = () => api<AgentView[]>("GET", "/agents");
export const fetchStateLog = () => api<StateLog>("GET", "/me/state-log");
export const signOn = (seat: string, takeOver: boolean) =>
  api<SignOn>("POST", "/me/sign-on", { seat, take_over: takeOver });
export const signOff = () => api<AgentView>("POST", "/me/sign-off");
export const chooseState = (state: "ready" | "not-ready", reason: string) =>
  api<AgentView>("PUT", "/me/state", { state, reason });
export const setAgentState = (agent: string, state: string, reason: string) =>
  api<AgentView>("PUT", `/agents/${agent}/state`, { state, reason });

/** The agent that this person is; null for people who take no contacts. */
export async function fetchMe(): Promise<AgentView | null> {
  try {
    return await api<AgentView | null>("GET", "/me/agent");
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return null;
    throw error;
  }
}
