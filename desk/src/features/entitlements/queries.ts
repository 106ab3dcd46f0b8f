import { useQuery, type QueryClient } from "@tanstack/vue-query";

import { fetchTable, fetchVersion, fetchVersions, saveTable } from "./api";
import type { Table } from "./model";

const TABLE = ["entitlements", "table"] as const;
const VERSIONS = ["entitlements", "versions"] as const;

/** The newest entitlement table. */
export function useEntitlements() {
  return useQuery({ queryKey: TABLE, queryFn: fetchTable, staleTime: 30_000 });
}

/** Who saved which version when, newest first. */
export function useVersions() {
  return useQuery({ queryKey: VERSIONS, queryFn: fetchVersions, staleTime: 30_000 });
}

/** Takes in a table that was just saved. */
export function rememberTable(client: QueryClient, table: Table): void {
  client.setQueryData(TABLE, table);
  void client.invalidateQueries({ queryKey: VERSIONS });
}

/** Makes the version before `version` the newest again; refused if somebody saved since. */
export async function takeBack(client: QueryClient, version: number, note: string): Promise<Table> {
  const before = await fetchVersion(version - 1);
  const saved = await saveTable(version, note, before.rows);
  rememberTable(client, saved);
  return saved;
}

/** Asks again for the table and its versions: somebody else saved one. */
export function refreshEntitlements(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ["entitlements"] });
}
