import type { Like } from "../like";
import type source from "../zh-CN/supervision";

const messages: Like<typeof source> = {
  act: {
    listen: "Listen",
    whisper: "Whisper",
    barge: "Barge in",
    "take-over": "Take over",
    leave: "Leave",
  },
  hint: {
    listen: "Nobody hears you",
    whisper: "Only the agent hears you",
    barge: "All three hear each other",
    "take-over": "You go on; the agent wraps up",
  },
  now: {
    listen: "Listening to {agent}",
    whisper: "Whispering to {agent}",
    barge: "In the call of {agent}",
    "take-over": "Taking over from {agent}",
  },
  told: {
    listen: "Supervisor {name} is listening to this call.",
    whisper: "Supervisor {name} is whispering to you; the customer does not hear it.",
    barge: "Supervisor {name} has joined; all three hear each other.",
    "take-over": "Supervisor {name} is taking this call over.",
  },
  with: "Customer {customer}",
  ringing: "Connecting your phone to the call of {agent}…",
  over: "You are no longer at that call.",
  notReached:
    "Your phone could not be reached. Make sure that you are signed on and its lamp is green, then try again.",
  others: "Another supervisor is at this call.",
  noSeat: "Your account has no seat, so no phone can be connected. Ask an administrator for one.",
  takenOver: "Supervisor {name} took over",
  chip: "{name}, {state}: open acts",
  takeOver: {
    title: "Take this call over?",
    text: "The customer talks to you; {agent} leaves the call and wraps up. You write the disposition at the end.",
  },
};
export default messages;
