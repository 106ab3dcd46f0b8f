import { elapsed } from "@/shared/format";
import type { ContactView } from "@/shared/wire";

/** Milliseconds waited in the queue: to the answer, to the end, or until now. */
export function waitedMs(contact: ContactView, now: number): number {
  const end = contact.answered_at ?? contact.ended_at;
  return elapsed(contact.queued_at, end ?? now);
}

/** Milliseconds talked, holding included; 0 for contacts never answered. */
export function talkedMs(contact: ContactView, now: number): number {
  return elapsed(contact.answered_at, contact.ended_at ?? now);
}

/** Milliseconds of after-call work so far; 0 for contacts that nobody writes up. */
export function wrappedMs(contact: ContactView, now: number): number {
  const end = contact.wrapped_at ?? (contact.stage === "wrap-up" ? now : contact.ended_at);
  return elapsed(contact.ended_at, end ?? now);
}

/** What is told of a contact's spans; null for one that has not begun. */
export function spansOf(contact: ContactView, now: number) {
  const isWrapped = contact.stage === "wrap-up" || contact.wrapped_at !== null;
  return [
    { code: "waited", ms: contact.queued_at ? waitedMs(contact, now) : null },
    { code: "talked", ms: contact.answered_at ? talkedMs(contact, now) : null },
    { code: "wrapped", ms: isWrapped ? wrappedMs(contact, now) : null },
  ] as const;
}
