/**
 * `npm run fuzz -- --seed 1 --count 20000`: random structured programs by Values, by plain numbers and compiled, compared number by number.
 * A difference is made small and printed as a program to paste; `--program K` runs one program of a seed again. Exits with 1 if there is a
 * difference. The programs are in test/fuzz.
 */
import { parseArgs } from "node:util";
import { fuzz, type Found } from "../test/fuzz/fuzz.js";
import { reproduction } from "../test/fuzz/print.js";
import { shrink } from "../test/fuzz/shrink.js";

const { values: given } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "20000" },
    program: { type: "string" },
  },
});

function whole(name: "seed" | "count" | "program", text: string): number {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n >= 0) return n;
  console.error(`fuzz: --${name} is ${text}, expected a whole number from 0`);
  process.exit(2);
}

/** Differences after which it stops: a fault shows in many programs. */
const MOST = 5;
const SECONDS_BETWEEN_LINES = 10;

const seed = whole("seed", given.seed);
const from = given.program === undefined ? 0 : whole("program", given.program);
const to = given.program === undefined ? whole("count", given.count) : from + 1;

const start = performance.now();
const seconds = (): number => (performance.now() - start) / 1000;
const n = (count: number): string => count.toLocaleString("en");
let last = 0;

function report({ program, given: found, finding }: Found): void {
  console.log(`\nprogram ${String(program)} of seed ${String(seed)}: made smaller …`);
  const { smallest, finding: smaller } = shrink(found, finding);
  console.log(`\n${reproduction(smallest, smaller)}\n`);
  console.log(`run it again: npm run fuzz -- --seed ${String(seed)} --program ${String(program)}`);
}

function progress(program: number, found?: Found): void {
  if (found !== undefined) report(found);
  const done = program + 1 - from;
  if (process.stdout.isTTY) process.stdout.write(`\r${n(done)} of ${n(to - from)} programs`);
  else if (seconds() - last >= SECONDS_BETWEEN_LINES) {
    last = seconds();
    console.log(`${n(done)} of ${n(to - from)} programs, ${seconds().toFixed(0)} s`);
  }
}

const { counts, nodes, findings } = fuzz({ seed, from, to, most: MOST, progress });
if (process.stdout.isTTY) process.stdout.write("\r");
const { exact, rounded, sampled, slopes } = counts;
const programs = findings.length < MOST ? to - from : (findings.at(-1)?.program ?? from) + 1 - from;
console.log(
  `${n(programs)} programs of seed ${String(seed)}, ${n(nodes)} nodes, ${seconds().toFixed(0)} s: ` +
    `${n(exact + rounded + sampled)} numbers compared (${n(exact)} the same, ${n(rounded)} within rounding, ` +
    `${n(sampled)} by trying other orders of additions), ${n(slopes)} slopes by central differences; ` +
    (findings.length === 0 ? "no difference" : `${n(findings.length)} with a difference`),
);
process.exitCode = findings.length === 0 ? 0 : 1;
