/** Writes the types of the service's API from its OpenAPI document, read from stdin. */
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { format, resolveConfig } from "prettier";

const place = fileURLToPath(new URL("../src/shared/api.gen.ts", import.meta.url));
const head =
  "/* Made by `make types` from the service's OpenAPI document; not edited by hand. */\n";

// The routes stay out: the desk names them itself, and their types would be forty times as long.
const told = { ...JSON.parse(await text(process.stdin)), paths: {} };
const made = head + astToString(await openapiTS(told));
const wanted = await format(made, { ...(await resolveConfig(place)), parser: "typescript" });
if (!process.argv.includes("--check")) {
  await writeFile(place, wanted);
} else if ((await readFile(place, "utf8").catch(() => "")) !== wanted) {
  process.stderr.write("src/shared/api.gen.ts is not what the service says: run `make types`.\n");
  process.exit(1);
}
