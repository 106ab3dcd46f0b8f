import { api } from "@/shared/http";
import type { WebPhone, WebPhoneSession } from "@/shared/wire";

export const fetchWebPhone = () => api<WebPhone>("GET", "/web-phone");
export const openSession = (caller: string | null) =>
  api<WebPhoneSession>("POST", "/web-phone/session", { caller_id: caller });
