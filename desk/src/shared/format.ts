import type { Words } from "./wire";

export type Language = "zh-CN" | "en";

/** `name` in the language, or the Chinese source where the other is missing. */
export function named(name: Words | null | undefined, language: string): string {
  if (name === null || name === undefined) return "";
  return (language === "en" ? name.en : name.zh) || name.zh;
}

const two = (n: number) => String(n).padStart(2, "0");

/** A span as `m:ss`, or `h:mm:ss` from one hour on; never negative. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Milliseconds from `since` to `now` or to `until`; 0 while `since` is unknown. */
export function elapsed(since: string | null | undefined, now: number | string): number {
  if (since === null || since === undefined) return 0;
  const end = typeof now === "string" ? Date.parse(now) : now;
  return Math.max(0, end - Date.parse(since));
}

/** A moment as time of day today, with the date otherwise. */
export function moment(at: string | null | undefined, language: string, now = Date.now()): string {
  if (!at) return "";
  const when = new Date(at);
  const sameDay = when.toDateString() === new Date(now).toDateString();
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const date: Intl.DateTimeFormatOptions =
    when.getFullYear() === new Date(now).getFullYear()
      ? { month: "short", day: "numeric" }
      : { year: "numeric", month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(language, sameDay ? time : { ...date, ...time }).format(when);
}

/** A moment around now: the time of day, with "tomorrow" or "yesterday" before it, or the date. */
export function nearMoment(
  at: string | null | undefined,
  language: string,
  now = Date.now(),
): string {
  if (!at) return "";
  const days = Math.round((midnight(Date.parse(at)) - midnight(now)) / 86_400_000);
  if (days === 0 || Math.abs(days) > 1) return moment(at, language, now);
  const day = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  return `${day} ${timeOfDay(at, language).slice(0, 5)}`;
}

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);

export function timeOfDay(at: string | null | undefined, language: string): string {
  if (!at) return "";
  return new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(
    new Date(at),
  );
}

export function day(at: string | null | undefined, language: string): string {
  if (!at) return "";
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(at));
}

/** A share of 1 as a whole percentage. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : `${Math.round(share * 100)}%`;
}

/** `number` grouped for reading; masks keep their stars in place. */
export function phone(number: string | null | undefined): string {
  if (!number) return "";
  const mobile = /^(1[\d*]{2})([\d*]{4})([\d*]{4})$/.exec(number.replace(/^\+86/, ""));
  return mobile ? mobile.slice(1).join(" ") : number;
}

/** One character that stands for a person: the last of a Chinese name, the first of others. */
export function initial(name: string | null | undefined): string {
  if (!name) return "";
  const last = [...name].at(-1) ?? "";
  return /\p{Script=Han}/u.test(last) ? last : (name[0] ?? "").toUpperCase();
}
