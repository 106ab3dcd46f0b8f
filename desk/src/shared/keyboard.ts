import { onScopeDispose } from "vue";

/** Every act with a key of its own. Never a plain letter: agents type Chinese while they talk. */
export const SHORTCUTS = {
  answer: "F2",
  reject: "Shift+F2",
  "hang-up": "F4",
  transfer: "F7",
  hold: "F8",
  mute: "F9",
  keypad: "Ctrl+Alt+K",
  "wrap-up-done": "Ctrl+Alt+Enter",
  notes: "Ctrl+Alt+N",
  state: "Ctrl+Alt+S",
  search: "Ctrl+K",
  help: "F1",
} as const;

export type Act = keyof typeof SHORTCUTS;

type KeyPress = Pick<
  KeyboardEvent,
  "code" | "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey" | "repeat"
> & { getModifierState?: (name: string) => boolean };

/** The shortcut that a key press spells, by place on the keyboard: an input method hides `key`. */
function spelled(press: KeyPress): string {
  const key = press.code.replace(/^(Key|Digit)/, "").replace("NumpadEnter", "Enter");
  const parts = [
    press.ctrlKey || press.metaKey ? "Ctrl" : "",
    press.altKey ? "Alt" : "",
    press.shiftKey ? "Shift" : "",
    key,
  ];
  return parts.filter((part) => part !== "").join("+");
}

/**
 * The act that a key press asks for, or null.
 *
 * It does not look at `isComposing`: no shortcut is a key that an input method needs, so a call is
 * answered in the middle of a word too. AltGr, which browsers report as Ctrl+Alt, types characters.
 */
export function actOf(press: KeyPress): Act | null {
  if (press.repeat || press.getModifierState?.("AltGraph")) return null;
  const spelling = spelled(press);
  const found = Object.entries(SHORTCUTS).find(([, keys]) => keys === spelling);
  return (found?.[0] as Act | undefined) ?? null;
}

/** Whether a key belongs to an input method just now, so that Enter or Escape are not ours. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.key === "Process" || event.keyCode === 229;
}

type Handler = () => void;
const handlers = new Map<Act, Handler[]>();

/** Runs `handler` on the act's key while the calling component lives; the latest one wins. */
export function useShortcut(act: Act, handler: Handler): void {
  const stack = handlers.get(act) ?? [];
  stack.push(handler);
  handlers.set(act, stack);
  onScopeDispose(() => stack.splice(stack.lastIndexOf(handler), 1));
}

function pressed(event: KeyboardEvent): void {
  const act = actOf(event);
  const handler = act ? handlers.get(act)?.at(-1) : undefined;
  if (!handler) return;
  event.preventDefault();
  event.stopPropagation();
  handler();
}

/** Listens for shortcuts on the whole page until the returned function is called. */
export function listenForShortcuts(): () => void {
  addEventListener("keydown", pressed, { capture: true });
  return () => removeEventListener("keydown", pressed, { capture: true });
}
