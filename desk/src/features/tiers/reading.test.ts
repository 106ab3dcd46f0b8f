import { expect, test } from "vitest";

import { reading } from "./reading";

test.each([
  ["monthly_spend", 588.5, "588.50"],
  ["monthly_spend", 588, "588"],
  ["years", 17.25, "17.3"],
  ["product_count", 5, "5"],
  ["years", null, "–"],
])("%s of %s reads %s", (figure, value, read) => {
  expect(reading({ figure, value }, "en")).toBe(read);
});
