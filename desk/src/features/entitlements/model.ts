import type { EntitlementRow, EntitlementTable, EntitlementVersion } from "@/shared/wire";

/** What is not said is left out, and never null. */
type Said<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

export type Place = Pick<EntitlementRow, "tier" | "service_kind" | "channel">;
/** What a class may be promised; a row says only what differs from the wider rows. */
export type Promises = Said<Omit<EntitlementRow, keyof Place>>;
export type Row = Place & Promises;
export type Step = NonNullable<Promises["steps"]>[number];
export type ComplaintClocks = NonNullable<Promises["complaint"]>;

export type Version = EntitlementVersion;
export type Table = Omit<EntitlementTable, "rows"> & { rows: Row[] };

export const ANY = "*";
export const CHANNELS = ["voice", "chat", "email", "sms", "fax", "video"] as const;
