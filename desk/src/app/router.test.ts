import { createMemoryHistory, createRouter } from "vue-router";
import { expect, test } from "vitest";

import { routes } from "./router";

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
