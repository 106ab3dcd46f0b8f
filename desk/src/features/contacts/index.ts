/** Contacts: live and past, their events, dispositions and recordings. */
export { fetchContacts, saveDisposition } from "./api";
export { callbacksDue, isCallbackDue, isLate } from "./callbacks";
export { default as CallbackMark } from "./components/CallbackMark.vue";
export { default as ContactLine } from "./components/ContactLine.vue";
export { default as ContactSummary } from "./components/ContactSummary.vue";
export { default as ContactTable } from "./components/ContactTable.vue";
export { default as DispositionForm } from "./components/DispositionForm.vue";
export { default as EventTimeline } from "./components/EventTimeline.vue";
export { default as MenuPath } from "./components/MenuPath.vue";
export { default as OutcomeTag } from "./components/OutcomeTag.vue";
export { forgetDraft, forgetOldDrafts, useDraft, type Draft } from "./drafts";
export {
  rememberContact,
  rememberLiveContacts,
  useContact,
  useContactPages,
  useLatestContacts,
  useLiveContacts,
} from "./queries";
export { waitedMs } from "./times";
