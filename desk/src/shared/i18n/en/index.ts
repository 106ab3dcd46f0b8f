import type { Messages } from "../messages";
import app from "./app";
import errors from "./errors";
import session from "./session";

const messages: Messages = { app, errors, session };
export default messages;
