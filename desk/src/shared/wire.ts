/** What the service says over REST and the live feed; times are ISO-8601 UTC, spans milliseconds. */
import type { components } from "./api.gen";

/** Types that the service declares; the rest of this file is to follow them. */
type Told<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Session = Told<"SessionView">;
export type DemoLogin = Told<"DemoLoginView">;
export type AgentState = Told<"State">;
export type AgentView = Told<"AgentView">;
export type PhoneCredentials = Told<"PhoneCredentials">;
export type SignOn = Told<"SignOnView">;
export type StateTotal = Told<"StateTotal">;
export type StateLog = Told<"StateLog">;
export type AuditEntry = Told<"AuditView">;
export type UserRow = Told<"UserView">;
export type QueueView = Told<"QueueView">;
export type Hello = Told<"Hello">;
export type FactMessage = Told<"FactMessage">;
export type Beat = Told<"Beat">;
/** A contact as the live feed tells it, or with what lists add. */
export type ContactView = Told<"ContactView"> & Partial<Told<"ContactRow">>;
export type Stage = Told<"Stage">;
export type MenuStep = Told<"MenuStepView">;
export type ContactDetail = Told<"ContactDetail">;
export type ContactEvent = Told<"EventView">;
export type DispositionBody = Told<"DispositionBody">;
export type RecordingView = Told<"RecordingView">;
export type Peaks = Told<"Peaks">;
export type WebPhone = Told<"WebPhoneView">;
export type WebPhoneCaller = Told<"DemoCaller">;
export type WebPhoneSession = Told<"WebPhoneSession">;
export type SupervisionView = Told<"SupervisionView">;
export type SuperviseMode = Told<"Mode">;
export type Decision = Told<"DecisionView">;
export type Decisions = Told<"Decisions">;

export type Id = string;
export type Moment = string;

/** A word in each language; Chinese is the source. */
export interface Words {
  zh: string;
  en: string;
}
export type Named = Words | string;

export interface TierReason {
  input: string;
  figure: string;
  /** The pack's word for the figure. */
  name?: Words;
  value: number | string;
  points: number;
  weight: number;
}
export interface TierView {
  tier: string;
  name: Words;
  score: number;
  reason: TierReason[];
  since: Moment;
  override: { tier: string; reason: string; by: string; until: Moment | null } | null;
}

export interface Identity {
  kind: string;
  value: string;
  label: string | null;
  confirmed_at: Moment | null;
}
export interface Product {
  id: Id;
  code: string;
  name: Named;
  status: string;
  since: Moment | null;
  detail: Record<string, unknown> | string | null;
}
export interface CustomerRow {
  id: Id;
  name: string;
  kind?: string;
  company?: string | null;
  region?: string | null;
  tier?: string | TierView | null;
  phone?: string | null;
  identities?: Identity[];
}
export interface Customer {
  id: Id;
  name: string;
  name_pinyin: string | null;
  kind: string;
  company: string | null;
  region: string | null;
  language: string;
  since: Moment | null;
  preferences: Record<string, unknown>;
  note: string;
  identities: Identity[];
  products: Product[];
  tier: TierView | null;
  version: number;
}

export interface DispositionNode {
  code: string;
  name: Named;
  children?: DispositionNode[];
}
export interface Coded {
  code: string;
  name: Named;
}
export interface Pack {
  code: string;
  name: Named;
  tiers: { code: string; name: Words; rank: number; colour: string }[];
  service_kinds: Coded[];
  skills: Coded[];
  groups: Coded[];
  dispositions: DispositionNode[];
  not_ready_reasons: (Coded & { is_productive: boolean; limit_minutes: number | null })[];
  access_numbers: WebPhone["numbers"];
  caller_states: Coded[];
  wrap_up_ms: number;
}
