import { onBeforeUnmount, onMounted, readonly, ref } from "vue";

const full = ref(false);
/** Whether the board has the whole screen: the shell then leaves its rail and top bar out. */
export const isFullScreen = readonly(full);

/**
 * Shows the board on the whole screen, and keeps the screen awake as long as it does.
 *
 * The document goes full screen, not the board alone: a supervision, a ringing call, dialogs and
 * notices stand beside the board in it and must be seen.
 */
export function useFullScreen() {
  let awake: { release(): Promise<void> } | null = null;

  async function changed(): Promise<void> {
    full.value = document.fullscreenElement === document.documentElement;
    const before = awake;
    awake = null;
    await before?.release();
    // A browser on battery may refuse; the board is shown all the same.
    if (full.value && "wakeLock" in navigator)
      awake = await navigator.wakeLock.request("screen").catch(() => null);
  }

  const listener = () => void changed();
  onMounted(() => document.addEventListener("fullscreenchange", listener));
  onBeforeUnmount(() => {
    document.removeEventListener("fullscreenchange", listener);
    if (full.value) void document.exitFullscreen();
    full.value = false;
    void awake?.release();
  });

  async function toggle(): Promise<void> {
    if (full.value) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  }
  return { isFull: isFullScreen, toggle };
}
