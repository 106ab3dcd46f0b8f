import { expect, test } from "vitest";

import { productName } from "./index";

const known = [{ code: "mobile", name: { zh: "移动电话", en: "Mobile phone" } }];

test("a product of the pack is named in the language of the desk", () => {
  const product = { code: "mobile", name: "移动电话" };

  expect(productName(product, known, "en")).toBe("Mobile phone");
  expect(productName(product, known, "zh-CN")).toBe("移动电话");
});

test("a name of the record's own, a product unknown and a pack unread stay as they are", () => {
  expect(productName({ code: "mobile", name: "畅享 5G" }, known, "en")).toBe("畅享 5G");
  expect(productName({ code: "fax", name: "传真" }, known, "en")).toBe("传真");
  expect(productName({ code: "mobile", name: "移动电话" }, undefined, "en")).toBe("移动电话");
});
