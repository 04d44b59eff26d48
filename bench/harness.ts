/**
 * How the benchmarks measure: every candidate is warmed up, then all are timed in turn, round after round, so that what the
 * machine does meanwhile meets all of them. Out come medians, printed as a table and written as JSON.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** This folder: what runs is compiled, by the same compiler as the package, and lies in out/bench/. */
export const home = new URL("../../bench/", import.meta.url);

/** Something to be timed. */
export interface Candidate {
  readonly name: string;
  /** Called, and awaited, before every stretch of runs; not timed. */
  select?(): unknown;
  run(): unknown;
}

export interface Timing {
  readonly name: string;
  /** Median over the rounds, nanoseconds a call. */
  readonly median: number;
  /** The fastest round, nanoseconds a call. */
  readonly best: number;
}

export interface Effort {
  /** Default 15. */
  readonly rounds?: number;
  /** How long a candidate runs in each round at least, in milliseconds. Default 30. */
  readonly slice?: number;
  /** How long a candidate is warmed up, in milliseconds. Default 500. */
  readonly warmup?: number;
}

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? NaN)) / 2;
};

export const micro = (nanoseconds: number): number => nanoseconds / 1000;

/** Milliseconds of one call. */
export function once(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Calls `work` until so many milliseconds are over; returns how often. */
function repeat(work: () => unknown, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  let calls = 0;
  do {
    work();
    calls++;
  } while (performance.now() < end);
  return calls;
}

/** Times candidates side by side: A B C, A B C, … */
export async function sideBySide(
  candidates: readonly Candidate[],
  { rounds = 15, slice = 30, warmup = 500 }: Effort = {},
): Promise<Timing[]> {
  const calls: number[] = [];
  for (const candidate of candidates) {
    await candidate.select?.();
    const warm = repeat(() => candidate.run(), warmup);
    calls.push(Math.max(1, Math.round((warm * slice) / warmup)));
  }
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, candidate] of candidates.entries()) {
      const count = calls[i] as number;
      await candidate.select?.();
      const start = performance.now();
      for (let call = 0; call < count; call++) candidate.run();
      (times[i] as number[]).push(((performance.now() - start) * 1e6) / count);
    }
  }
  return candidates.map(({ name }, i) => {
    const own = times[i] as number[];
    return { name, median: median(own), best: Math.min(...own) };
  });
}

/** Fails where two computations of the same numbers disagree: a fast wrong answer is no measurement. */
export function mustAgree(
  name: string,
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  tolerance: number,
): number {
  let [largest, difference] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    largest = Math.max(largest, Math.abs(ours[i] as number));
    difference = Math.max(difference, Math.abs((ours[i] as number) - (theirs[i] as number)));
  }
  const relative = difference / largest;
  if (relative <= tolerance) return relative;
  throw new Error(
    `${name}: numbers differ by ${String(relative)} of the largest, expected ${String(tolerance)}`,
  );
}

export type Row = Readonly<Record<string, string | number>>;

const shown = (cell: string | number | undefined): string =>
  typeof cell !== "number" ? (cell ?? "") : Number.isInteger(cell) ? String(cell) : cell.toPrecision(3);

/** Prints rows as a Markdown table. */
export function printTable(title: string, rows: readonly Row[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => shown(row[column])))];
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((line) => line[i]?.length ?? 0)));
  const line = (parts: readonly string[]): string =>
    `| ${parts.map((part, i) => (i === 0 ? part.padEnd(widths[i] ?? 0) : part.padStart(widths[i] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  console.log(`\n### ${title}\n`);
  console.log([line(columns), line(rule), ...cells.slice(1).map(line)].join("\n"));
}

/** Writes what a benchmark found, with the machine it ran on, to `bench/results/NAME.json`. */
export function writeResults(name: string, results: Readonly<Record<string, unknown>>): void {
  const [cpu] = cpus();
  const machine = { cpu: cpu?.model ?? "unknown", cores: cpus().length, node: process.version };
  const directory = new URL("results/", home);
  mkdirSync(directory, { recursive: true });
  const file = new URL(`${name}.json`, directory);
  writeFileSync(file, `${JSON.stringify({ machine, ...results }, null, 2)}\n`);
}
