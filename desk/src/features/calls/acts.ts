import { computed, ref, type ComputedRef } from "vue";
import { useI18n } from "vue-i18n";

import { useMe } from "@/features/agents";
import { useLiveContacts } from "@/features/contacts";
import { tell, tellRefusal } from "@/shared/notice";
import type { ContactView, Stage } from "@/shared/wire";

import { callAct, transferCall, type CallAct, type TransferTo } from "./api";
import { useSoftphone } from "./store";

const IN_HAND: readonly Stage[] = ["offered", "talking", "held", "wrap-up"];
const isBusy = ref(false);

/** The contacts in this agent's hands, the ringing one first. */
export function useMyContacts(): ComputedRef<ContactView[]> {
  const { me } = useMe();
  const live = useLiveContacts();
  return computed(() =>
    live.value
      .filter((each) => each.agent_id === me.value?.id && IN_HAND.includes(each.stage))
      .sort((a, b) => IN_HAND.indexOf(a.stage) - IN_HAND.indexOf(b.stage)),
  );
}

/** The call at this desk and everything one may do with it. */
export function useCall() {
  const { t } = useI18n();
  const phone = useSoftphone();
  const mine = useMyContacts();

  const call = computed(() => mine.value.find((each) => each.channel === "voice") ?? null);
  const stage = computed(() => call.value?.stage ?? null);
  /** This tab has the seat and the call, but its sound is in another one (or was, before a reload). */
  const isVoiceElsewhere = computed(
    () =>
      (stage.value === "talking" || stage.value === "held") &&
      phone.call === "none" &&
      phone.registration === "registered",
  );
  const may = computed(() => ({
    answer: stage.value === "offered" && phone.call === "ringing",
    reject: stage.value === "offered",
    hangUp: stage.value === "talking" || stage.value === "held",
    hold: stage.value === "talking" || stage.value === "held",
    mute: stage.value === "talking" && phone.call === "connected",
    transfer: stage.value === "talking" || stage.value === "held",
    keys: stage.value === "talking",
    wrapUpDone: stage.value === "wrap-up",
  }));

  async function attempt(act: () => Promise<unknown>, fallback?: () => void): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    try {
      await act();
      return true;
    } catch (error) {
      fallback?.();
      tellRefusal(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  const ask = (act: CallAct, fallback?: () => void) =>
    call.value ? attempt(() => callAct(call.value?.id ?? "", act), fallback) : undefined;

  async function answer(): Promise<void> {
    if (may.value.answer) await phone.answer();
    else if (stage.value !== "offered") tell(t("call.notice.gone"));
  }

  async function reject(): Promise<void> {
    if (!may.value.reject) return;
    // Without the service the phone itself still refuses.
    if (await ask("reject", () => phone.line?.reject())) tell(t("call.notice.rejected"));
  }

  const hangUp = () =>
    may.value.hangUp ? ask("hang-up", () => phone.talking?.hangUp()) : undefined;

  function toggleHold() {
    return may.value.hold ? ask(stage.value === "held" ? "resume" : "hold") : undefined;
  }

  function toggleMute(): void {
    if (may.value.mute) phone.toggleMute();
  }

  async function transfer(to: TransferTo): Promise<boolean> {
    const id = call.value?.id;
    if (id === undefined) return false;
    const isDone = await attempt(() => transferCall(id, to));
    if (isDone) tell(t("call.notice.transferred"), "good");
    return isDone;
  }

  return {
    call,
    stage,
    may,
    isBusy,
    isVoiceElsewhere,
    answer,
    reject,
    hangUp,
    toggleHold,
    toggleMute,
    transfer,
    ask,
  };
}
