import { api, withQuery } from "@/shared/http";
import type { AuditEntry, UserRow } from "@/shared/wire";

export interface NewUser {
  login: string;
  name: string;
  password: string;
  roles: string[];
}
export interface UserChange {
  version: number;
  is_enabled?: boolean;
  name?: string;
  password?: string;
  roles?: string[];
}

export const fetchAudit = (before: number | null, limit: number) =>
  api<AuditEntry[]>("GET", withQuery("/audit", { before, limit }));
export const fetchUsers = () => api<UserRow[]>("GET", "/users");
export const createUser = (user: NewUser) => api<UserRow>("POST", "/users", user);
export const changeUser = (id: string, change: UserChange) =>
  api<UserRow>("PATCH", `/users/${id}`, change);
