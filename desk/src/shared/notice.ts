import { reactive } from "vue";

import { sentence } from "./refusal";

export type Tone = "good" | "plain" | "alarm";
export interface Notice {
  id: number;
  tone: Tone;
  text: string;
  undo: (() => void) | null;
}

const LASTING_MS: Record<Tone, number> = { good: 3500, plain: 5000, alarm: 8000 };

/** Long enough to change one's mind. */
const UNDO_MS = 12_000;

export const notices = reactive<Notice[]>([]);
let last = 0;

export function dismiss(id: number): void {
  const at = notices.findIndex((notice) => notice.id === id);
  if (at >= 0) notices.splice(at, 1);
}

/** Shows `text` for a while; the same text is not piled up. */
export function tell(text: string, tone: Tone = "plain", undo: (() => void) | null = null): void {
  const same = notices.find((notice) => notice.text === text);
  if (same) dismiss(same.id);
  last += 1;
  const id = last;
  notices.push({ id, tone, text, undo });
  setTimeout(() => dismiss(id), undo ? UNDO_MS : LASTING_MS[tone]);
}

/** Tells the person what went wrong and what to do about it. */
export function tellRefusal(error: unknown): void {
  tell(sentence(error), "alarm");
}
