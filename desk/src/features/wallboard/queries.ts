import { useQuery } from "@tanstack/vue-query";

import { api } from "@/shared/http";
import type { Board } from "@/shared/wire";

const RENEWED_MS = 10_000;

/** Today's figures; what waits now comes by the live feed instead. */
export function useBoard() {
  return useQuery({
    queryKey: ["wallboard"],
    queryFn: () => api<Board>("GET", "/insight/wallboard"),
    refetchInterval: RENEWED_MS,
    refetchIntervalInBackground: true,
    placeholderData: (before) => before,
  });
}
