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
export type Customer = Told<"CustomerView">;
export type CustomerRow = Told<"CustomerRow">;
export type CustomerChange = Pick<Told<"ChangeBody">, "version" | "note">;
export type Identity = Told<"IdentityView">;
export type Preferences = Told<"PreferencesSpec">;
export type Product = Told<"ProductView">;
export type TierView = Told<"TierView">;
export type TierReason = Told<"ReasonView">;
export type WeightsView = Told<"WeightsView">;
export type WeightsSpec = Told<"WeightsSpec">;
export type FigureSpec = Told<"FigureSpec">;
export type TierPreview = Told<"Preview">;
export type EntitlementVersion = Told<"VersionView">;
export type EntitlementTable = Told<"EntitlementsView">;
export type EntitlementRow = Told<"EntitlementRow">;
export type Pack = Told<"PackView">;
export type Coded = Told<"NamedSpec">;
export type DispositionNode = Told<"DispositionSpec">;
/** A word in each language; Chinese is the source. */
export type Words = Told<"Words">;
export type Figure = Told<"FigureView">;
export type ClassBoard = Told<"ClassBoard">;
export type TierBoard = Told<"TierBoard">;
export type HalfHour = Told<"HalfHour">;
export type Board = Told<"Wallboard">;
export type Decision = Told<"DecisionView">;
export type Decisions = Told<"Decisions">;
