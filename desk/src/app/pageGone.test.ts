import { beforeEach, expect, test } from "vitest";

import { pageGone } from "./pageGone";

const said: string[] = [];
const gone = (isThere: boolean) =>
  pageGone({
    isThere: () => Promise.resolve(isThere),
    load: (address) => said.push(`load ${address}`),
    tell: () => said.push("tell"),
    store: sessionStorage,
  });

beforeEach(() => {
  said.length = 0;
  sessionStorage.clear();
});

test("an address whose code is gone is loaded afresh once, then the person is told", async () => {
  const page = gone(true);

  await page.missed("/wallboard");
  await page.missed("/wallboard");
  page.found();
  await page.missed("/wallboard");

  expect(said).toEqual(["load /wallboard", "tell", "load /wallboard"]);
});

test("while the service is away nothing is loaded, for there is nothing to load", async () => {
  await gone(false).missed("/wallboard");

  expect(said).toEqual(["tell"]);
});
