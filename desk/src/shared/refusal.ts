import { ApiError } from "./http";
import { knows, say } from "./i18n";
import { moment } from "./format";

/** Error details as a person reads them: moments become times of day. */
function readable(details: Record<string, unknown>): Record<string, unknown> {
  const language = document.documentElement.lang || "zh-CN";
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) =>
      typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)
        ? [key, moment(value, language)]
        : [key, value],
    ),
  );
}

/** The sentence, with its mend, that tells a person about `error`. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) return say("errors.unknown", { code: String(error) });
  const key = `errors.${error.code}`;
  if (knows(key)) return say(key, readable(error.details));
  return say("errors.unknown", { code: error.code });
}

/** Whether `error` is the service's refusal with this code. */
export function isRefusal(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}
