import type { Messages } from "../messages";
import account from "./account";
import agent from "./agent";
import app from "./app";
import call from "./call";
import contact from "./contact";
import customer from "./customer";
import decision from "./decision";
import entitlement from "./entitlement";
import errors from "./errors";
import forecast from "./forecast";
import keys from "./keys";
import planning from "./planning";
import routing from "./routing";
import session from "./session";
import staffing from "./staffing";
import supervision from "./supervision";
import wallboard from "./wallboard";
import webPhone from "./webPhone";
import weight from "./weight";

const messages: Messages = {
  account,
  agent,
  app,
  call,
  contact,
  customer,
  decision,
  entitlement,
  errors,
  forecast,
  keys,
  planning,
  routing,
  session,
  staffing,
  supervision,
  wallboard,
  webPhone,
  weight,
};
export default messages;
