import type { Like } from "../like";
import type source from "../zh-CN/session";

const messages: Like<typeof source> = {
  welcome: "Welcome back",
  hint: "Logging in keeps you signed off; calls come only after you sign on.",
  login: "Login",
  password: "Password",
  show: "Show password",
  hide: "Hide password",
  submit: "Log in",
  submitting: "Logging in…",
  demo: "Demo accounts",
  demoHint: "One click logs you in",
  missing: "Enter login and password.",
  expired: "Your session has ended. Log in again.",
  webPhone: "Open the customers' web phone",
  points: {
    queue: { title: "One queue", text: "Calls and every other channel wait in a single line." },
    tier: { title: "Tiered service", text: "Each class of customer has a target that is kept." },
    why: { title: "Explainable", text: "Why this call came to you is one click away." },
  },
  role: {
    agent: "Agent",
    supervisor: "Supervisor",
    quality: "Quality reviewer",
    planner: "Planner",
    administrator: "Administrator",
  },
};
export default messages;
