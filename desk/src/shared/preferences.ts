import { defineStore } from "pinia";
import { ref, watch } from "vue";

import type { Language } from "./format";
import { LANGUAGES, speak } from "./i18n";

export type Theme = "light" | "dark" | "system";

const stored = (key: string) => localStorage.getItem(`yingda.${key}`);

function firstLanguage(): Language {
  const chosen = stored("language");
  if (LANGUAGES.includes(chosen as Language)) return chosen as Language;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

function firstTheme(): Theme {
  const chosen = stored("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Language and appearance of this browser; kept here because the service does not own them. */
export const usePreferences = defineStore("preferences", () => {
  const language = ref<Language>(firstLanguage());
  const theme = ref<Theme>(firstTheme());
  const system = matchMedia("(prefers-color-scheme: dark)");
  /** What the page is painted in, whoever chose it. */
  const isDark = ref(false);

  function paint(): void {
    isDark.value = theme.value === "dark" || (theme.value === "system" && system.matches);
    document.documentElement.dataset["theme"] = isDark.value ? "dark" : "light";
  }

  async function chooseLanguage(next: Language): Promise<void> {
    await speak(next);
    language.value = next;
    localStorage.setItem("yingda.language", next);
  }

  system.addEventListener("change", paint);
  watch(theme, (next) => {
    localStorage.setItem("yingda.theme", next);
    paint();
  });
  paint();

  return { language, theme, isDark, chooseLanguage };
});
