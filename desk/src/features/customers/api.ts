import { api, withQuery } from "@/shared/http";
import type { Customer, CustomerChange, CustomerRow, Revealed } from "@/shared/wire";

export const searchCustomers = (q: string, limit = 30) =>
  api<CustomerRow[]>("GET", withQuery("/customers", { q, limit }));
export const fetchCustomer = (id: string) => api<Customer>("GET", `/customers/${id}`);
export const changeCustomer = (id: string, change: CustomerChange) =>
  api<Customer>("PATCH", `/customers/${id}`, change);
/** `place` is the identity's place in the customer's list. */
export const reveal = (id: string, place: number, reason: string) =>
  api<Revealed>("POST", `/customers/${id}/reveal`, {
    field: `identities.${place}`,
    reason,
  });
