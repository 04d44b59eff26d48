/**
 * Every operation, its first and its second derivatives against golden.json: points over all of double precision, from arithmetic with up
 * to 5,000 digits by scripts/golden.py. For Values (backward, the gradient of a gradient, and Hessians as numbers), for programs in double
 * precision, and, where the operands are single precision numbers, for programs in single precision.
 *
 * How far may a number be off? That depends on the problem, not on the formula that solves it. Let κ say by how many units in the last place
 * the exact result moves when the operands move by half a unit in their last place: nobody who was given rounded operands can ask for more.
 * The bounds stand in tolerances.ts, in units of max(1, κ) ulp.
 */
import { describe, expect, test } from "@jest/globals";
import { gradients, hessian, noGrad, topologicalOrder, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { ops, type FixedOp, type ListOp } from "../../src/ops/index.js";
import { readProjectFile } from "../files.js";
import { goldenBounds } from "../tolerances.js";
import { applied } from "./rows.js";

type Written = number | "Infinity" | "-Infinity" | null;

/** A row holds the operands, then a derivative for each of `orders`: how often it is taken by each operand. */
interface Golden {
  readonly orders: readonly (readonly number[])[];
  readonly rows: readonly (readonly Written[])[];
}

const table = JSON.parse(readProjectFile("test/ops/golden.json")) as Readonly<Record<string, Golden>>;
const names = Object.entries<FixedOp | ListOp>(ops)
  .filter(([, { kind }]) => kind === "fixed")
  .map(([name]) => name);

interface Precision {
  readonly name: "f64" | "f32";
  /** Digits of the significand, and the exponent of the least normal number. */
  readonly digits: number;
  readonly least: number;
  readonly largest: number;
}
const F64: Precision = { name: "f64", digits: 52, least: -1022, largest: Number.MAX_VALUE };
const F32: Precision = { name: "f32", digits: 23, least: -126, largest: (2 - 2 ** -23) * 2 ** 127 };

/** The distance of a number to the next, away from 0. */
function ulp(x: number, { digits, least, largest }: Precision): number {
  const size = Math.min(Math.abs(x), largest);
  let exponent = size < 2 ** least ? least : Math.floor(Math.log2(size));
  // The logarithm of a number beside a power of 2 may be rounded to that.
  if (2 ** exponent > size && exponent > least) exponent--;
  return 2 ** (exponent - digits);
}

class Point {
  readonly at: readonly number[];
  private readonly exact: ReadonlyMap<string, number>;

  constructor(
    readonly name: string,
    { orders }: Golden,
    row: readonly Written[],
  ) {
    const count = row.length - orders.length;
    this.at = row.slice(0, count) as number[];
    this.exact = new Map(
      orders.flatMap((order, i) => {
        const value = row[count + i];
        return value === null || value === undefined ? [] : [[order.join(), Number(value)]];
      }),
    );
  }

  /** The numbers of `order` for the operands that move. */
  private key(by: readonly number[]): string {
    const orders = this.at.map((_, i) => by.filter((operand) => operand === i).length);
    // The counts of a derivative do not move.
    const moving = [...this.exact.keys()][0]?.split(",").length ?? 0;
    return orders.every((order, i) => order === 0 || i < moving) ? orders.slice(0, moving).join() : "none";
  }

  /** Whether there is a derivative by these operands, one after the other. */
  expected(by: readonly number[]): number | undefined {
    return this.exact.get(this.key(by));
  }

  /** What is wrong with a number, or nothing. */
  fault(way: string, by: readonly number[], actual: number, precision: Precision): string[] {
    const exact = this.expected(by);
    if (exact === undefined) return [];
    const { largest } = precision;
    const unit = ulp(exact, precision);
    const moves = this.at.map((x, i) => Math.abs(this.expected([...by, i]) ?? 0) * (ulp(x, precision) / 2));
    const condition = moves.reduce((total, move) => total + (Number.isNaN(move) ? 0 : move), 0) / unit;
    const { ulps, units } = goldenBounds(this.name, by.length);
    const bound = ulps * Math.max(1, condition) * unit + (Math.abs(exact) < 2 ** (precision.least + 20) ? units * ulp(0, precision) : 0); // prettier-ignore
    const clipped = (x: number): number => Math.max(-largest, Math.min(largest, x));
    if (Math.abs(clipped(actual) - clipped(exact)) <= bound) return [];
    const where = `${this.name} (${way}, ${precision.name}) at ${this.at.join(", ")}, by [${by.join(", ")}]`;
    return [`${where}: ${String(actual)} for ${String(exact)}, κ = ${String(condition)}`];
  }
}

const points = (name: string): Point[] => {
  const golden = table[name] as Golden;
  return golden.rows.map((row) => new Point(name, golden, row));
};

const singles = (name: string): Point[] =>
  points(name).filter(({ at }) => at.every((x) => Math.fround(x) === x));

/** By Values, in every way that there is. */
function byValues(point: Point): string[] {
  const { name, at } = point;
  const leaves = at.map((x) => new Value(x));
  const out = applied(name, leaves);
  out.backward();
  const slopes = gradients(out, leaves, { createGraph: true });
  const columns = noGrad(() => hessian((...x: Value[]) => applied(name, x))(...at));
  return [
    ...point.fault("value", [], out.data, F64),
    ...leaves.flatMap(({ grad }, i) => point.fault("backward", [i], grad, F64)),
    ...slopes.flatMap((slope, i) => [
      ...point.fault("gradient as a graph", [i], slope.data, F64),
      ...gradients(slope, leaves).flatMap((second, j) => point.fault("its gradient", [i, j], second, F64)),
    ]),
    ...columns.flatMap((row, i) => row.flatMap(({ data }, j) => point.fault("hessian", [i, j], data, F64))),
  ];
}

/** By programs: one for the operation, and one for each of its local gradients, run at every point. */
function byPrograms(name: string, all: readonly Point[], precision: Precision): string[] {
  const leaves = (all[0] as Point).at.map(() => new Value(0.75));
  const root = applied(name, leaves);
  const roots = [root, ...gradients(root, leaves, { createGraph: true })];
  return roots.flatMap((each, k) => {
    // A gradient that is a constant is checked as a gradient already.
    if (each.op === "constant") return [];
    const program = compile(each, { parameters: leaves, outputs: [each], precision: precision.name });
    const by = k === 0 ? [] : [k - 1];
    return all.flatMap((point) => {
      program.parameters.set(point.at);
      program.run();
      return [
        ...point.fault("program", by, program.outputs[0] as number, precision),
        ...Array.from(program.gradients).flatMap((g, i) => point.fault("program", [...by, i], g, precision)),
      ];
    });
  });
}

test("there are golden values for every operation on fixed operands, from the smallest doubles to the largest", () => {
  expect(Object.keys(table).sort()).toEqual([...names].sort());
  for (const name of names) {
    expect(points(name).length).toBeGreaterThan(20);
    expect(singles(name).length).toBeGreaterThan(9);
  }
  const sizes = names.flatMap(points).flatMap(({ at }) => at.map(Math.abs));
  expect([Math.min(...sizes.filter((x) => x > 0)), Math.max(...sizes)]).toEqual([5e-324, 1.25e308]);
});

describe.each(names)("%s", (name) => {
  test("Values", () => {
    expect(points(name).flatMap(byValues)).toEqual([]);
  });

  test("programs in double precision", () => {
    expect(byPrograms(name, points(name), F64)).toEqual([]);
  });

  test("programs in single precision", () => {
    expect(byPrograms(name, singles(name), F32)).toEqual([]);
  });
});

/** Σ |∂D/∂v · v| over the graph: how far D may be off if every node is off by a relative 1 (Linnainmaa 1976). */
function sensitivity(result: Value): number {
  const nodes = topologicalOrder(result).filter(({ op }) => op !== "constant");
  const slopes = gradients(result, nodes);
  return nodes.reduce((total, node, i) => total + Math.abs((slopes[i] as number) * node.data), 0);
}

test.each(names)(
  "%s: third derivatives in the middle of the range, as exact as the formulas allow",
  (name) => {
    for (const point of points(name)) {
      if (!point.at.every((x) => Math.abs(x) > 0.1 && Math.abs(x) < 9)) continue;
      const leaves = point.at.map((x) => new Value(x));
      const first = gradients(applied(name, leaves), leaves, { createGraph: true });
      const second = first.map((slope) => gradients(slope, leaves, { createGraph: true }));
      second.forEach((row, i) => {
        row.forEach((value, j) => {
          const third = gradients(value, leaves, { createGraph: true });
          third.forEach((result, k) => {
            const expected = point.expected([i, j, k]);
            if (expected === undefined) return;
            const noise = 2 * sensitivity(result) * 2 ** -52;
            const bound = 8 * ulp(expected, F64) + (Number.isNaN(noise) ? 0 : noise);
            const isRight = Math.abs(result.data - expected) <= bound;
            expect([point.at, i, j, k, result.data, expected, isRight]).toEqual([point.at, i, j, k, result.data, expected, true]); // prettier-ignore
          });
        });
      });
    }
  },
);
