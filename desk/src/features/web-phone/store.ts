import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { Line } from "@/shared/voice/line";
import { NoMicrophone, type MicTrouble } from "@/shared/voice/microphone";

import { openSession } from "./api";

export type PhoneStage = "idle" | "preparing" | "calling" | "connected" | "over";

/** How a call ended, from what SIP says about it. */
const ENDINGS: Record<string, string> = {
  Terminated: "remote",
  Canceled: "local",
  Busy: "busy",
  Rejected: "rejected",
  Redirected: "unreachable",
  Unavailable: "unreachable",
  "No Answer": "unreachable",
  "Request Timeout": "unreachable",
  "Connection Error": "unreachable",
  "Not Found": "notFound",
  "Address Incomplete": "notFound",
};

/** The customer's phone: one line at a time, opened for one call. */
export const useWebPhone = defineStore("web-phone", () => {
  const stage = ref<PhoneStage>("idle");
  const answeredAt = ref<number | null>(null);
  const isMuted = ref(false);
  const micTrouble = ref<MicTrouble | null>(null);
  const isSilenced = ref(false);
  const ending = ref("");
  const cause = ref("");
  const line = shallowRef<Line | null>(null);
  let isLeaving = false;

  function over(reason: string): void {
    ending.value = isLeaving ? "local" : (ENDINGS[reason] ?? "failed");
    cause.value = reason;
    stage.value = "over";
    isMuted.value = false;
    isSilenced.value = false;
    line.value?.close();
    line.value = null;
  }

  async function dialOn(next: Line, number: string): Promise<void> {
    stage.value = "calling";
    try {
      await next.dial(number);
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      micTrouble.value = error.trouble;
      stage.value = "idle";
      line.value = null;
      next.close();
    }
  }

  /** Registers as `caller`, then dials `number`. */
  async function call(number: string, caller: string | null): Promise<void> {
    stage.value = "preparing";
    isLeaving = false;
    answeredAt.value = null;
    micTrouble.value = null;
    try {
      const session = await openSession(caller);
      const next = new Line(session, {
        registration: (state) => {
          if (line.value !== next) return;
          if (state === "registered" && stage.value === "preparing") void dialOn(next, number);
          if (state === "failed" && stage.value === "preparing") over("Rejected");
        },
        ringing: () => undefined,
        connected: () => {
          stage.value = "connected";
          answeredAt.value ??= Date.now();
        },
        over: (reason) => over(reason),
        silenced: () => (isSilenced.value = true),
      });
      line.value = next;
      await next.open();
    } catch (error) {
      stage.value = "idle";
      throw error;
    }
  }

  function hangUp(): void {
    isLeaving = true;
    if (stage.value === "preparing") over("Canceled");
    else line.value?.hangUp();
  }

  function toggleMute(): void {
    isMuted.value = !isMuted.value;
    line.value?.mute(isMuted.value);
  }

  async function unsilence(): Promise<void> {
    await line.value?.sound.resume();
    isSilenced.value = false;
  }

  return {
    stage,
    answeredAt,
    isMuted,
    micTrouble,
    isSilenced,
    ending,
    cause,
    line,
    call,
    hangUp,
    toggleMute,
    unsilence,
    sendKeys: (keys: string) => line.value?.sendKeys(keys),
    level: () => line.value?.sound.level() ?? 0,
  };
});
