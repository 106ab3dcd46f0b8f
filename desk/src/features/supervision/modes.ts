import { Ear, MessageCircleMore, PhoneForwarded, UsersRound } from "@lucide/vue";
import type { Component } from "vue";

import type { AgentState, SuperviseMode } from "@/shared/wire";

export const MODES: readonly { code: SuperviseMode; icon: Component }[] = [
  { code: "listen", icon: Ear },
  { code: "whisper", icon: MessageCircleMore },
  { code: "barge", icon: UsersRound },
  { code: "take-over", icon: PhoneForwarded },
];

/** Whether a supervisor can be at the call of an agent in this state. */
export const canSupervise = (state: AgentState): boolean => state === "talking" || state === "held";
