import { api } from "@/shared/http";

import type { Row, Table, Version } from "./model";

export const fetchTable = () => api<Table>("GET", "/tiers/entitlements");
export const fetchVersions = () => api<Version[]>("GET", "/tiers/entitlements/versions");
export const fetchVersion = (number: number) =>
  api<Table>("GET", `/tiers/entitlements/versions/${number}`);
export const saveTable = (version: number, note: string, rows: Row[]) =>
  api<Table>("PUT", "/tiers/entitlements", { version, note, rows });
