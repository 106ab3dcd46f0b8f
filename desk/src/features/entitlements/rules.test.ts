import { expect, test } from "vitest";

import { FIELDS, shown, typed } from "./fields";
import type { Row } from "./model";
import {
  changes,
  inherited,
  misread,
  mistakes,
  rebased,
  resolve,
  rowAt,
  withPromises,
} from "./rules";

const rows: Row[] = [
  { tier: "gold", service_kind: "*", channel: "*", target_share: 0.9, within_ms: 10_000 },
  { tier: "gold", service_kind: "*", channel: "email", within_ms: 3_600_000 },
  { tier: "gold", service_kind: "complaint", channel: "*", target_share: 0.97 },
  { tier: "mass", service_kind: "*", channel: "*", target_share: 0.7, within_ms: 30_000 },
];
const at = (service_kind: string, channel: string, tier = "gold") => ({
  tier,
  service_kind,
  channel,
});

test("a narrower row changes only what it says", () => {
  expect(resolve(rows, at("complaint", "voice"))).toEqual({
    target_share: 0.97,
    within_ms: 10_000,
  });
});

test("the kind's row is narrower than the channel's", () => {
  expect(resolve(rows, at("complaint", "email"))).toEqual({
    target_share: 0.97,
    within_ms: 3_600_000,
  });
});

test("what is inherited leaves the place's own row out", () => {
  expect(inherited(rows, at("complaint", "*"))).toEqual({
    target_share: 0.9,
    within_ms: 10_000,
  });
  expect(inherited(rows, at("*", "*"))).toEqual({});
});

test("a place that says nothing any more loses its row", () => {
  const after = withPromises(rows, at("complaint", "*"), { target_share: undefined as never });

  expect(rowAt(after, at("complaint", "*"))).toBeUndefined();
  expect(after).toHaveLength(3);
});

test("a new place gets a row at the end, an old one keeps its place", () => {
  const more = withPromises(rows, at("fault", "*"), { reserve: 1 });
  const other = withPromises(rows, at("*", "*"), { target_share: 0.8 });

  expect(more.at(-1)).toEqual({ ...at("fault", "*"), reserve: 1 });
  expect(other[0]).toEqual({ ...at("*", "*"), target_share: 0.8 });
});

test("a change and its undoing leave no difference", () => {
  const changed = withPromises(rows, at("*", "*"), { target_share: 0.8, within_ms: 10_000 });
  const back = withPromises(changed, at("*", "*"), { within_ms: 10_000, target_share: 0.9 });

  expect(changes(rows, changed, at("*", "*"))).toEqual(["target_share"]);
  expect(changes(rows, back, at("*", "*"))).toEqual([]);
});

test("a refusal finds its row and its field", () => {
  const told = "rows[3].steps[0].group: no group named 'x'\nrows: gold · a · b: no group opens";

  expect(mistakes(told)).toEqual([
    { row: 3, field: "steps[0].group", said: "no group named 'x'" },
    { row: null, field: "", said: "gold · a · b: no group opens" },
  ]);
  expect(mistakes("rows[2]: missing; needs steps")).toEqual([
    { row: 2, field: "", said: "missing; needs steps" },
  ]);
});

test("a misread request finds its row as well", () => {
  expect(misread([{ field: "body.rows.4.target_share", expected: "less than 1" }])).toEqual([
    { row: 4, field: "target_share", said: "less than 1" },
  ]);
});

test("my changes go on the newer version, and what others changed stays", () => {
  const mine = withPromises(rows, at("*", "*"), { target_share: 0.8, within_ms: 10_000 });
  const newest = withPromises(rows, at("*", "*"), { target_share: 0.9, within_ms: 5_000 });

  expect(rowAt(rebased(rows, mine, newest), at("*", "*"))).toEqual({
    ...at("*", "*"),
    target_share: 0.8,
    within_ms: 5_000,
  });
});

test("a field shows and takes people's units", () => {
  const [share, within] = FIELDS;
  const answer = FIELDS.find((field) => field.clock === "answer_ms");
  if (!share || !within || !answer) throw new Error("a field is gone");

  expect(shown(share, { target_share: 0.975 })).toBe(97.5);
  expect(typed(share, 97.5, {}, {})).toEqual({ target_share: 0.975 });
  expect(typed(within, 12.5, { reserve: 1 }, {})).toEqual({ reserve: 1, within_ms: 12_500 });
  expect(typed(within, null, { reserve: 1, within_ms: 1 }, {})).toEqual({ reserve: 1 });
  const wider = { complaint: { acknowledge_ms: 1, answer_ms: 2, follow_up_ms: 3 } };
  expect(typed(answer, 1, {}, wider)).toEqual({
    complaint: { acknowledge_ms: 1, answer_ms: 3_600_000, follow_up_ms: 3 },
  });
});
