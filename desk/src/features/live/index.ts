/** The live feed: a snapshot, then facts; the newest version of each entity counts. */
export { LiveConnection, type Listener, type LiveStatus } from "./connection";
export { apply, fromHello, NOTHING, rows, type FeedState } from "./feed";
export { useLiveStatus } from "./status";
