import { expect, test } from "vitest";

import { dispositionPath } from "@/features/packs";
import type { DispositionNode } from "@/shared/wire";

import { leaves } from "./dispositions";

const node = (code: string, children: DispositionNode[] = []): DispositionNode => ({
  code,
  name: { zh: code, en: code },
  children,
});
const tree = [node("a", [node("a.1", [node("a.1.x"), node("a.1.y")]), node("a.2")]), node("b")];
const codes = (path: DispositionNode[]) => path.map((each) => each.code).join(" > ");

test("only leaves can be chosen, each with its way", () => {
  expect(leaves(tree).map(codes)).toEqual(["a > a.1 > a.1.x", "a > a.1 > a.1.y", "a > a.2", "b"]);
});

test("three taps reach every result of a tree of three levels", () => {
  expect(Math.max(...leaves(tree).map((path) => path.length))).toBeLessThanOrEqual(3);
});

test("a code leads back to its path; an unknown one to none", () => {
  expect(codes(dispositionPath(tree, "a.1.y"))).toBe("a > a.1 > a.1.y");
  expect(dispositionPath(tree, "z")).toEqual([]);
});
