import { useQuery, useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { computed } from "vue";

import { useMe } from "@/features/agents";
import type { SupervisionView } from "@/shared/wire";

const ALL = ["supervisions"] as const;

/** Supervisors at calls, as far as this desk may see them; only the live feed fills them. */
export function useSupervisions() {
  const client = useQueryClient();
  const query = useQuery<SupervisionView[]>({
    queryKey: ALL,
    queryFn: () => client.getQueryData<SupervisionView[]>(ALL) ?? [],
    initialData: [],
    staleTime: Infinity,
  });
  return computed(() => query.data.value);
}

/** The call at which the person at this desk is a supervisor. */
export function useMySupervision() {
  const { me } = useMe();
  const all = useSupervisions();
  return computed(() => all.value.find((each) => each.supervisor_id === me.value?.id) ?? null);
}

/** Takes in all supervisions as the live feed knows them. */
export function rememberSupervisions(client: QueryClient, all: SupervisionView[]): void {
  client.setQueryData(ALL, all);
}
