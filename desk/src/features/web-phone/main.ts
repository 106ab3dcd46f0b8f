import "@/shared/styles/tokens.css";
import "@/shared/styles/base.css";

import { VueQueryPlugin } from "@tanstack/vue-query";
import { createPinia } from "pinia";
import { createApp } from "vue";

import { i18n, speak } from "@/shared/i18n";
import { usePreferences } from "@/shared/preferences";

import PhonePage from "./pages/PhonePage.vue";

const app = createApp(PhonePage).use(createPinia()).use(VueQueryPlugin).use(i18n);

await speak(usePreferences().language);
app.mount("#app");
