import { useQueryClient } from "@tanstack/vue-query";
import { computed, ref, shallowRef, watch } from "vue";

import { ApiError } from "@/shared/http";
import { isRefusal } from "@/shared/refusal";

import { fetchTable, saveTable } from "./api";
import type { Place, Promises, Row, Table } from "./model";
import { rememberTable, useEntitlements } from "./queries";
import {
  changedPlaces,
  misread,
  mistakes,
  rebased,
  rowAt,
  withPromises,
  type Mistake,
} from "./rules";

/** What the refusal says of the table, as mistakes at their places. */
function told(error: unknown): Mistake[] | null {
  if (isRefusal(error, "entitlements-refused"))
    return mistakes(String(error.details["mistakes"] ?? ""));
  if (isRefusal(error, "request-invalid"))
    return misread((error.details["fields"] ?? []) as { field: string; expected: string }[]);
  return null;
}

/** The table as it is being edited: what was read, what was changed, what was refused. */
export function useTableDraft() {
  const client = useQueryClient();
  const query = useEntitlements();
  const base = shallowRef<Table | null>(null);
  const rows = shallowRef<Row[]>([]);
  const refused = ref<Mistake[]>([]);
  /** Somebody saved a newer version while this one was edited. */
  const newer = shallowRef<Table | null>(null);

  const changed = computed(() => (base.value ? changedPlaces(base.value.rows, rows.value) : []));

  function take(table: Table): void {
    base.value = table;
    rows.value = table.rows;
    refused.value = [];
    newer.value = null;
  }
  watch(
    query.data,
    (table) => {
      if (table && changed.value.length === 0) take(table);
    },
    { immediate: true },
  );

  function change(place: Place, said: Promises): void {
    rows.value = withPromises(rows.value, place, said);
    refused.value = [];
  }

  /** Whether it was saved; a refusal of the table or a newer version is kept to be shown. */
  async function save(note: string): Promise<boolean> {
    if (!base.value) return false;
    try {
      const saved = await saveTable(base.value.version, note, rows.value);
      take(saved);
      rememberTable(client, saved);
      return true;
    } catch (error) {
      const said = told(error);
      if (said) refused.value = said;
      else if (error instanceof ApiError && error.code === "entitlements-changed")
        newer.value = await fetchTable();
      else throw error;
      return false;
    }
  }

  /** Puts my changes on the newer version, to be looked at and saved again. */
  function mend(): void {
    if (!base.value || !newer.value) return;
    const mine = rebased(base.value.rows, rows.value, newer.value.rows);
    take(newer.value);
    rows.value = mine;
  }

  return {
    query,
    base,
    rows,
    changed,
    refused,
    newer,
    take,
    change,
    save,
    mend,
    discard: () => base.value && take(base.value),
    restore: (old: Row[]) => (rows.value = old),
    mistakesAt: (place: Place) => {
      const row = rowAt(rows.value, place);
      return row ? refused.value.filter((each) => each.row === rows.value.indexOf(row)) : [];
    },
  };
}
