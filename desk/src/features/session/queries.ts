import { useQuery, type QueryClient } from "@tanstack/vue-query";
import { computed } from "vue";

import { ApiError } from "@/shared/http";
import type { Session } from "@/shared/wire";

import { fetchDemoLogins, fetchSession } from "./api";

const KEY = ["session"] as const;

async function sessionOrNull(): Promise<Session | null> {
  try {
    return await fetchSession();
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) return null;
    throw error;
  }
}

const options = { queryKey: KEY, queryFn: sessionOrNull, staleTime: Infinity, retry: 1 };

/** Who is signed on here, asked of the service once; null when nobody is. */
export const currentSession = (client: QueryClient) => client.fetchQuery(options);

export function rememberSession(client: QueryClient, session: Session | null): void {
  client.setQueryData(KEY, session);
}

/** The person at this desk and what they may do. */
export function useSession() {
  const query = useQuery(options);
  const user = computed(() => query.data.value?.user ?? null);
  const can = (permission: string) => user.value?.permissions.includes(permission) ?? false;
  return { user, can };
}

export function useDemoLogins() {
  return useQuery({ queryKey: ["demo-logins"], queryFn: fetchDemoLogins, staleTime: Infinity });
}
