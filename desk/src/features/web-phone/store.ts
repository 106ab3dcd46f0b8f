import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import { Line, type Registration } from "@/shared/voice/line";
import { NoMicrophone, type MicTrouble } from "@/shared/voice/microphone";
import { ring } from "@/shared/voice/tones";

import { openSession } from "./api";

export type PhoneStage = "idle" | "preparing" | "calling" | "ringing" | "connected" | "over";

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

/**
 * The customer's phone: one line at a time, opened for the first call and kept, so that the centre
 * can call back. It is that of the caller who dialled last.
 */
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
  let owner: string | null | undefined;
  let registration: Registration = "off";
  let hushRing: (() => void) | null = null;

  function stopRinging(): void {
    hushRing?.();
    hushRing = null;
  }

  function closeLine(): void {
    const last = line.value;
    line.value = null;
    owner = undefined;
    last?.close();
  }

  function over(reason: string): void {
    stopRinging();
    ending.value = isLeaving ? "local" : (ENDINGS[reason] ?? "failed");
    cause.value = reason;
    stage.value = "over";
    isMuted.value = false;
    isSilenced.value = false;
    if (registration !== "registered") closeLine();
  }

  function rings(): void {
    isLeaving = false;
    answeredAt.value = null;
    micTrouble.value = null;
    stage.value = "ringing";
    hushRing = ring();
  }

  async function dialOn(next: Line, number: string): Promise<void> {
    stage.value = "calling";
    try {
      await next.dial(number);
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      micTrouble.value = error.trouble;
      stage.value = "idle";
      closeLine();
    }
  }

  /** Registers as `caller`, then dials `number`. */
  async function call(number: string, caller: string | null): Promise<void> {
    isLeaving = false;
    answeredAt.value = null;
    micTrouble.value = null;
    const kept = line.value;
    if (kept && owner === caller && registration === "registered") return dialOn(kept, number);
    closeLine();
    stage.value = "preparing";
    try {
      const session = await openSession(caller);
      const next = new Line(session, {
        registration: (state) => {
          if (line.value !== next) return;
          registration = state;
          if (state === "registered" && stage.value === "preparing") void dialOn(next, number);
          if (state === "failed" && stage.value === "preparing") over("Rejected");
        },
        ringing: () => rings(),
        connected: () => {
          stopRinging();
          stage.value = "connected";
          answeredAt.value ??= Date.now();
        },
        over: (reason) => over(reason),
        silenced: () => (isSilenced.value = true),
      });
      line.value = next;
      owner = caller;
      registration = "connecting";
      await next.open();
    } catch (error) {
      stage.value = "idle";
      throw error;
    }
  }

  /** Takes the call of the centre. */
  async function answer(): Promise<void> {
    try {
      await line.value?.answer();
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      micTrouble.value = error.trouble;
    }
  }

  function hangUp(): void {
    isLeaving = true;
    if (stage.value === "preparing") over("Canceled");
    else if (stage.value === "ringing") line.value?.reject();
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
    answer,
    hangUp,
    toggleMute,
    unsilence,
    sendKeys: (keys: string) => line.value?.sendKeys(keys),
    level: () => line.value?.sound.level() ?? 0,
  };
});
