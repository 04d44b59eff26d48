/**
 * Eager Values against a scalar engine as micrograd writes it, on a dense net of scalars: time and memory for every scalar
 * operation, over graphs of 10³ to 10⁷ nodes. Every measurement is a process of its own; engines take turns.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Engine, Measurement } from "./eager-child.js";
import { median, printTable, writeResults } from "./harness.js";

const child = fileURLToPath(new URL("eager-child.ts", import.meta.url));
const tsconfig = fileURLToPath(new URL("tsconfig.run.json", import.meta.url));
const ENGINES: readonly Engine[] = ["chainrule", "dot", "micrograd"];
const MEGABYTES: Readonly<Record<Engine, number>> = { chainrule: 4000, dot: 4000, micrograd: 8000 };

/** Sizes, with how often a process repeats the graph and how many processes there are of each engine. */
const SIZES = [
  { nodes: 1e3, repetitions: 40, rounds: 3 },
  { nodes: 1e4, repetitions: 40, rounds: 3 },
  { nodes: 1e5, repetitions: 15, rounds: 3 },
  { nodes: 1e6, repetitions: 5, rounds: 3 },
  { nodes: 1e7, repetitions: 2, rounds: 1 },
];
/** The baseline keeps some 300 bytes a node; it is not run beyond this. */
const MOST_OF_BASELINE = 1e6;

function run(engine: Engine, nodes: number, repetitions: number): Measurement {
  const flags = ["--expose-gc", `--max-old-space-size=${String(MEGABYTES[engine])}`, "--import", "tsx"];
  const args = [...flags, child, engine, String(nodes), String(repetitions)];
  const env = { ...process.env, TSX_TSCONFIG_PATH: tsconfig };
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", env })) as Measurement;
}

const results = SIZES.map(({ nodes, repetitions, rounds }) => {
  const found = new Map<Engine, Measurement[]>();
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) {
      if (engine === "micrograd" && nodes > MOST_OF_BASELINE) continue;
      found.set(engine, [...(found.get(engine) ?? []), run(engine, nodes, repetitions)]);
    }
  }
  const of = (engine: Engine, key: keyof Measurement): number =>
    median((found.get(engine) ?? []).map((measurement) => measurement[key]));
  for (const key of ["loss", "gradient"] as const) {
    for (const engine of found.keys()) {
      const [ours, theirs] = [of("chainrule", key), of(engine, key)];
      if (Math.abs(theirs - ours) <= 1e-9 * Math.abs(ours)) continue;
      throw new Error(`${engine}: the ${key} is ${String(theirs)}, expected ${String(ours)}`);
    }
  }
  return {
    nodes: of("chainrule", "nodes"),
    nanosecondsPerNode: of("chainrule", "nanoseconds"),
    baselineNanosecondsPerNode: of("micrograd", "nanoseconds"),
    nanosecondsPerMultiplyAddOfDot: of("dot", "nanoseconds"),
    bytesPerNode: of("chainrule", "bytesPerNode"),
    baselineBytesPerNode: of("micrograd", "bytesPerNode"),
  };
});

const shown = (x: number): number | string => (Number.isNaN(x) ? "–" : x);
printTable(
  "Eager: a dense net of scalars, forward and backward",
  results.map((result) => ({
    nodes: result.nodes,
    "ns/node": result.nanosecondsPerNode,
    "baseline ns/node": shown(result.baselineNanosecondsPerNode),
    "ours/baseline": shown(result.nanosecondsPerNode / result.baselineNanosecondsPerNode),
    "ns/multiply-add (dot)": result.nanosecondsPerMultiplyAddOfDot,
    "bytes/node": result.bytesPerNode,
    "baseline bytes/node": shown(result.baselineBytesPerNode),
  })),
);
writeResults("eager", { results });
