import type { FactMessage, Hello } from "@/shared/wire";

/** The newest known version of one entity; a null body says that it is gone. */
interface Known {
  version: number;
  body: unknown;
}
export type Table = ReadonlyMap<string, Known>;
export type FeedState = ReadonlyMap<string, Table>;

export const NOTHING: FeedState = new Map();

/** The state that a fresh snapshot describes. */
export function fromHello(hello: Hello): FeedState {
  const tables = Object.entries(hello.entities).map(([entity, rows]) => {
    const table = new Map<string, Known>(
      rows.map((row) => [row.id, { version: row.version, body: row }]),
    );
    return [entity, table] as const;
  });
  return new Map(tables);
}

/** The state after `fact`; the very same state when the fact is not news. */
export function apply(state: FeedState, fact: FactMessage): FeedState {
  const table = state.get(fact.entity) ?? new Map<string, Known>();
  const known = table.get(fact.id);
  if (known && known.version >= fact.version) return state;
  const next = new Map(table).set(fact.id, { version: fact.version, body: fact.body });
  return new Map(state).set(fact.entity, next);
}

/** The living rows of `entity`. */
export function rows<T>(state: FeedState, entity: string): T[] {
  const living: T[] = [];
  for (const { body } of state.get(entity)?.values() ?? []) {
    if (body !== null) living.push(body as T);
  }
  return living;
}
