/** Agents: the one at this desk with seat and state, and everybody else. */
export { default as SeatDialog } from "./components/SeatDialog.vue";
export { default as StateControl } from "./components/StateControl.vue";
export { default as StateItems } from "./components/StateItems.vue";
export { default as StateDot } from "./components/StateDot.vue";
export { BUSY, STATE_TONE } from "./looks";
export { rememberAgents, useAgents, useMe, useStateLog } from "./queries";
export { useSeat } from "./store";
export { useToldOfState } from "./told";
