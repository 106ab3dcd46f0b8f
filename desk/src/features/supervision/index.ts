/** Supervisors at calls: listening, whispering, barging in, taking over. */
export { default as AgentMenu } from "./components/AgentMenu.vue";
export { default as SupervisedNote } from "./components/SupervisedNote.vue";
export { default as SupervisionBar } from "./components/SupervisionBar.vue";
export { rememberSupervisions } from "./queries";
