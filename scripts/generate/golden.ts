/**
 * Prints test/ops/golden.json: every operation with its partial derivatives up to the third order, at points over all of double precision,
 * rounded to doubles from as many bits as that takes. They come from what a row says an operation is (`exact`), by Taylor series; neither its
 * number function nor its gradients have part in them. `null` stands where there is none: at kinks, ties and poles.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { listOps, ops, type Op } from "../../src/ops/index.js";
import { NoDefinition, seriesOf, statement } from "./golden/definitions.js";
import { isCount, listsOf, pointsOf } from "./golden/points.js";
import { agree, exact, freed, monomials, Space, useBits, type Real } from "./golden/series.js";

export const GOLDEN = "test/ops/golden.json";
const ORDER = 3;
const LEAST_BITS = 1200;
const MOST_BITS = 40_000;

interface Entry {
  readonly name: string;
  readonly op: Op;
  readonly points: readonly (readonly number[])[];
}

const entries: readonly Entry[] = [
  ...Object.entries(ops).map(([name, op]) => ({ name, op, points: pointsOf(op) })),
  ...Object.entries(listOps).flatMap(([name, op]) =>
    listsOf(op).map((points) => ({
      name: `${name} of ${String((points[0]?.length ?? 0) / op.operands.length)}`,
      op,
      points,
    })),
  ),
];

/** The operands that have derivatives. */
const movingOf = ({ op }: Entry, at: readonly number[]): number =>
  at.filter((_, k) => op.kind === "list" || !isCount(op.domain[k])).length;

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** All partial derivatives at a point, in the order of the monomials, with the bits that are set. */
function derivatives(op: Op, at: readonly number[], moving: number): Real[] {
  const space = new Space(moving, ORDER);
  const operands = at.map((x, k) => (k < moving ? space.variable(k, exact(x)) : space.constant(exact(x))));
  const { head, terms } = seriesOf(op, operands);
  // A function that has no value has no derivatives.
  const rest = head.isNumber() ? exact(0) : exact(NaN);
  return space.monomials.map((exponents, i) =>
    exponents.reduce((term, n) => term.mul(factorial(n)), terms[i] ?? rest),
  );
}

/** The numbers are found once twice as many bits make no difference. */
function numbersAt({ name, op }: Entry, at: readonly number[], moving: number): (number | undefined)[] {
  let before: readonly Real[] = [];
  for (let bits = LEAST_BITS; bits <= MOST_BITS; bits *= 2) {
    useBits(bits);
    const found = derivatives(op, at, moving);
    if (found.every((x, i) => before[i] && agree(before[i], x))) {
      return found.map((x) => (x.isNumber() ? x.toNumber() : undefined));
    }
    before = found;
  }
  throw new RangeError(`${name} at ${at.join()}: ${String(MOST_BITS)} bits are too few`);
}

function written(x: number | undefined, isRough: boolean): string {
  if (x === undefined) return "null";
  if (!Number.isFinite(x)) return `"${String(x)}"`;
  return String(isRough ? Number(x.toPrecision(3)) : x);
}

function body(entry: Entry): string {
  const { name, op, points } = entry;
  const moving = movingOf(entry, points[0] ?? []);
  const orders = monomials(moving, ORDER);
  const rows = points.map((at) => {
    const numbers = freed(() => numbersAt(entry, at, moving));
    const half = at.length / op.operands.length;
    const value = op.kind === "fixed" ? op.num(...at) : op.num(at.slice(0, half), at.slice(half));
    if (numbers[0] === undefined && Number.isFinite(value)) {
      throw new RangeError(`${name}: what the row says it is exactly has no value at ${at.join()}, where \`num\` has ${String(value)}`); // prettier-ignore
    }
    // Third derivatives say how sensitive the second ones are; only in the middle of the range are they tested themselves.
    const isMiddle = at.every((x) => Math.abs(x) > 0.1 && Math.abs(x) < 9);
    const isRough = (i: number): boolean => !isMiddle && orders[i]?.reduce((a, b) => a + b) === ORDER;
    return `[${[...at, ...numbers.map((x, i) => written(x, isRough(i)))].join()}]`;
  });
  return `"orders":${JSON.stringify(orders)},"rows":[\n${rows.join()}]}`;
}

/** The code that finds numbers. */
const scripts = ["golden.ts", "golden/series.ts", "golden/basic.ts", "golden/definitions.ts"].map((file) =>
  readFileSync(new URL(file, import.meta.url), "utf8"),
);

/** What numbers were made from, and they themselves: numbers that someone changed are made anew. */
const digest = ({ op, points }: Entry, text: string): string =>
  createHash("sha256")
    .update(JSON.stringify([scripts, statement(op), points, text]))
    .digest("hex")
    .slice(0, 16);

function lackOf({ op }: Entry): string | undefined {
  try {
    statement(op);
    return undefined;
  } catch (error) {
    if (error instanceof NoDefinition) return error.message;
    throw error;
  }
}

/** Makes anew what is stale, or all. A row without a definition has no golden values: `tell` is called with what it lacks. */
export function goldenValues(isAll: boolean, tell: (lack: string) => void): string {
  const file = isAll || !existsSync(GOLDEN) ? "" : readFileSync(GOLDEN, "utf8");
  const line = /^"(?<name>.+?)":\{"made":"(?<made>\w+)",(?<text>[^}]*\})/gm;
  const before = new Map(Array.from(file.matchAll(line), ({ groups = {} }) => [groups.name, groups]));
  const lines = entries.flatMap((entry) => {
    const lack = lackOf(entry);
    if (lack !== undefined) {
      tell(lack);
      return [];
    }
    const { made, text = "" } = before.get(entry.name) ?? {};
    const isFresh = made === digest(entry, text);
    const kept = isFresh ? text : body(entry);
    return [`"${entry.name}":{"made":"${digest(entry, kept)}",${kept}`];
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}
