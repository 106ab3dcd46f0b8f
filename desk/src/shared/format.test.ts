import { expect, test } from "vitest";

import {
  clock,
  elapsed,
  initial,
  moment,
  named,
  nearMoment,
  percent,
  phone,
  timeOfDay,
} from "./format";

test.each([
  [0, "0:00"],
  [59_999, "0:59"],
  [60_000, "1:00"],
  [3_599_000, "59:59"],
  [3_600_000, "1:00:00"],
  [-5, "0:00"],
])("%i ms reads %s", (ms, text) => {
  expect(clock(ms)).toBe(text);
});

test("elapsed time is never negative, and 0 while the start is unknown", () => {
  const now = Date.parse("2026-01-01T00:00:10Z");

  expect(elapsed("2026-01-01T00:00:00Z", now)).toBe(10_000);
  expect(elapsed("2026-01-01T00:00:00Z", "2026-01-01T00:00:04Z")).toBe(4_000);
  expect(elapsed("2026-01-01T00:01:00Z", now)).toBe(0);
  expect(elapsed(null, now)).toBe(0);
});

test("names come in the language, or in Chinese where the other is missing", () => {
  expect(named({ zh: "金卡", en: "Gold" }, "en")).toBe("Gold");
  expect(named({ zh: "金卡", en: "" }, "en")).toBe("金卡");
  expect(named(null, "en")).toBe("");
});

test.each([
  ["13800000001", "138 0000 0001"],
  ["+8613800000001", "138 0000 0001"],
  ["138****0001", "138 **** 0001"],
  ["0571-88882210", "0571-88882210"],
  ["10000", "10000"],
  ["anonymous", "anonymous"],
  [null, ""],
])("the number %s is shown as %s", (number, shown) => {
  expect(phone(number)).toBe(shown);
});

test("a person's sign is the last character of a Chinese name, the first of others", () => {
  expect(initial("欧阳晓琳")).toBe("琳");
  expect(initial("sarah Chen")).toBe("S");
  expect(initial("")).toBe("");
});

test("today shows the time, other days the date too, other years the year", () => {
  const now = new Date(2026, 4, 6, 12, 0).getTime();
  const at = (...parts: [number, number, number, number, number]) =>
    moment(new Date(...parts).toISOString(), "en", now);

  expect(at(2026, 4, 6, 9, 5)).toBe("09:05");
  expect(at(2026, 4, 5, 9, 5)).toContain("May 5");
  expect(at(2025, 4, 5, 9, 5)).toContain("2025");
});

test.each(["en", "zh-CN"])(
  "an hour after midnight is hour 0 in %s, whatever the browser",
  (language) => {
    const at = new Date(2026, 4, 6, 0, 30);

    expect(moment(at.toISOString(), language, at.getTime())).toBe("00:30");
    expect(timeOfDay(at.toISOString(), language)).toBe("00:30:00");
  },
);

test("a moment around midnight says on which day it is", () => {
  const now = new Date(2026, 11, 31, 23, 45).getTime();
  const at = (day: number, hour: number, language = "en") =>
    nearMoment(new Date(2026, 11, day, hour, 30).toISOString(), language, now);

  expect(at(31, 23)).toBe("23:30");
  expect(at(32, 0)).toBe("tomorrow 00:30");
  expect(at(32, 0, "zh-CN")).toBe("明天 00:30");
  expect(at(30, 23)).toBe("yesterday 23:30");
  expect(at(29, 9)).toContain("Dec 29");
  expect(nearMoment(null, "en", now)).toBe("");
});

test("a share without a value is a dash, not zero", () => {
  expect(percent(0.854)).toBe("85%");
  expect(percent(null)).toBe("–");
});
