import type { ContactView } from "@/shared/wire";

/** Whether the customer has hung up and is to be called back. */
export const isCallbackDue = (contact: Pick<ContactView, "stage">): boolean =>
  contact.stage === "callback" || contact.stage === "dialling";

/** Whether the promised moment has passed. */
export const isLate = (contact: Pick<ContactView, "callback_due_at">, now: number): boolean =>
  contact.callback_due_at !== null && Date.parse(contact.callback_due_at) < now;

/** The call-backs that are due, the one promised first leads. */
export function callbacksDue(live: readonly ContactView[]): ContactView[] {
  const promised = (contact: ContactView) => Date.parse(contact.callback_due_at ?? "");
  return live.filter(isCallbackDue).sort((a, b) => promised(a) - promised(b));
}
