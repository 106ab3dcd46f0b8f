import { api } from "@/shared/http";

export type TransferTo = { agent_id: string } | { service_kind: string };
export type CallAct =
  "hold" | "resume" | "hang-up" | "reject" | "wrap-up-done" | "wrap-up-extend" | "phone-here";

export const callAct = (contact: string, act: CallAct) =>
  api<unknown>("POST", `/calls/${contact}/${act}`);
export const transferCall = (contact: string, to: TransferTo) =>
  api<unknown>("POST", `/calls/${contact}/transfer`, { to });
export const sendKeys = (contact: string, keys: string) =>
  api<unknown>("POST", `/calls/${contact}/keys`, { keys });
