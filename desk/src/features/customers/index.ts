/** Customers: found, shown with tier-and-why, and kept. */
export { default as CustomerPanel } from "./components/CustomerPanel.vue";
export { default as CustomerPalette } from "./components/CustomerPalette.vue";
export { useCustomer } from "./queries";
