import { useQuery, type QueryClient } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";

import { api } from "@/shared/http";
import type { Decisions, QueueView } from "@/shared/wire";

const QUEUES = ["queues"] as const;

/** Every class that waits or may wait, kept fresh by the live feed. */
export function useQueues() {
  const query = useQuery({
    queryKey: QUEUES,
    queryFn: () => api<QueueView[]>("GET", "/queues"),
    staleTime: Infinity,
  });
  return computed(() => query.data.value);
}

export function rememberQueues(client: QueryClient, queues: QueueView[]): void {
  client.setQueryData(QUEUES, queues);
}

/** The router's decisions about a contact. */
export function useDecisions(contact: MaybeRefOrGetter<string>, isAsked: () => boolean) {
  return useQuery({
    queryKey: ["decisions", computed(() => toValue(contact))],
    queryFn: () => api<Decisions>("GET", `/contacts/${toValue(contact)}/decisions`),
    enabled: isAsked,
    staleTime: 0,
  });
}
