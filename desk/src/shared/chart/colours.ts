const NAMES = [
  "ink",
  "ink-2",
  "ink-3",
  "line",
  "surface",
  "raised",
  "accent",
  "accent-soft",
  "ready",
  "hold",
  "alarm",
  "ring",
  "after",
  "rest",
  "font",
] as const;

/** The tokens as the page is painted now; a canvas cannot read them by itself. */
export type Colours = Record<(typeof NAMES)[number], string>;

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Colours;
}
