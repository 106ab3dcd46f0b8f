/** The entitlement table: what each tier is promised, by service kind and channel. */
export { ANY, type Promises, type Row, type Step } from "./model";
export { refreshEntitlements, takeBack, useEntitlements } from "./queries";
export { useVersionWords } from "./words";
export { resolve } from "./rules";
