import { createMemoryHistory, createRouter } from "vue-router";
import { expect, test } from "vitest";

import zh from "@/shared/i18n/zh-CN/app";

import { homeOf, routes } from "./router";

const ID = "0195f3a0-7c1d-7e55-b0c4-2f1f6f3c9a10";
const router = createRouter({ history: createMemoryHistory(), routes });

test.each([
  [`/contacts/${ID}`, "contact"],
  [`/customers/${ID}`, "customer"],
  [`/customers/${ID.toUpperCase()}`, "customer"],
  ["/contacts/12", "not-found"],
  [`/contacts/${ID}x`, "not-found"],
  ["/customers/%20", "not-found"],
  [`/customers/${ID}/more`, "not-found"],
])("%s is %s", (path, name) => {
  expect(router.resolve(path).name).toBe(name);
});

test("every page that asks for a permission names its place in the navigation", () => {
  const pages = routes.filter((each) => each.meta?.needs);

  expect(pages.length).toBeGreaterThan(12);
  expect(pages.filter((each) => !(String(each.meta?.nav) in zh.nav))).toEqual([]);
});

test("a planner begins with the forecast, who takes or oversees contacts with the desk", () => {
  expect(homeOf(["desk.use", "agents.read", "planning.use"])).toBe("forecast");
  expect(homeOf(["desk.use", "phone.use", "planning.use"])).toBe("desk");
  expect(homeOf(["desk.use", "contacts.read-all"])).toBe("desk");
  expect(homeOf(["desk.use"])).toBe("desk");
});
