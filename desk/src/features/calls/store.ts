import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";

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
  /** A line of a seat given up in the middle of a talk: the talk is still heard here. */
  const retired = shallowRef<Line | null>(null);
  const talking = computed(() => retired.value ?? line.value);

  function over(): void {
    retired.value = null;
    call.value = "none";
    contactId.value = null;
    isMuted.value = false;
    isSilenced.value = false;
  }

  function connect(credentials: PhoneCredentials): void {
    retire();
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
    retired.value?.close();
    line.value?.close();
    line.value = null;
    over();
  }

  /** Gives the phone up; a talk goes on here until it ends. */
  function retire(): void {
    if (call.value !== "connected") return disconnect();
    if (line.value === null) return;
    retired.value = line.value;
    line.value.retire();
    line.value = null;
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
    talking.value?.mute(isMuted.value);
  }

  async function unsilence(): Promise<void> {
    await talking.value?.sound.resume();
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
    retired,
    talking,
    connect,
    retire,
    disconnect,
    answer,
    toggleMute,
    unsilence,
  };
});
