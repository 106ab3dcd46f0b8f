import PinyinMatch from "pinyin-match";

/** Whether `text` holds `query`, as written, in pinyin, or by pinyin initials. */
export function holds(text: string, query: string): boolean {
  const wanted = query.trim();
  if (wanted === "") return true;
  if (text.toLowerCase().includes(wanted.toLowerCase())) return true;
  return PinyinMatch.match(text, wanted) !== false;
}
