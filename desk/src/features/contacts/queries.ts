import { useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";

import type { ContactDetail, ContactView } from "@/shared/wire";

import { fetchContact, fetchContacts, fetchPeaks, type ContactFilter } from "./api";

const LIVE = ["contacts", "live"] as const;
const LIST = ["contacts", "list"] as const;
const ONE = ["contacts", "one"] as const;

const PAGE = 30;

/** Live contacts that this desk may see; only the live feed fills them. */
export function useLiveContacts() {
  const client = useQueryClient();
  const query = useQuery<ContactView[]>({
    queryKey: LIVE,
    queryFn: () => client.getQueryData<ContactView[]>(LIVE) ?? [],
    initialData: [],
    staleTime: Infinity,
  });
  return computed(() => query.data.value);
}

/** One contact with its events, disposition and recording. */
export function useContact(id: MaybeRefOrGetter<string | null>) {
  return useQuery({
    queryKey: [...ONE, computed(() => toValue(id))],
    queryFn: () => fetchContact(toValue(id) ?? ""),
    enabled: () => toValue(id) !== null,
  });
}

/** Asks for a contact once more, where something shows that it has changed. */
export function useLookAgain() {
  const client = useQueryClient();
  return (id: string) => client.invalidateQueries({ queryKey: [...ONE, id] });
}

/** Contacts by filter, newest first, page by page. */
export function useContactPages(filter: MaybeRefOrGetter<ContactFilter>) {
  return useInfiniteQuery({
    queryKey: [...LIST, computed(() => ({ ...toValue(filter) }))],
    queryFn: ({ pageParam }) =>
      fetchContacts({ ...toValue(filter), limit: PAGE, before: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.length < PAGE ? null : (last.at(-1)?.id ?? null)),
  });
}

/** The latest few contacts by filter. */
export function useLatestContacts(filter: MaybeRefOrGetter<ContactFilter & { limit: number }>) {
  return useQuery({
    queryKey: [...LIST, "latest", computed(() => ({ ...toValue(filter) }))],
    queryFn: () => fetchContacts(toValue(filter)),
    placeholderData: (before) => before,
  });
}

export function usePeaks(id: MaybeRefOrGetter<string>, isReady: () => boolean) {
  return useQuery({
    queryKey: ["contacts", "peaks", computed(() => toValue(id))],
    queryFn: () => fetchPeaks(toValue(id)),
    enabled: isReady,
    staleTime: Infinity,
    retry: false,
  });
}

/** Takes in all live contacts as the live feed knows them. */
export function rememberLiveContacts(client: QueryClient, live: ContactView[]): void {
  client.setQueryData(LIVE, live);
}

/** Takes in news of one contact; lists and its events are asked again. */
export function rememberContact(client: QueryClient, id: string, view: ContactView | null): void {
  const key = [...ONE, id];
  if (view) {
    client.setQueryData<ContactDetail>(key, (before) =>
      before && before.contact.version < view.version
        ? { ...before, contact: { ...before.contact, ...view } }
        : before,
    );
  }
  void client.invalidateQueries({ queryKey: key });
  if (!view || view.stage === "done") void client.invalidateQueries({ queryKey: LIST });
}
