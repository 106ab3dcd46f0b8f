// Prints what a first load of each page costs in gzip-compressed script, and fails past the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const web = new URL("../../yingda/web/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", web), "utf8"));
const BUDGET_KB = 350;

/** Every script that loads before the page stands: entry, static imports, and the first page's own. */
function scripts(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const each of chunk.imports ?? []) scripts(each, found);
  return found;
}

const firstLoads = {
  "desk, log-in": ["index.html", "src/features/session/pages/LoginPage.vue"],
  "desk, work place": [
    "index.html",
    "src/app/shell/DeskShell.vue",
    "src/features/desk/pages/DeskPage.vue",
  ],
  "web phone": ["phone.html"],
};
const language = "src/shared/i18n/zh-CN/index.ts";

let isOver = false;
for (const [name, keys] of Object.entries(firstLoads)) {
  const files = new Set([...keys, language].flatMap((key) => [...scripts(key)]));
  const bytes = [...files]
    .filter((file) => file.endsWith(".js"))
    .reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, web))).length, 0);
  const kb = bytes / 1024;
  isOver ||= kb > BUDGET_KB;
  console.log(`${name.padEnd(18)} ${kb.toFixed(1).padStart(7)} kB gzip of ${BUDGET_KB}`);
}
process.exitCode = isOver ? 1 : 0;
