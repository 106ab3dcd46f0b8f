import { ref, watch, type Ref } from "vue";

export interface Draft {
  note: string;
  code: string;
  isSolved: boolean | null;
  callerState: string;
}

const PREFIX = "yingda.draft.";
const KEEP_MS = 7 * 24 * 3600 * 1000;
const empty = (): Draft => ({ note: "", code: "", isSolved: null, callerState: "" });

/** What stands under `key`; nothing when it is missing or cannot be read. */
function read(key: string): Partial<Draft> & { at?: number } {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Draft>;
  } catch {
    return {};
  }
}

function stored(id: string): Draft {
  const { note, code, isSolved, callerState } = { ...empty(), ...read(PREFIX + id) };
  return { note, code, isSolved, callerState };
}

/** Forgets drafts of contacts long over, so that notes do not stay on the machine. */
export function forgetOldDrafts(now = Date.now()): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const at = read(key).at ?? 0;
    if (now - at > KEEP_MS) localStorage.removeItem(key);
  }
}

export function forgetDraft(id: string): void {
  localStorage.removeItem(PREFIX + id);
}

/** What the agent has written about the contact so far; survives a reload of the page. */
export function useDraft(id: Ref<string>): Ref<Draft> {
  const draft = ref(stored(id.value));
  watch(id, (next) => (draft.value = stored(next)));
  watch(
    draft,
    (value, before) => {
      if (value !== before) return;
      localStorage.setItem(PREFIX + id.value, JSON.stringify({ ...value, at: Date.now() }));
    },
    { deep: true },
  );
  return draft;
}
