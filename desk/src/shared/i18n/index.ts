import { createI18n } from "vue-i18n";

import type { Language } from "../format";
import type { Messages } from "./messages";

export type { Messages } from "./messages";

export const LANGUAGES: readonly Language[] = ["zh-CN", "en"];

const catalogues: Record<Language, () => Promise<{ default: Messages }>> = {
  "zh-CN": () => import("./zh-CN"),
  en: () => import("./en"),
};

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN" as Language,
  fallbackLocale: "zh-CN" as Language,
  messages: {} as Record<Language, Messages>,
  missingWarn: false,
  fallbackWarn: false,
});

const loaded = new Set<Language>();

/** Loads the catalogue of `language` once, shows it, and names it to the browser. */
export async function speak(language: Language): Promise<void> {
  if (!loaded.has(language)) {
    const catalogue = await catalogues[language]();
    i18n.global.setLocaleMessage(language, catalogue.default as never);
    loaded.add(language);
  }
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}

/** The sentence of `key` outside components; the key itself where it is unknown. */
export function say(key: string, values: Record<string, unknown> = {}): string {
  return i18n.global.t(key as never, values as never);
}

/** Whether the catalogue has a sentence for `key`. */
export function knows(key: string): boolean {
  return i18n.global.te(key as never, i18n.global.locale.value);
}
