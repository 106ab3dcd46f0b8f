/** Who is signed on in this browser, and what they may do. */
export { logOut } from "./api";
export { currentSession, rememberSession, useSession } from "./queries";
