import { defineStore } from "pinia";
import { ref } from "vue";
import { useQueryClient } from "@tanstack/vue-query";

import { ApiError } from "@/shared/http";
import { isRefusal } from "@/shared/refusal";
import type { AgentView, PhoneCredentials } from "@/shared/wire";

import { signOff, signOn } from "./api";
import { rememberMe } from "./queries";
import { thisSeat } from "./seat";

/** Whether this tab holds the agent's seat, and the phone that comes with it. */
export const useSeat = defineStore("seat", () => {
  const client = useQueryClient();
  const seat = ref("");
  const phone = ref<PhoneCredentials | null>(null);
  const isSigningOn = ref(false);
  /** Since when another tab holds the seat; the person is asked before taking over. */
  const takenSince = ref<string | null>(null);
  const isLost = ref(false);
  /** This tab found itself on its own seat again: it was reloaded. */
  const isResumed = ref(false);

  async function take(takeOver: boolean): Promise<void> {
    if (isSigningOn.value) return;
    isSigningOn.value = true;
    try {
      seat.value = await thisSeat();
      const signed = await signOn(seat.value, takeOver);
      phone.value = signed.phone;
      takenSince.value = null;
      isLost.value = false;
      rememberMe(client, signed.agent);
    } catch (error) {
      if (!isRefusal(error, "seat-taken")) throw error;
      takenSince.value = String((error as ApiError).details["since"] ?? "");
    } finally {
      isSigningOn.value = false;
    }
  }

  async function leave(): Promise<void> {
    rememberMe(client, await signOff());
    phone.value = null;
  }

  /** Learns who holds the seat now: picks it up after a reload, gives it up when taken. */
  async function follow(agent: AgentView): Promise<void> {
    const mine = await thisSeat();
    seat.value = mine;
    if (agent.state === "signed-off") {
      phone.value = null;
      return;
    }
    if (agent.seat === mine) {
      if (phone.value === null && !isLost.value && !isSigningOn.value) {
        isResumed.value = true;
        await take(false);
      }
    } else if (phone.value !== null && agent.seat !== null) {
      isLost.value = true;
      phone.value = null;
    }
  }

  return { seat, phone, isSigningOn, takenSince, isLost, isResumed, take, leave, follow };
});
