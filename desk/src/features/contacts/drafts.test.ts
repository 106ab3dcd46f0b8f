import { beforeEach, expect, test } from "vitest";
import { effectScope, nextTick, ref } from "vue";

import { forgetDraft, forgetOldDrafts, useDraft } from "./drafts";

const DAY_MS = 24 * 3600 * 1000;

beforeEach(() => localStorage.clear());

/** The draft of `id` as a desk that has just been opened finds it. */
function opened(id: string) {
  const current = ref(id);
  const scope = effectScope();
  const draft = scope.run(() => useDraft(current));
  if (!draft) throw new Error("no draft");
  return { draft, current, close: () => scope.stop() };
}

test("what was typed survives a reload", async () => {
  const first = opened("a");
  first.draft.value.note = "光猫红灯";
  first.draft.value.code = "fault.broadband";
  await nextTick();
  first.close();

  expect(opened("a").draft.value).toMatchObject({ note: "光猫红灯", code: "fault.broadband" });
});

test("each contact has its own draft", async () => {
  const desk = opened("a");
  desk.draft.value.note = "甲";
  await nextTick();
  desk.current.value = "b";
  await nextTick();
  expect(desk.draft.value.note).toBe("");

  desk.draft.value.note = "乙";
  await nextTick();
  desk.current.value = "a";
  await nextTick();

  expect(desk.draft.value.note).toBe("甲");
  expect(opened("b").draft.value.note).toBe("乙");
});

test("a finished contact's draft is forgotten", async () => {
  const desk = opened("a");
  desk.draft.value.note = "甲";
  await nextTick();
  forgetDraft("a");

  expect(opened("a").draft.value.note).toBe("");
});

test("drafts of more than a week ago are forgotten, with whatever cannot be read", async () => {
  const desk = opened("a");
  desk.draft.value.note = "甲";
  await nextTick();
  localStorage.setItem("yingda.draft.broken", "{");
  localStorage.setItem("yingda.theme", "dark");

  forgetOldDrafts(Date.now() + DAY_MS);
  expect(opened("a").draft.value.note).toBe("甲");
  forgetOldDrafts(Date.now() + 8 * DAY_MS);

  expect(Object.keys(localStorage)).toEqual(["yingda.theme"]);
});
