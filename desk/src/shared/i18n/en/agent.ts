import type { Like } from "../like";
import type source from "../zh-CN/agent";

const messages: Like<typeof source> = {
  state: {
    "signed-off": "Signed off",
    ready: "Ready",
    offered: "Ringing",
    talking: "Talking",
    held: "On hold",
    "wrap-up": "Wrap-up",
    "not-ready": "Not ready",
    missed: "Missed",
  },
  control: {
    label: "My state",
    signOn: "Sign on",
    signOff: "Sign off",
    signingOn: "Signing on…",
    after: "After this call: {state}",
    afterHint: "A contact is in hand; the state you choose applies when it is over.",
    limit: "{minutes} min limit",
    over: "Over the limit",
    productive: "Productive",
    missedHint: "The last call was not answered, so you were put aside. Choose Ready to go on.",
  },
  told: {
    now: "Supervisor {name} set your state to {state}.",
    later: "Supervisor {name} chose {state} for you, after this contact.",
  },
  seat: {
    none: "You are not an agent",
    noneMend: "You take no calls; your pages are in the navigation on the left.",
    takenTitle: "Signed on in another tab",
    takenText:
      "Another tab or computer has held your seat since {since}. Take over here? The other one stops taking calls at once.",
    takenCall:
      "A call in progress there goes on: its sound stays there; hold, transfer and hang up move here.",
    takeOver: "Take over here",
    elsewhere: "Your seat is in another tab; calls cannot be taken here.",
    stay: "Leave it",
    lostTitle: "Another tab has taken over this seat",
    lostText: "This tab takes no more calls. You can take the seat back.",
    lostAct: "Take it back",
  },
  today: {
    title: "My day",
    talks: "{n} handled",
    formula: "average handling = (talk + hold + wrap-up) ÷ wrap-ups",
    average: "{time} average handling",
    none: "Nothing recorded yet today",
  },
  page: {
    title: "Agents",
    subtitle: "{signed} of {all} signed on",
    group: "Group",
    gradeOf: "Grade {grade}",
    skills: "Skills",
    state: "State",
    since: "In state",
    all: "All",
    search: "Name, pinyin or staff number",
    lost: "Disconnected",
    callBack: "Call back (ready)",
    setState: "Set state",
    setNote: "The change is audited, and the agent sees it.",
    none: "No agent matches",
    noneMend: "Choose another group or clear the search.",
    set: "{name} is now “{state}”.",
  },
};
export default messages;
