/**
 * Eager Values against a scalar engine as micrograd writes it, and against bare objects, on a dense net of scalars: time and memory
 * for every scalar operation, over graphs of 10³ to 10⁷ nodes. Every measurement is a process of its own; engines take turns.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Engine, Measurement } from "./eager-child.js";
import { median, printTable, writeResults } from "./harness.js";

const child = fileURLToPath(new URL("eager-child.js", import.meta.url));
const ENGINES: readonly Engine[] = ["chainrule", "dot", "micrograd", "allocation"];
/** New objects first live in the young generation of V8; its size decides how often the graph is copied while it is recorded. */
const YOUNG_GENERATIONS = {
  byDefault: { title: "V8 as it is", flags: [] },
  wideYoungGeneration: { title: "node --max-semi-space-size=128", flags: ["--max-semi-space-size=128"] },
} as const;

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

function run(engine: Engine, nodes: number, repetitions: number, young: readonly string[]): Measurement {
  const flags = ["--expose-gc", "--max-old-space-size=8000", ...young];
  const args = [...flags, child, engine, String(nodes), String(repetitions)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Measurement;
}

type Size = (typeof SIZES)[number];

function compare({ nodes, repetitions, rounds }: Size, young: readonly string[]): Record<string, number> {
  const found = new Map<Engine, Measurement[]>();
  for (let round = 0; round < rounds; round++) {
    for (const engine of ENGINES) {
      if (engine === "micrograd" && nodes > MOST_OF_BASELINE) continue;
      found.set(engine, [...(found.get(engine) ?? []), run(engine, nodes, repetitions, young)]);
    }
  }
  const of = (engine: Engine, key: keyof Measurement): number =>
    median((found.get(engine) ?? []).map((measurement) => measurement[key]));
  for (const key of ["loss", "gradient"] as const) {
    for (const engine of found.keys()) {
      // It computes nothing.
      if (engine === "allocation") continue;
      const [ours, theirs] = [of("chainrule", key), of(engine, key)];
      if (Math.abs(theirs - ours) <= 1e-9 * Math.abs(ours)) continue;
      throw new Error(`${engine}: the ${key} is ${String(theirs)}, expected ${String(ours)}`);
    }
  }
  const nanoseconds = of("chainrule", "nanoseconds");
  return {
    nodes: of("chainrule", "nodes"),
    "ns/node": nanoseconds,
    "baseline ns/node": of("micrograd", "nanoseconds"),
    "ours/baseline": nanoseconds / of("micrograd", "nanoseconds"),
    "allocation ns/node": of("allocation", "nanoseconds"),
    "ours/allocation": nanoseconds / of("allocation", "nanoseconds"),
    "ns/multiply-add (dot)": of("dot", "nanoseconds"),
    "bytes/node": of("chainrule", "bytesPerNode"),
    "baseline bytes/node": of("micrograd", "bytesPerNode"),
  };
}

const shown = (x: number): number | string => (Number.isNaN(x) ? "–" : x);
const results = Object.entries(YOUNG_GENERATIONS).map(([name, { title, flags }]) => {
  const found = SIZES.map((size) => compare(size, flags));
  printTable(
    `Eager: a dense net of scalars, forward and backward; ${title}`,
    found.map((row) => Object.fromEntries(Object.entries(row).map(([column, x]) => [column, shown(x)]))),
  );
  return [name, found] as const;
});
writeResults("eager", Object.fromEntries(results));
