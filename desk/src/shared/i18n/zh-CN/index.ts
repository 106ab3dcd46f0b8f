import app from "./app";
import errors from "./errors";
import session from "./session";

export default { app, errors, session };
