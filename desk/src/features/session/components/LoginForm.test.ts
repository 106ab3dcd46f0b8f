import { mount } from "@vue/test-utils";
import { beforeAll, expect, test } from "vitest";

import { i18n, speak } from "@/shared/i18n";

import LoginForm from "./LoginForm.vue";

beforeAll(() => speak("zh-CN"));

const form = (props = { busy: false, error: "" }) =>
  mount(LoginForm, { props, global: { plugins: [i18n] } });

test("login and password are sent, without spaces around the login", async () => {
  const page = form();
  await page.find("[data-testid=login-name]").setValue(" 8001 ");
  await page.find("[data-testid=login-password]").setValue("a secret ");
  await page.find("form").trigger("submit");

  expect(page.emitted("submit")).toEqual([["8001", "a secret "]]);
});

test("nothing is sent while something is missing, and the form says so", async () => {
  const page = form();
  await page.find("form").trigger("submit");

  expect(page.emitted("submit")).toBeUndefined();
  expect(page.find("[role=alert]").text()).toBe("请填写账号和密码。");
});

test("the service's refusal is shown", () => {
  expect(form({ busy: false, error: "账号或密码不对" }).find("[role=alert]").text()).toContain(
    "账号或密码不对",
  );
});
