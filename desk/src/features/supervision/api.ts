import { api } from "@/shared/http";
import type { SuperviseMode } from "@/shared/wire";

export const superviseCall = (contact: string, mode: SuperviseMode) =>
  api<unknown>("POST", `/calls/${contact}/supervise`, { mode });
export const leaveCall = (contact: string) => api<unknown>("POST", `/calls/${contact}/leave`);
