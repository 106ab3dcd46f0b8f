/** The softphone of this desk and what an agent does with a call. */
export { useCall, useMyContacts } from "./acts";
export { callAct } from "./api";
export { default as PhoneNotices } from "./components/PhoneNotices.vue";
export { default as RingingPop } from "./components/RingingPop.vue";
export { default as SoftphoneBar } from "./components/SoftphoneBar.vue";
export { useSoftphone } from "./store";
export { default as CallerHead } from "./components/CallerHead.vue";
export { default as WaitBar } from "./components/WaitBar.vue";
