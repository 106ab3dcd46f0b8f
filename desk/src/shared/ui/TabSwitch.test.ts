import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";

import TabSwitch from "./TabSwitch.vue";

const tabs = ["b", "c", "a"].map((code) => ({ code, label: code }));

test("arrow keys choose the next tab, round the ends, and only the chosen one takes the Tab key", async () => {
  const switcher = mount(TabSwitch, {
    props: {
      tabs,
      modelValue: "b",
      "onUpdate:modelValue": (code: string) => switcher.setProps({ modelValue: code }),
    },
  });
  const row = switcher.get('[role="tablist"]');
  const chosen = () => switcher.get('[tabindex="0"]').text();

  expect(chosen()).toBe("b");
  await row.trigger("keydown", { key: "ArrowLeft" });
  expect(chosen()).toBe("a");
  await row.trigger("keydown", { key: "ArrowRight" });
  await row.trigger("keydown", { key: "ArrowRight" });
  expect(chosen()).toBe("c");
});
