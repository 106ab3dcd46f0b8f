import type { Like } from "../like";
import type source from "../zh-CN/app";

const messages: Like<typeof source> = {
  name: "Yingda",
  tagline: "Every call answered,\nevery promise kept.",
  nav: {
    desk: "Desk",
    contacts: "Contacts",
    customers: "Customers",
    agents: "Agents",
    wallboard: "Wallboard",
    whatIf: "What-if",
    erlang: "Erlang",
    entitlements: "Promises",
    decisions: "Decisions",
    weights: "Weights",
    audit: "Audit",
    users: "Users",
  },
  act: {
    save: "Save",
    cancel: "Cancel",
    close: "Close",
    confirm: "Confirm",
    retry: "Try again",
    undo: "Undo",
    more: "Load more",
    clear: "Clear",
    copy: "Copy",
    view: "View",
    edit: "Edit",
    add: "Add",
    back: "Back",
  },
  theme: { label: "Appearance", light: "Light", dark: "Dark", system: "System" },
  language: { label: "Language", "zh-CN": "中文", en: "English" },
  menu: { account: "Account", signOut: "Sign out", help: "Keyboard shortcuts" },
  live: {
    connecting: "Connecting to live updates…",
    offline:
      "The connection to the service is lost; reconnecting. What you see may be out of date.",
    back: "Connected again",
    slow: "This machine fell behind; live updates were resynchronised.",
  },
  loading: "Loading",
  nothing: "Nothing here yet",
  unknown: "Unknown",
  yes: "Yes",
  no: "No",
  none: "None",
  notFound: {
    title: "No such page",
    mend: "The link may be out of date. Use the navigation on the left.",
    home: "Back to the desk",
  },
  failed: { title: "Could not load", mend: "Check the network and try again." },
};
export default messages;
