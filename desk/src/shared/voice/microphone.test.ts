import { afterEach, expect, test, vi } from "vitest";

import { micTrouble, NoMicrophone, openMicrophone } from "./microphone";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["NotAllowedError", "refused"],
  ["NotFoundError", "missing"],
  ["NotReadableError", "busy"],
  ["SecurityError", "insecure"],
  ["SomethingNew", "busy"],
])("%s of the browser means %s", (name, trouble) => {
  expect(micTrouble({ name })).toBe(trouble);
});

test("a page without a secure context has no devices at all", async () => {
  vi.stubGlobal("navigator", {});

  await expect(openMicrophone()).rejects.toEqual(new NoMicrophone("insecure"));
});

test("a refusal of the browser keeps its reason", async () => {
  const refuse = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: refuse } });

  await expect(openMicrophone()).rejects.toMatchObject({ trouble: "refused" });
});
