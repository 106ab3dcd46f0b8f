/** Queues as they are now, and why a contact went to an agent. */
export { default as QueueChip } from "./components/QueueChip.vue";
export { default as WhyPopover } from "./components/WhyPopover.vue";
export { rememberQueues, useDecisions, useQueues } from "./queries";
export { useClassName } from "./words";
export { reasons, type Words as ReasonWords } from "./sentences";
