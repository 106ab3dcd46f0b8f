import { expect, test } from "vitest";

import type { ContactView } from "@/shared/wire";

import { spansOf, wrappedMs } from "./times";

const AT = "2026-11-26T08:00:00Z";
const contact = (more: Partial<ContactView>) => ({ ended_at: AT, ...more }) as ContactView;

test("wrap-up runs while it lasts, stands when it is over, and is none for who nobody wrote up", () => {
  const now = Date.parse(AT) + 9_000;

  expect(wrappedMs(contact({ stage: "wrap-up", wrapped_at: null }), now)).toBe(9_000);
  expect(wrappedMs(contact({ stage: "done", wrapped_at: "2026-11-26T08:00:03Z" }), now)).toBe(
    3_000,
  );
  expect(wrappedMs(contact({ stage: "done", wrapped_at: null }), now)).toBe(0);
});

test("a span that has not begun is not told as none", () => {
  const now = Date.parse(AT) + 9_000;
  const spans = (more: Partial<ContactView>) =>
    spansOf(contact({ queued_at: null, answered_at: null, wrapped_at: null, ...more }), now).map(
      (span) => span.ms,
    );

  expect(spans({ stage: "done" })).toEqual([null, null, null]);
  expect(spans({ stage: "done", queued_at: "2026-11-26T07:59:50Z" })).toEqual([10_000, null, null]);
  expect(spans({ stage: "wrap-up", answered_at: AT })).toEqual([null, 0, 9_000]);
});
