import "@/shared/styles/tokens.css";
import "@/shared/styles/base.css";

import { VueQueryPlugin } from "@tanstack/vue-query";
import { createPinia } from "pinia";
import { createApp } from "vue";

import { onSignedOut } from "@/shared/http";
import { i18n, say, speak } from "@/shared/i18n";
import { tell } from "@/shared/notice";
import { usePreferences } from "@/shared/preferences";
import { rememberSession } from "@/features/session";

import App from "./App.vue";
import { pageGone } from "./pageGone";
import { deskQueries } from "./queryClient";
import { deskRouter } from "./router";

const client = deskQueries();
const router = deskRouter(client);
const app = createApp(App)
  .use(createPinia())
  .use(VueQueryPlugin, { queryClient: client })
  .use(i18n)
  .use(router);

const page = pageGone({
  isThere: () =>
    fetch("/healthz").then(
      () => true,
      () => false,
    ),
  load: (address) => location.assign(address),
  tell: () => tell(say("app.failed.mend"), "alarm"),
  store: sessionStorage,
});
router.onError((_error, to) => void page.missed(to.fullPath));
router.afterEach((_to, _from, failure) => {
  if (!failure) page.found();
});

onSignedOut(() => {
  rememberSession(client, null);
  void router.replace({ name: "login", query: { expired: "1" } });
});

await speak(usePreferences().language);
app.mount("#app");
