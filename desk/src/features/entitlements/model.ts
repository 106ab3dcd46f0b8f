import type { Moment } from "@/shared/wire";

export interface Step {
  group: string;
  rank: number;
  after_ms: number;
  min_level: number;
}
export interface ComplaintClocks {
  acknowledge_ms: number;
  answer_ms: number;
  follow_up_ms: number;
}

/** What a class may be promised; a row says only what differs from the wider rows. */
export interface Promises {
  target_share?: number;
  within_ms?: number;
  abandon_cap?: number;
  reserve?: number;
  steps?: Step[];
  greeting?: string;
  menu?: string;
  callback_ms?: number;
  complaint?: ComplaintClocks;
  max_wait_ms?: number;
  last_agent_ms?: number;
  wrap_up_ms?: number;
}
export interface Place {
  tier: string;
  service_kind: string;
  channel: string;
}
export type Row = Place & Promises;

export interface Version {
  version: number;
  at: Moment;
  by: string;
  note: string;
}
export type Table = Version & { rows: Row[] };

export const ANY = "*";
export const CHANNELS = ["voice", "chat", "email", "sms", "fax", "video"] as const;
