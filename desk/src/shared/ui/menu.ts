const ITEM = "button:not(:disabled)";

/** Puts the keyboard on the first item of a menu that has just opened. */
export function enterMenu(menu: HTMLElement | undefined): void {
  menu?.querySelector<HTMLElement>(ITEM)?.focus();
}

/** Moves through the items of the menu under `event` by arrow keys, Home and End. */
export function moveInMenu(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(ITEM)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[to]?.focus();
}
