import { useInfiniteQuery, useQuery } from "@tanstack/vue-query";

import { fetchAudit, fetchUsers } from "./api";

const PAGE = 100;
export const USERS = ["users"] as const;

export function useAudit() {
  return useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) => fetchAudit(pageParam, PAGE),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.length < PAGE ? null : (last.at(-1)?.id ?? null)),
  });
}

export function useUsers() {
  return useQuery({ queryKey: USERS, queryFn: fetchUsers });
}
