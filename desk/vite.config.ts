import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

import { mockServer } from "./mock/plugin.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run dev` sends API calls: a running centre, or the built-in mock when unset. */
const centre = process.env["YINGDA_HTTP"];

const proxy = centre
  ? { "/api": { target: `http://${centre}`, ws: true }, "/healthz": `http://${centre}` }
  : undefined;

export default defineConfig({
  plugins: [vue(), ...(centre ? [] : [mockServer()])],
  resolve: { alias: { "@": here("./src") } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
  },
  server: { host: "127.0.0.1", port: 5199, ...(proxy ? { proxy } : {}) },
  build: {
    outDir: here("../yingda/web"),
    emptyOutDir: true,
    manifest: true,
    // The chart engine loads with the first chart only; `npm run size` watches the first load.
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: { desk: here("./index.html"), phone: here("./phone.html") } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    // Its parts import their own style sheets, which only Vite understands.
    server: { deps: { inline: ["element-plus"] } },
  },
});
