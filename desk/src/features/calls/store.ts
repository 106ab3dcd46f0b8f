import { defineStore } from "pinia";
import { ref, shallowRef, watch } from "vue";

import { Line, type Registration } from "@/shared/voice/line";
import { NoMicrophone, type MicTrouble } from "@/shared/voice/microphone";
import { ring } from "@/shared/voice/tones";
import type { PhoneCredentials } from "@/shared/wire";

export type LineCall = "none" | "ringing" | "answering" | "connected";

/** The softphone of this tab: its registration, its one call, its microphone. */
export const useSoftphone = defineStore("softphone", () => {
  const registration = ref<Registration>("off");
  const call = ref<LineCall>("none");
  const contactId = ref<string | null>(null);
  const isMuted = ref(false);
  const micTrouble = ref<MicTrouble | null>(null);
  const isSilenced = ref(false);
  const line = shallowRef<Line | null>(null);

  function over(): void {
    call.value = "none";
    contactId.value = null;
    isMuted.value = false;
    isSilenced.value = false;
  }

  function connect(credentials: PhoneCredentials): void {
    disconnect();
    const next = new Line(credentials, {
      registration: (state) => (registration.value = state),
      ringing: (contact) => {
        call.value = "ringing";
        contactId.value = contact;
      },
      connected: () => (call.value = "connected"),
      over,
      silenced: () => (isSilenced.value = true),
    });
    line.value = next;
    void next.open();
  }

  function disconnect(): void {
    line.value?.close();
    line.value = null;
    over();
  }

  /** Takes the ringing call; without a microphone it rings on and the trouble is shown. */
  async function answer(): Promise<void> {
    if (call.value !== "ringing") return;
    call.value = "answering";
    try {
      await line.value?.answer();
      micTrouble.value = null;
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      micTrouble.value = error.trouble;
      if (isAnswering()) call.value = "ringing";
    }
  }

  /** The call may have ended while the browser asked for the microphone. */
  const isAnswering = () => call.value === "answering";

  function toggleMute(): void {
    if (call.value !== "connected") return;
    isMuted.value = !isMuted.value;
    line.value?.mute(isMuted.value);
  }

  async function unsilence(): Promise<void> {
    await line.value?.sound.resume();
    isSilenced.value = false;
  }

  let stopRinging: (() => void) | null = null;
  watch(call, (now) => {
    stopRinging?.();
    stopRinging = now === "ringing" ? ring() : null;
  });

  return {
    registration,
    call,
    contactId,
    isMuted,
    micTrouble,
    isSilenced,
    line,
    connect,
    disconnect,
    answer,
    toggleMute,
    unsilence,
  };
});
