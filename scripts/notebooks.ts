/**
 * Runs the notebooks in Jupyter and compares what they say with what is committed.
 * `npm run notebooks` runs all of them, `npm run notebooks -- notebooks/compile.ipynb` some; `--update` writes the new outputs down.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { differences } from "./notebooks/compare.js";
import { print, withOutputs, type Notebook } from "./notebooks/format.js";
import { requireJupyter, run } from "./notebooks/jupyter.js";

const FOLDER = resolve(import.meta.dirname, "..", "notebooks");
const KERNEL = join(FOLDER, "node_modules", "tslab");

const { values, positionals } = parseArgs({
  options: { update: { type: "boolean", default: false } },
  allowPositionals: true,
});

const all = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => join(FOLDER, name));

/** What is wrong with a notebook: lines, or none. */
async function check(path: string): Promise<string[]> {
  try {
    const committed = JSON.parse(readFileSync(path, "utf8")) as Notebook;
    const result = await run(path);
    if (!values.update) return differences(committed, result);
    writeFileSync(path, print(withOutputs(committed, result)));
    return [];
  } catch (error) {
    return (error as Error).message.trim().split("\n");
  }
}

async function main(): Promise<void> {
  await requireJupyter();
  if (!existsSync(KERNEL)) execFileSync("npm", ["ci"], { cwd: FOLDER, stdio: "inherit" });
  const paths = positionals.length > 0 ? positionals.map((path) => resolve(path)) : all();
  let failed = 0;
  const left = paths.values();
  const work = async (): Promise<void> => {
    for (const path of left) {
      const start = performance.now();
      const wrong = await check(path);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${wrong.length === 0 ? "✓" : "✗"} ${path.slice(FOLDER.length + 1)} (${seconds} s)`);
      for (const line of wrong) console.log(`    ${line}`);
      if (wrong.length > 0) failed++;
    }
  };
  // As many at a time as there are processors: each is a Jupyter of its own.
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`notebooks: ${String(paths.length - failed)} passed, ${String(failed)} failed`);
  if (failed === 0) return;
  console.log("If the new outputs are right, `npm run notebooks -- --update` writes them down.");
  process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
