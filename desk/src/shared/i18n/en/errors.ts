import type { Like } from "../like";
import type source from "../zh-CN/errors";

const messages: Like<typeof source> = {
  unknown:
    "That did not work ({code}). Try again; if it persists, give this code to your administrator.",
  offline: "The service cannot be reached. Check the network and try again.",
  refused: "The service did not accept this request ({status}).",
  "service-failed": "The service hit an internal error, which has been recorded. Try again later.",
  "service-unavailable": "The service is unavailable for the moment. Try again later.",
  "not-signed-in": "Your session has ended. Log in again.",
  "wrong-login": "Login or password is wrong. Try again.",
  "login-locked": "Too many attempts. Locked until {until}; try again after that.",
  "permission-denied": "You do not have this permission. Ask your administrator.",
  denied: "You do not have this permission. Ask your administrator.",
  "not-found": "It cannot be found; it may have been removed.",
  "customer-changed": "Someone has just changed this customer. The newest is loaded; save again.",
  "version-conflict": "Someone has just changed this. The newest is loaded; try again.",
  "seat-taken": "This agent is already signed on in another tab.",
  "seat-lost": "Another tab has taken over this seat.",
  "not-an-agent": "This account is not an agent and cannot take calls.",
  "agent-not-signed-on": "Sign on before changing state.",
  "state-not-allowed": "This state is not possible now. Finish the contact in hand first.",
  "unknown-reason": "There is no such reason. Choose again.",
  "contact-not-found": "This contact cannot be found.",
  "call-not-found": "This call is over.",
  "call-ended": "This call is over.",
  "not-your-call": "This call is not in your hands.",
  "wrong-stage": "The call's present state does not allow this.",
  "agent-not-available": "That agent cannot take the call now. Choose another agent or a queue.",
  "transfer-refused": "The transfer failed; the customer is still with you.",
  "disposition-missing": "Choose a disposition before finishing.",
  "disposition-required": "Choose a disposition before finishing.",
  "unknown-disposition": "There is no such disposition. Choose again.",
  "note-too-long":
    "The note is too long: {limit} characters at most, {given} given. Shorten it and save again.",
  "body-too-large": "That is more than the service accepts. Shorten it and try again.",
  "recording-missing":
    "The recording file is gone: moved or deleted. The rest of the contact is intact.",
  "recording-not-ready": "The recording is still being prepared. Come back shortly.",
  "extend-refused": "Wrap-up cannot be extended further.",
  "invalid-request": "Some of what was entered is not acceptable. Check and try again.",
  "login-taken": "This login is in use. Choose another.",
  "weak-password": "The password is too simple. Use at least {minimum} characters.",
  "web-phone-off": "The web phone is switched off.",
  "engine-unavailable": "The voice engine is unavailable for the moment. Try again later.",
  "too-many-requests": "Too many requests. Wait a moment.",
};
export default messages;
