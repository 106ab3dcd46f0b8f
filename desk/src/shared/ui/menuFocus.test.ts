import { afterEach, expect, test } from "vitest";
import { ref } from "vue";

import { useMenuFocus } from "./menuFocus";

afterEach(() => document.body.replaceChildren());

function button(parent: HTMLElement = document.body): HTMLElement {
  return parent.appendChild(document.createElement("button"));
}
function opened() {
  const menu = document.body.appendChild(document.createElement("div"));
  const [first, opener] = [button(menu), button()];
  const focus = useMenuFocus(ref(menu), ref(opener));
  focus.isOpen.value = true;
  return { ...focus, first, opener };
}

test("a menu takes the keyboard and gives it back to where one was typing", async () => {
  const notes = document.body.appendChild(document.createElement("textarea"));
  notes.focus();
  const { entered, close, first, isOpen } = opened();

  entered();
  expect(document.activeElement).toBe(first);
  await close();
  expect(document.activeElement).toBe(notes);
  expect(isOpen.value).toBe(false);
});

test("where one was nowhere, or that place is gone, the keyboard goes to the opener", async () => {
  const gone = button();
  gone.focus();
  const { entered, close, opener } = opened();

  entered();
  gone.remove();
  await close();
  expect(document.activeElement).toBe(opener);
});

test("what closed by itself takes the keyboard from nobody", async () => {
  const elsewhere = button();
  const { entered, close, isOpen } = opened();

  entered();
  isOpen.value = false;
  elsewhere.focus();
  await close();
  expect(document.activeElement).toBe(elsewhere);
});
