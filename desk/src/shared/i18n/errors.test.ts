import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import errors from "./zh-CN/errors";

const service = join(import.meta.dirname, "../../../../yingda");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "tests" ? [] : sources(path);
    return entry.name.endsWith(".py") ? [path] : [];
  });
}

test("every error code of the service has its sentence", () => {
  const codes = sources(service).flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/^ {4}code = "([a-z-]+)"$/gm)].map((found) => found[1]),
  );
  const unknown = codes.filter((code) => code !== undefined && !(code in errors));

  expect(codes.length).toBeGreaterThan(0);
  expect([...new Set(unknown)]).toEqual([]);
});
