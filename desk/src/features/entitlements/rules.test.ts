import { expect, test } from "vitest";

import type { Row } from "./model";
import { changes, inherited, misread, mistakes, resolve, rowAt, withPromises } from "./rules";

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
