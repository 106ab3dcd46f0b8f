import type { Like } from "../like";
import type source from "../zh-CN/webPhone";

const messages: Like<typeof source> = {
  title: "Web phone",
  subtitle: "Call in as a customer would",
  caller: "Call as",
  anonymous: "Unknown number",
  anonymousHint: "A caller nobody knows",
  dial: "Call {number}",
  answer: "Answer",
  hangUp: "Hang up",
  mute: "Mute",
  unmute: "Unmute",
  erase: "Delete a digit",
  heard: "What you hear",
  state: {
    idle: "Ready",
    preparing: "Preparing the line…",
    calling: "Calling…",
    ringing: "The centre is calling you back",
    connected: "In call",
    over: "Call ended",
  },
  ended: {
    remote: "The other side hung up",
    local: "You hung up",
    busy: "The other side is busy",
    rejected: "The other side declined",
    unreachable: "Could not get through. Try again later.",
    notFound: "There is no such number.",
    failed: "The call failed ({cause}).",
  },
  off: {
    title: "The web phone is switched off",
    mend: "An administrator can switch it on; any SIP phone can call 10000 too.",
  },
  mic: {
    refused:
      "The browser does not allow the microphone. Allow it with the icon left of the address, then call.",
    missing: "No microphone was found. Plug in a headset, then call.",
    busy: "Another program is using the microphone. Close it, then call.",
    insecure:
      "This page is not on a secure connection, so the browser offers no microphone. Open it over https or on this machine.",
  },
  silenced: "The browser held back the sound. Click here to hear it.",
  privacy: "Calls are recorded, for the demo only.",
  desk: "Agents' desk",
  help: "Log an agent in on another tab and switch to Ready, then call 10000 from here. With nobody ready, wait a little: a call-back is offered. Press 1, and this phone rings when it is your turn.",
};
export default messages;
