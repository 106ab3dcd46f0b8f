/** The value tier of a customer, and why. */
export { default as TierBadge } from "./components/TierBadge.vue";
export { default as TierWhy } from "./components/TierWhy.vue";
