/**
 * Writes what is derived from the table of operations: methods and functions, the local-gradient closures and those of second order, the table in the
 * docs; the iris data; the pictures in the docs; and golden values for the tests.
 * `npm run generate` writes the files; with `--check` it changes nothing and fails if one of them is stale. Golden values are computed where what
 * they were made from has changed; with `--all`, everywhere.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { GOLDEN, goldenValues } from "./generate/golden.js";
import { functionsModule } from "./generate/functions.js";
import { irisModule } from "./generate/iris.js";
import { methodsModule } from "./generate/methods.js";
import { rulesModule } from "./generate/rules.js";
import { secondOrderModule } from "./generate/second-order.js";
import { opsTable } from "./generate/table.js";

const files: Readonly<Record<string, () => string>> = {
  "src/engine/generated/rules.ts": rulesModule,
  "src/engine/generated/second-order.ts": secondOrderModule,
  "src/engine/generated/methods.ts": methodsModule,
  "src/engine/generated/functions.ts": functionsModule,
  "src/datasets/iris-data.ts": irisModule,
  "docs/operations.md": opsTable,
};

const [check, all] = ["--check", "--all"].map((flag) => process.argv.includes(flag));
const options = await resolveConfig("package.json");

/** Each path with what its file has to hold. */
async function write(made: Readonly<Record<string, () => string | Promise<string>>>): Promise<void> {
  for (const [path, make] of Object.entries(made)) {
    const raw = await make();
    const text = /\.(?:svg|json)$/.test(path) ? raw : await format(raw, { ...options, filepath: path });
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    if (check) {
      console.error(`${path} is stale: run \`npm run generate\``);
      process.exitCode = 1;
    } else {
      writeFileSync(path, text);
      console.log(`wrote ${path}`);
    }
  }
}

await write(files);
// The pictures are drawn by the engine that has just been written.
await write((await import("./generate/pictures.js")).pictures);
await write({ "docs/pictures/floors.svg": (await import("./generate/floors.js")).floorsPicture });
const tell = (lack: string): void => {
  console.error(lack);
  if (check) process.exitCode = 1;
};
await write({ [GOLDEN]: () => goldenValues(all === true, tell) });
