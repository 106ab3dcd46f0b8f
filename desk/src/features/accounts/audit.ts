import type { AuditEntry } from "@/shared/wire";

/** How names and values of details are called. */
export interface Words {
  /** Null for what means nothing to people. */
  name: (key: string) => string | null;
  value: (key: string, value: string) => string;
}

const isPair = (value: unknown): value is [unknown, unknown] =>
  Array.isArray(value) && value.length === 2;

function one(key: string, value: unknown, words: Words): string {
  if (Array.isArray(value)) return value.map((each) => one(key, each, words)).join(", ");
  if (value !== null && typeof value === "object")
    return Object.entries(value)
      .map(([name, each]) => `${words.name(name) ?? name} ${one(name, each, words)}`)
      .join(", ");
  return value === null ? "–" : words.value(key, String(value));
}

const isEmpty = (value: unknown) => value === false || value === "" || value === null;

/** What was done, as people read it; pairs of a change are its before and after. */
export function details(entry: AuditEntry, words: Words): string {
  const isChange = entry.action.endsWith(".changed");
  return Object.entries(entry.detail)
    .flatMap(([key, value]) => {
      const name = words.name(key);
      if (name === null || isEmpty(value)) return [];
      const text =
        isChange && isPair(value)
          ? `${one(key, value[0], words)} → ${one(key, value[1], words)}`
          : one(key, value, words);
      return [`${name}: ${text}`];
    })
    .join(" · ");
}

const PLACES: Record<string, string> = {
  recording: "contacts",
  disposition: "contacts",
  callback: "contacts",
  customer: "customers",
  tier: "customers",
};

/** The page of what was touched; null where it has none. */
export function place(entry: AuditEntry): string | null {
  const page = PLACES[entry.action.split(".")[0] ?? ""];
  return page ? `/${page}/${entry.target}` : null;
}
