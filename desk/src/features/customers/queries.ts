import { useQuery, type QueryClient } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";

import type { Customer } from "@/shared/wire";

import { fetchCustomer, searchCustomers } from "./api";

/** Facts do not carry the masked view, so who is open is looked up again. */
const AGAIN_MS = 30_000;
const ONE = (id: string | null) => ["customers", "one", id] as const;

export function useCustomer(id: MaybeRefOrGetter<string | null>) {
  return useQuery({
    queryKey: ["customers", "one", computed(() => toValue(id))],
    queryFn: () => fetchCustomer(toValue(id) ?? ""),
    enabled: () => toValue(id) !== null,
    refetchInterval: AGAIN_MS,
  });
}

export function useCustomerSearch(text: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: ["customers", "search", computed(() => toValue(text))],
    queryFn: () => searchCustomers(toValue(text)),
    placeholderData: (before) => before,
  });
}

export function rememberCustomer(client: QueryClient, customer: Customer): void {
  client.setQueryData(ONE(customer.id), customer);
}

/** Asks again for a customer whom somebody else has changed. */
export function refreshCustomer(client: QueryClient, id: string): Promise<void> {
  return client.invalidateQueries({ queryKey: ONE(id) });
}
