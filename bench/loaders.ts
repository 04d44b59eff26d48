/**
 * The same eager code in the ways Node loads it: `import`, `require`, and tsx in a project of CommonJS and of ES modules. Each run is a process of
 * its own; they take turns.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { home, median, printTable, writeResults } from "./harness.js";

const ROUNDS = 7;

/** A chain of 3,000 operations, forward and backward; prints the fewest nanoseconds an operation that a run took of the processor. */
const chain = (get: string): string => `${get}
  const step = () => {
    const x = new Value(0.5);
    let y = x;
    for (let i = 0; i < 1000; i++) y = y.mul(x).add(0.1).tanh();
    y.backward();
  };
  for (let i = 0; i < 300; i++) step();
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < 50; i++) step();
    return process.cpuUsage(before).user / 50 / 3;
  });
  console.log(Math.min(...times));`;
const required = chain('const { Value } = require("chainrule");');
const imported = chain('import { Value } from "chainrule";');

const root = fileURLToPath(new URL("..", home));
const project = mkdtempSync(join(tmpdir(), "chainrule-loaders-"));
mkdirSync(join(project, "node_modules"));
symlinkSync(root, join(project, "node_modules/chainrule"));
for (const [folder, type] of [
  ["default", "commonjs"],
  ["module", "module"],
] as const) {
  mkdirSync(join(project, folder));
  writeFileSync(join(project, folder, "package.json"), JSON.stringify({ type }));
  writeFileSync(join(project, folder, "chain.ts"), imported);
}
writeFileSync(join(project, "chain.mjs"), imported);
writeFileSync(join(project, "chain.cjs"), required);

const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
const ways: Readonly<Record<string, readonly string[]>> = {
  "node, import": ["chain.mjs"],
  "node, require": ["chain.cjs"],
  "tsx, default project": [tsx, "default/chain.ts"],
  'tsx, "type": "module"': [tsx, "module/chain.ts"],
};
const measured = Object.keys(ways).map((name) => ({ name, times: [] as number[] }));
for (let round = 0; round < ROUNDS; round++)
  for (const { name, times } of measured)
    times.push(
      Number(execFileSync(process.execPath, [...(ways[name] ?? [])], { cwd: project, encoding: "utf8" })),
    );
rmSync(project, { recursive: true });

const rows = measured.map(({ name, times }) => ({
  "loaded by": name,
  "ns an operation": Math.round(median(times)),
}));
printTable("Eager operations, forward and backward, by loader", rows);
writeResults("loaders", { loaders: rows });
