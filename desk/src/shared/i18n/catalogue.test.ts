import { expect, test } from "vitest";

import en from "./en";
import { say, speak } from "./index";
import zh from "./zh-CN";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") found.set(at, value);
    else for (const [k, v] of leaves(value, at)) found.set(k, v);
  }
  return found;
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

const chinese = leaves(zh as Tree);
const english = leaves(en as Tree);

test("English says everything that Chinese says, and nothing more", () => {
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
});

test("both languages use the same placeholders", () => {
  const different = [...chinese].filter(
    ([key, text]) =>
      JSON.stringify(placeholders(text)) !== JSON.stringify(placeholders(english.get(key) ?? "")),
  );
  expect(different).toEqual([]);
});

test("no English sentence still holds Chinese characters", () => {
  const left = [...english].filter(
    ([key, text]) => key !== "app.language.zh-CN" && /\p{Script=Han}/u.test(text),
  );
  expect(left).toEqual([]);
});

test("no Chinese sentence was left empty", () => {
  expect([...chinese].filter(([, text]) => text.trim() === "")).toEqual([]);
});

test("English tells one from many, none among the many", async () => {
  await speak("en");

  expect(say("contact.floor.subtitle", { n: 1 })).toBe("1 contact in progress");
  expect(say("contact.floor.subtitle", { n: 0 })).toBe("0 contacts in progress");
  expect(say("routing.tier.figure.late_payments", { value: "1", n: 1 })).toBe(
    "1 late payment in a year",
  );
  await speak("zh-CN");
  expect(say("contact.floor.subtitle", { n: 1 })).toContain("1");
});
