import { api, withQuery } from "@/shared/http";
import type { ContactDetail, ContactView, DispositionBody, Peaks } from "@/shared/wire";

export interface ContactFilter {
  customer_id?: string | null;
  agent_id?: string | null;
  from?: string | null;
  to?: string | null;
  outcome?: string | null;
  limit?: number;
  before?: string | null;
}

export const fetchContacts = (filter: ContactFilter) =>
  api<ContactView[]>("GET", withQuery("/contacts", { ...filter }));
export const fetchContact = (id: string) => api<ContactDetail>("GET", `/contacts/${id}`);
export const fetchPeaks = (id: string) => api<Peaks>("GET", `/contacts/${id}/recording/peaks`);
export const saveDisposition = (id: string, disposition: DispositionBody) =>
  api<unknown>("PUT", `/contacts/${id}/disposition`, disposition);

export const cancelCallback = (id: string, reason: string) =>
  api<unknown>("POST", `/calls/${id}/callback-cancel`, { reason });

/** Where the sound of a contact is; the browser asks for ranges of it. */
export function recordingUrl(id: string, isDownload = false): string {
  return `/api/contacts/${id}/recording${isDownload ? "?download=1" : ""}`;
}
