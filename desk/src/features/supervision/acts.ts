import { watch } from "vue";
import { useI18n } from "vue-i18n";

import { useMe, useSeat } from "@/features/agents";
import { useSoftphone } from "@/features/calls";
import { tell, tellRefusal } from "@/shared/notice";
import type { SuperviseMode } from "@/shared/wire";

import { leaveCall, superviseCall } from "./api";
import { useMySupervision } from "./queries";
import { useTakingOver } from "./store";

const HANG_UP_MS = 3000;

/** What a supervisor does at calls. */
export function useSupervising() {
  const { t } = useI18n();
  const { me } = useMe();
  const seat = useSeat();
  const phone = useSoftphone();
  const mine = useMySupervision();
  const takingOver = useTakingOver();

  /** Waits until the phone is free: it has one line. */
  async function whenFree(): Promise<void> {
    if (phone.call === "none") return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, HANG_UP_MS);
      const stop = watch(
        () => phone.call,
        (call) => {
          if (call !== "none") return;
          clearTimeout(timer);
          stop();
          done();
        },
      );
    });
  }

  async function supervise(contact: string, mode: SuperviseMode): Promise<void> {
    if (me.value === null) return tell(t("supervision.noSeat"), "alarm");
    try {
      if (me.value.state === "signed-off" || seat.phone === null) await seat.take(false);
      if (mine.value !== null && mine.value.id !== contact) {
        await leaveCall(mine.value.id);
        await whenFree();
      }
      await superviseCall(contact, mode);
    } catch (error) {
      tellRefusal(error);
    }
  }

  /** Taking over sends the agent away, so it is asked once more. */
  function ask(contact: string, mode: SuperviseMode, agent: string): void {
    if (mode === "take-over") takingOver.asked = { contact, agent };
    else void supervise(contact, mode);
  }

  async function leave(): Promise<void> {
    if (mine.value === null) return;
    await leaveCall(mine.value.id).catch(tellRefusal);
  }

  return { mine, ask, supervise, leave };
}
