import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const design = readFileSync(join(import.meta.dirname, "../../../DESIGN.md"), "utf8");

/** The tokens set in the block that starts with `selector`. */
function block(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((found) => [found[1] ?? "", found[2] ?? ""]),
  );
}

const plain = block(":root {");
const light = block('[data-theme="light"]');
const dark = block('[data-theme="dark"]');

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const TONES = ["ready", "ring", "talk", "hold", "after", "rest", "alarm"];
const PAIRS: [string, string][] = [
  ...["ink", "ink-2", "ink-3"].flatMap((ink): [string, string][] =>
    ["paper", "surface", "sunken", "raised", "hover"].map((ground) => [ink, ground]),
  ),
  ["accent", "surface"],
  ["accent", "accent-soft"],
  ["on-accent", "accent"],
  ...TONES.flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, "surface"],
    ["on-solid", tone],
  ]),
  ...[1, 2, 3].map((rank): [string, string] => [`tier-${rank}`, `tier-${rank}-soft`]),
];

test.each([
  ["light", light],
  ["dark", dark],
])("text is readable on every ground (%s)", (_, theme) => {
  const tooFaint = PAIRS.map(([text, ground]) => ({
    pair: `${text} on ${ground}`,
    ratio: contrast(theme.get(`--${text}`) ?? "#000000", theme.get(`--${ground}`) ?? "#000000"),
  })).filter(({ ratio }) => ratio < 4.5);

  expect(tooFaint).toEqual([]);
});

test("both themes set the same tokens", () => {
  expect([...dark.keys()].sort()).toEqual([...light.keys()].sort());
});

test("every token has its meaning in DESIGN.md", () => {
  const nameless = [...plain.keys(), ...light.keys()].filter((token) => !design.includes(token));

  expect(nameless).toEqual([]);
});
