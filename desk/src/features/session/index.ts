/** Who is signed on in this browser, and what they may do. */
export { default as PasswordDialog } from "./components/PasswordDialog.vue";
export { logOut } from "./api";
export { currentSession, rememberSession, useSession } from "./queries";
