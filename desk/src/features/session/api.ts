import { api } from "@/shared/http";
import type { DemoLogin, Session } from "@/shared/wire";

export const fetchSession = () => api<Session>("GET", "/session");
export const fetchDemoLogins = () => api<DemoLogin[]>("GET", "/demo-logins");
export const logIn = (login: string, password: string) =>
  api<Session>("POST", "/session", { login, password });
export const changePassword = (old: string, fresh: string) =>
  api<undefined>("PUT", "/session/password", { old, new: fresh });
export const logOut = () => api<undefined>("DELETE", "/session");
