import { QueryClient } from "@tanstack/vue-query";

import { ApiError } from "@/shared/http";

/** Refusals are answers and are not asked again; outages are, twice. */
function worthRetrying(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !isRefusal && failures < 2;
}

export function deskQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, staleTime: 15_000, refetchOnWindowFocus: false },
    },
  });
}
