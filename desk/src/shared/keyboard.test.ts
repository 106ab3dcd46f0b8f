import { expect, test } from "vitest";

import { actOf, SHORTCUTS } from "./keyboard";

const press = (code: string, more: Partial<KeyboardEvent> = {}) => ({
  code,
  key: code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  repeat: false,
  ...more,
});

test("call keys are told apart", () => {
  expect(actOf(press("F2"))).toBe("answer");
  expect(actOf(press("F2", { shiftKey: true }))).toBe("reject");
  expect(actOf(press("F4"))).toBe("hang-up");
  expect(actOf(press("KeyK", { ctrlKey: true }))).toBe("search");
  expect(actOf(press("KeyK", { ctrlKey: true, altKey: true }))).toBe("keypad");
});

test("an input method in the middle of a word does not swallow the answer key", () => {
  expect(actOf(press("F2", { key: "Process", isComposing: true }))).toBe("answer");
});

test("a layout or a mac keyboard changes the key, not the act", () => {
  expect(actOf(press("KeyK", { key: "ˋ", ctrlKey: true, altKey: true }))).toBe("keypad");
  expect(actOf(press("KeyK", { metaKey: true }))).toBe("search");
});

test("AltGr types characters", () => {
  const typed = press("KeyS", { ctrlKey: true, altKey: true });
  expect(actOf({ ...typed, getModifierState: (name) => name === "AltGraph" })).toBeNull();
});

test("a held key acts once, and plain letters never act", () => {
  expect(actOf(press("F4", { repeat: true }))).toBeNull();
  for (const keys of Object.values(SHORTCUTS)) {
    expect(keys).toMatch(/^(F\d+|Shift\+F\d+|Ctrl\+.+)$/);
  }
});

test("no two acts share a key", () => {
  const keys = Object.values(SHORTCUTS);
  expect(new Set(keys).size).toBe(keys.length);
});
