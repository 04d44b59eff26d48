/** The check of an operation on its own: local gradients of a row against central differences of its number function, over its domain. */
import { notNegative, positiveInteger } from "../arguments/checks.js";
import { nearest } from "../arguments/nearest.js";
import { options, or, type ChecksOf } from "../arguments/options.js";
import { ChainruleError, describe } from "../errors.js";
import { functionOf, ops, type FixedOp, type Interval, type Op, type OpName } from "../ops/index.js";
import { applied, graphOf } from "../engine/apply.js";
import { definitionOf, type UserOp } from "../engine/define.js";
import { centralDifference, relativeError } from "./differences.js";
import { gradients } from "../transforms/gradients.js";
import { Value } from "../engine/value.js";

/** Where and how `checkOp` checks. */
export interface CheckOpOptions {
  /** How many points of the domain are tried. Default 20. */
  readonly points?: number;
  /** How far apart two derivatives may be, relative to the larger of them and 1. Default 1e-6. */
  readonly tolerance?: number;
}

/** The largest disagreement found for one derivative of an operation. */
export interface CheckedDerivative {
  /** `∂/∂x` or, of second order, `∂²/∂x∂y`. */
  readonly derivative: string;
  /** The numbers of the operands. */
  readonly at: readonly number[];
  /** What the definition says. */
  readonly analytic: number;
  /** The central difference. */
  readonly numeric: number;
  /** |analytic − numeric| / max(1, |analytic|, |numeric|). */
  readonly error: number;
}

/** Samples keep this part of an interval away from its ends and from what it leaves out. */
const MARGIN = 0.01;

const CHECKS = {
  points: or(positiveInteger, 20),
  tolerance: or(notNegative, 1e-6),
} satisfies ChecksOf<CheckOpOptions>;

interface Checked {
  readonly name: string;
  readonly row: FixedOp;
  readonly isSymbolic: boolean;
}

function rowToCheck(op: unknown): Checked {
  const own = definitionOf(op);
  if (own !== undefined) return own;
  if (typeof op === "string") {
    const row = Object.hasOwn(ops, op) ? (ops as Readonly<Record<string, Op>>)[op] : undefined;
    if (row?.kind === "fixed") return { name: op, row, isSymbolic: true };
  }
  const meant = typeof op === "string" ? nearest(op, Object.keys(ops)) : undefined;
  throw new ChainruleError(
    `checkOp: op is ${describe(op)}, expected what defineOp returned, or the name of an operation on fixed operands` +
      (meant === undefined ? "" : `; did you mean ${meant}?`),
  );
}

/**
 * Compares the local gradients of an operation with central differences, at points spread over its domain; and where the local gradients
 * are expressions, their derivatives too. Returns the worst point of each derivative.
 * @throws ChainruleError that names, for every derivative that fails, the operand, the point, both numbers and the relative error.
 * @example
 * const cube = defineOp({ name: "cube", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)] });
 * checkOp(cube).map(({ derivative }) => derivative); // ["∂/∂x", "∂²/∂x∂x"]
 */
export function checkOp(op: UserOp | OpName, given?: CheckOpOptions): CheckedDerivative[] {
  const { points, tolerance } = options("checkOp", given, CHECKS);
  const { name, row, isSymbolic } = rowToCheck(op);
  const worst = new Map<string, CheckedDerivative>();
  for (const at of samples(row.domain, points)) {
    for (const found of [...firstOrder(row, at), ...(isSymbolic ? secondOrder(row, at) : [])]) {
      const before = worst.get(found.derivative);
      // NaN is worse than any number.
      const isWorse = before === undefined || Number.isNaN(found.error) || found.error > before.error;
      if (isWorse) worst.set(found.derivative, found);
    }
  }
  const results = [...worst.values()];
  const failed = results.filter(({ error }) => !(error <= tolerance));
  if (failed.length === 0) return results;
  throw new ChainruleError(failed.map((found) => failure(name, row, found, tolerance)).join("\n"));
}

function failure(
  name: string,
  { operands }: FixedOp,
  { derivative, at, analytic, numeric, error }: CheckedDerivative,
  tolerance: number,
): string {
  const point = operands.map((operand, i) => `${operand} = ${String(at[i])}`).join(", ");
  return (
    `checkOp: ${name}: ${derivative} at ${point}: the definition gives ${String(analytic)}, the central difference ` +
    `${String(numeric)}, relative error ${error.toExponential(1)}, expected at most ${String(tolerance)}`
  );
}

function compared(
  derivative: string,
  at: readonly number[],
  analytic: number,
  numeric: number,
): CheckedDerivative {
  return { derivative, at, analytic, numeric, error: relativeError(analytic, numeric) };
}

/** The central difference of a function of several numbers by the k-th of them. */
const difference = (f: (at: readonly number[]) => number, at: readonly number[], k: number): number =>
  centralDifference((x) => f(at.with(k, x)), at[k] as number);

/** The local gradients of a row as functions of its operands. */
const localsOf = (row: FixedOp): ((at: readonly number[]) => number)[] =>
  row.gradients().map((gradient) => {
    const local = functionOf(gradient, [...row.operands, "out"]);
    return (at) => local([...at, row.num(...at)]);
  });

const firstOrder = (row: FixedOp, at: readonly number[]): CheckedDerivative[] =>
  localsOf(row).map((local, k) =>
    compared(
      `∂/∂${row.operands[k] as string}`,
      at,
      local(at),
      difference((moved) => row.num(...moved), at, k),
    ),
  );

function secondOrder(row: FixedOp, at: readonly number[]): CheckedDerivative[] {
  const leaves = at.map((x) => new Value(x));
  const out = applied(row, leaves);
  const variable = (operand: string): Value => leaves[row.operands.indexOf(operand)] ?? out;
  return row.gradients().flatMap((gradient, k) => {
    const slopes = gradients(graphOf(gradient, variable), leaves);
    const local = localsOf(row)[k] as (at: readonly number[]) => number;
    return slopes.map((slope, j) =>
      compared(
        `∂²/∂${row.operands[k] as string}∂${row.operands[j] as string}`,
        at,
        slope,
        difference(local, at, j),
      ),
    );
  });
}

/** Points spread evenly over a product of intervals: an additive recurrence with the generalised golden ratio. */
function samples(domain: readonly Interval[], count: number): number[][] {
  let ratio = 1.5;
  for (let i = 0; i < 40; i++) ratio = (1 + ratio) ** (1 / (domain.length + 1));
  return Array.from({ length: count }, (_, i) =>
    domain.map((interval, k) => place(interval, ((i + 0.5) * ratio ** -(k + 1)) % 1)),
  );
}

/** The place in an interval at a part of its length, from 0 to 1, with margins. */
function place({ min, max, without }: Interval, part: number): number {
  const margin = MARGIN * (max - min);
  const pieces = without === undefined ? [[min, max]] : [[min, without], [without, max]]; // prettier-ignore
  const inner = pieces
    .map(([from = 0, to = 0]) => [from + margin, to - margin] as const)
    .filter(([from, to]) => to > from);
  const length = inner.reduce((total, [from, to]) => total + to - from, 0);
  let left = part * length;
  for (const [from, to] of inner) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return max - margin;
}
