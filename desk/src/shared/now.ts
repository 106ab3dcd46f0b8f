import { computed, onScopeDispose, ref, type ComputedRef } from "vue";

/** Milliseconds by which the service's clock is ahead of this machine's. */
const offset = ref(0);
const tick = ref(Date.now());

let timer: ReturnType<typeof setInterval> | undefined;
let watchers = 0;

/** Learns the service's clock, so that timers agree on every desk. */
export function learnServerTime(now: string): void {
  const server = Date.parse(now);
  if (!Number.isNaN(server)) offset.value = server - Date.now();
}

/** The service's time in ms, renewed four times a second while anybody looks. */
export function useNow(): ComputedRef<number> {
  watchers += 1;
  tick.value = Date.now();
  timer ??= setInterval(() => (tick.value = Date.now()), 250);
  onScopeDispose(() => {
    watchers -= 1;
    if (watchers === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  });
  return computed(() => tick.value + offset.value);
}
