import type { CustomerRow } from "@/shared/wire";

/** The tier code of a row, whether it carries the code or the whole view. */
export function tierCode(row: CustomerRow): string | null {
  return typeof row.tier === "string" ? row.tier : (row.tier?.tier ?? null);
}
