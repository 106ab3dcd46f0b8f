import { nextTick, ref, watch, type Ref } from "vue";

import { enterMenu } from "./menu";

/** A menu that takes the keyboard when it opens and gives it back where it was. */
export function useMenuFocus(
  menu: Ref<HTMLElement | undefined>,
  opener: Ref<HTMLElement | undefined>,
) {
  const isOpen = ref(false);
  let before: HTMLElement | null = null;

  // A shortcut may open the menu in the middle of a word: the words go on where they were.
  watch(
    isOpen,
    (open) => {
      if (!open) return;
      const at = document.activeElement;
      before = at instanceof HTMLElement && at !== document.body ? at : null;
    },
    { flush: "sync" },
  );

  async function close(): Promise<void> {
    if (!isOpen.value) return;
    isOpen.value = false;
    await nextTick(); // what holds the menu gives the keyboard to the page as it closes
    (before?.isConnected ? before : opener.value)?.focus();
  }

  return { isOpen, entered: () => enterMenu(menu.value), close };
}
