import { expect, test } from "vitest";

import type { ContactView } from "@/shared/wire";

import { callbacksDue, isLate } from "./callbacks";

const NINE = Date.parse("2026-03-02T01:00:00Z");
const contact = (id: string, stage: string, due: string | null) =>
  ({ id, stage, callback_due_at: due }) as ContactView;

test("only who has hung up is due, the first promised first", () => {
  const live = [
    contact("a", "callback", "2026-03-02T02:00:00Z"),
    contact("b", "queued", "2026-03-02T01:00:00Z"),
    contact("c", "dialling", "2026-03-02T01:30:00Z"),
    contact("d", "talking", null),
  ];
  expect(callbacksDue(live).map((each) => each.id)).toEqual(["c", "a"]);
});

test("a promise is late once its moment has passed", () => {
  expect(isLate(contact("a", "callback", "2026-03-02T01:00:00Z"), NINE)).toBe(false);
  expect(isLate(contact("a", "callback", "2026-03-02T01:00:00Z"), NINE + 1)).toBe(true);
  expect(isLate(contact("a", "queued", null), NINE)).toBe(false);
});
