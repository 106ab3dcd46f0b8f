import { expect, test } from "vitest";

import type { ContactView } from "@/shared/wire";

import { wrappedMs } from "./times";

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
