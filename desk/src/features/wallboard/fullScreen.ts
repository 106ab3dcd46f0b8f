import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

/** Shows `place` on the whole screen, and keeps the screen awake as long as it does. */
export function useFullScreen(place: Ref<HTMLElement | undefined>) {
  const isFull = ref(false);
  let awake: { release(): Promise<void> } | null = null;

  async function changed(): Promise<void> {
    isFull.value = document.fullscreenElement === place.value && place.value !== undefined;
    const before = awake;
    awake = null;
    await before?.release();
    // A browser on battery may refuse; the board is shown all the same.
    if (isFull.value && "wakeLock" in navigator)
      awake = await navigator.wakeLock.request("screen").catch(() => null);
  }

  const listener = () => void changed();
  onMounted(() => document.addEventListener("fullscreenchange", listener));
  onBeforeUnmount(() => {
    document.removeEventListener("fullscreenchange", listener);
    void awake?.release();
  });

  async function toggle(): Promise<void> {
    if (isFull.value) await document.exitFullscreen();
    else await place.value?.requestFullscreen();
  }
  return { isFull, toggle };
}
