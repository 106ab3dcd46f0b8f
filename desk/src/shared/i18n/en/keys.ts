import type { Like } from "../like";
import type source from "../zh-CN/keys";

const messages: Like<typeof source> = {
  title: "Keyboard shortcuts",
  hint: "They work while you type with an input method; no plain letter is taken.",
  call: "Call",
  desk: "Desk",
  answer: "Answer",
  reject: "Reject",
  "hang-up": "Hang up",
  hold: "Hold / resume",
  mute: "Mute / unmute",
  transfer: "Transfer",
  keypad: "Keypad",
  "wrap-up-done": "Finish wrap-up",
  state: "Change state",
  notes: "Write notes",
  search: "Search customers",
  help: "This list",
};
export default messages;
