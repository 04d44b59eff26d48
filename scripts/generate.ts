/**
 * Writes what is derived from the table of operations: the class Value, the local-gradient closures and the table in the docs.
 * `npm run generate` writes the files; with `--check` it changes nothing and fails if one of them is stale.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { rulesModule } from "./generate/rules.js";
import { opsTable } from "./generate/table.js";
import { valueModule } from "./generate/value.js";

const files: Readonly<Record<string, () => string>> = {
  "src/engine/rules.ts": rulesModule,
  "src/engine/value.ts": valueModule,
  "docs/operations.md": opsTable,
};

const check = process.argv.includes("--check");
const options = await resolveConfig("package.json");
for (const [path, make] of Object.entries(files)) {
  const text = await format(make(), { ...options, filepath: path });
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (check) {
    console.error(`${path} is stale: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
