import { expect, test } from "vitest";

import { preferenceTags } from "./preferences";

const say = (key: string, values?: Record<string, unknown>) =>
  [key.split(".").at(-1), values?.["name"]].filter(Boolean).join(" ");

test("warnings come first, unknown preferences are left out", () => {
  const tags = preferenceTags(
    { address_as: "许女士", do_not_call: true, channel: "sms", do_not_sms: false, call_time: "" },
    say,
  );

  expect(tags).toEqual([
    { text: "do_not_call", isWarning: true },
    { text: "addressAs 许女士", isWarning: false },
    { text: "sms", isWarning: false },
  ]);
});

test("free notes are shown as they are", () => {
  expect(preferenceTags({ notes: ["下午三点后来电"] }, say)).toEqual([
    { text: "下午三点后来电", isWarning: false },
  ]);
});
