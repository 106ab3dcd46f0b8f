import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import account from "@/shared/i18n/zh-CN/account";
import type { AuditEntry } from "@/shared/wire";

import { details, place, type Words } from "./audit";

const NAMES: Record<string, string> = { roles: "角色", note: "说明", is_enabled: "启用" };
const VALUES: Record<string, string> = {
  "roles.agent": "座席",
  "is_enabled.true": "是",
  "is_enabled.false": "否",
};
const words: Words = {
  name: (key) => NAMES[key] ?? null,
  value: (key, value) => VALUES[`${key}.${value}`] ?? value,
};
const entry = (action: string, target: string, detail: Record<string, unknown>) =>
  ({ id: 1, action, target, detail }) as unknown as AuditEntry;

test("details are told in words, changes with before and after", () => {
  expect(details(entry("entitlements.saved", "version 2", { note: "放宽" }), words)).toBe(
    "说明: 放宽",
  );
  const changed = { is_enabled: [true, false], roles: [["agent"], ["agent", "lead"]] };
  expect(details(entry("user.changed", "8001", changed), words)).toBe(
    "启用: 是 → 否 · 角色: 座席 → 座席, lead",
  );
});

test("what means nothing to people is left out", () => {
  const seat = { seat: "de3892", take_over: false, note: "" };

  expect(details(entry("agent.sign-on", "x", seat), words)).toBe("");
});

test("a target leads to its page", () => {
  expect(place(entry("recording.listened", "c1", {}))).toBe("/contacts/c1");
  expect(place(entry("customer.revealed", "k1", {}))).toBe("/customers/k1");
  expect(place(entry("user.changed", "8001", {}))).toBe(null);
});

const service = join(import.meta.dirname, "../../../../yingda");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return each.name === "tests" ? [] : sources(path);
    return each.name.endsWith(".py") ? [path] : [];
  });
}

test("everything that the service writes down has its words", () => {
  const written = sources(service).flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\.record\(\s*(?:\w+|None),\s*"([a-z.-]+)"/g)].map(
      (found) => String(found[1]).replaceAll(".", "-"),
    ),
  );

  expect(written.length).toBeGreaterThan(8);
  expect(written.filter((code) => !(code in account.audit.actions))).toEqual([]);
});
