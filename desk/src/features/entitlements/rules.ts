import { ANY, type Place, type Promises, type Row } from "./model";

const PLACE: ReadonlySet<string> = new Set(["tier", "service_kind", "channel"]);

const same = (a: Place, b: Place) =>
  a.tier === b.tier && a.service_kind === b.service_kind && a.channel === b.channel;

export function rowAt(rows: readonly Row[], place: Place): Row | undefined {
  return rows.find((row) => same(row, place));
}

/** The places whose rows speak for `place`, from general to narrow, itself last. */
export function chain({ tier, service_kind, channel }: Place): Place[] {
  const all = [
    { tier, service_kind: ANY, channel: ANY },
    { tier, service_kind: ANY, channel },
    { tier, service_kind, channel: ANY },
    { tier, service_kind, channel },
  ];
  return all.filter((each, at) => all.findIndex((other) => same(each, other)) === at);
}

function merged(rows: readonly Row[], places: Place[]): Promises {
  return places.reduce<Promises>(
    (said, each) => ({ ...said, ...promisesOf(rowAt(rows, each)) }),
    {},
  );
}

/** What a row says, without its place and without what it leaves open. */
export function promisesOf(row: Row | undefined): Promises {
  if (!row) return {};
  return Object.fromEntries(
    Object.entries(row).filter(
      ([key, value]) => !PLACE.has(key) && value !== null && value !== undefined,
    ),
  );
}

/** What holds at `place`: the wider rows, changed by the narrower ones. */
export const resolve = (rows: readonly Row[], place: Place): Promises => merged(rows, chain(place));

/** What would hold at `place` if it had no row of its own. */
export const inherited = (rows: readonly Row[], place: Place): Promises =>
  merged(rows, chain(place).slice(0, -1));

/** The rows with `said` at `place`; a place that says nothing has no row. */
export function withPromises(rows: readonly Row[], place: Place, said: Promises): Row[] {
  const own = promisesOf({ ...place, ...said });
  const isEmpty = Object.keys(own).length === 0;
  const at = rows.findIndex((row) => same(row, place));
  if (at < 0) return isEmpty ? [...rows] : [...rows, { ...place, ...own }];
  return isEmpty
    ? rows.filter((_, index) => index !== at)
    : rows.map((row, index) => (index === at ? { ...place, ...own } : row));
}

/** Equal in what they say, whatever the order of their keys. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) =>
    alike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/** Which promises differ at `place` between two tables, by name. */
export function changes(before: readonly Row[], after: readonly Row[], place: Place): string[] {
  const old: Record<string, unknown> = { ...promisesOf(rowAt(before, place)) };
  const now: Record<string, unknown> = { ...promisesOf(rowAt(after, place)) };
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (key) => !alike(old[key], now[key]),
  );
}

export interface Mistake {
  /** The row meant, when the refusal names one. */
  row: number | null;
  field: string;
  said: string;
}

/** The service's refusal, a line a mistake, as places in the table. */
export function mistakes(text: string): Mistake[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const found = /^rows\[(\d+)\]\.?([\w.[\]]*): (.*)$/.exec(line);
      if (found) return { row: Number(found[1]), field: found[2] ?? "", said: found[3] ?? "" };
      return { row: null, field: "", said: line.replace(/^rows: /, "") };
    });
}

/** The misread fields of a request as mistakes of the table. */
export function misread(fields: { field: string; expected: string }[]): Mistake[] {
  return fields.map(({ field, expected }) => {
    const found = /rows\.(\d+)\.?(.*)$/.exec(field);
    return { row: found ? Number(found[1]) : null, field: found?.[2] ?? field, said: expected };
  });
}

/** Every place where two tables say something else. */
export function changedPlaces(before: readonly Row[], after: readonly Row[]): Place[] {
  const places = [...before, ...after.filter((row) => rowAt(before, row) === undefined)];
  return places.filter((place) => changes(before, after, place).length > 0);
}

/** The newest table with my changes against `base` put on it again; mine win place by place. */
export function rebased(base: readonly Row[], mine: readonly Row[], newest: readonly Row[]): Row[] {
  return changedPlaces(base, mine).reduce<Row[]>(
    (rows, place) => {
      const said: Record<string, unknown> = { ...promisesOf(rowAt(rows, place)) };
      const wanted: Record<string, unknown> = { ...promisesOf(rowAt(mine, place)) };
      for (const key of changes(base, mine, place)) said[key] = wanted[key];
      return withPromises(rows, place, said as Promises);
    },
    [...newest],
  );
}
