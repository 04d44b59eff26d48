/**
 * Golden values, and how far a number may be from one. That depends on the problem, not on the formula that solves it. Let κ say by how many units
 * in the last place the exact result moves when the operands move by half a unit in their last place: nobody who was given rounded operands can
 * ask for more. The bounds stand in tolerances.ts, in units of max(1, κ) ulp.
 */
import { gradients, hessian, noGrad, topologicalOrder, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { readProjectFile } from "../files.js";
import { goldenBounds } from "../tolerances.js";

type Written = number | "Infinity" | "-Infinity" | null;

/** A row holds the operands, then a derivative for each of `orders`: how often it is taken by each operand. */
interface Golden {
  readonly orders: readonly (readonly number[])[];
  readonly rows: readonly (readonly Written[])[];
}

/** By operation; of those on lists, `sum of 3` has the lists of that length, the elements of two one after another. */
export const table = JSON.parse(readProjectFile("test/ops/golden.json")) as Readonly<Record<string, Golden>>;

interface Precision {
  readonly name: "f64" | "f32";
  /** Digits of the significand, and the exponent of the least normal number. */
  readonly digits: number;
  readonly least: number;
  readonly largest: number;
}
export const F64: Precision = { name: "f64", digits: 52, least: -1022, largest: Number.MAX_VALUE };
export const F32: Precision = { name: "f32", digits: 23, least: -126, largest: (2 - 2 ** -23) * 2 ** 127 };

/** The distance of a number to the next, away from 0. */
export function ulp(x: number, { digits, least, largest }: Precision): number {
  const size = Math.min(Math.abs(x), largest);
  let exponent = size < 2 ** least ? least : Math.floor(Math.log2(size));
  // The logarithm of a number beside a power of 2 may be rounded to that.
  if (2 ** exponent > size && exponent > least) exponent--;
  return 2 ** (exponent - digits);
}

/** Σ |∂D/∂v · v| over the graph: how far D may be off if every node is off by a relative 1 (Linnainmaa 1976). */
export function sensitivity(result: Value): number {
  const nodes = topologicalOrder(result).filter(({ op }) => op !== "constant");
  const slopes = gradients(result, nodes);
  const total = nodes.reduce((sum, node, i) => sum + Math.abs((slopes[i] as number) * node.data), 0);
  return Number.isNaN(total) ? 0 : total;
}

export class Point {
  /** What the formula of a derivative may be off by, where that is more than the bound: its sensitivity, by the operands. */
  readonly sensitivities = new Map<string, number>();
  readonly at: readonly number[];
  private readonly exact: ReadonlyMap<string, number>;
  /** How many operands have derivatives. */
  private readonly moving: number;

  constructor(
    readonly name: string,
    { orders }: Golden,
    row: readonly Written[],
  ) {
    const count = row.length - orders.length;
    this.at = row.slice(0, count) as number[];
    this.moving = orders[0]?.length ?? 0;
    this.exact = new Map(
      orders.flatMap((order, i) => {
        const value = row[count + i];
        return value === null || value === undefined ? [] : [[order.join(), Number(value)]];
      }),
    );
  }

  /** The derivative by these operands, one after the other; undefined if there is none. */
  expected(by: readonly number[]): number | undefined {
    // The counts of a derivative do not move.
    if (by.some((operand) => operand >= this.moving)) return 0;
    const order = Array.from({ length: this.moving }, (_, i) => by.filter((k) => k === i).length);
    return this.exact.get(order.join());
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
    const noise = (2 * (this.sensitivities.get(by.join()) ?? 0)) / 2 ** precision.digits;
    const clipped = (x: number): number => Math.max(-largest, Math.min(largest, x));
    if (Math.abs(clipped(actual) - clipped(exact)) <= bound + noise) return [];
    const where = `${this.name} (${way}, ${precision.name}) at ${this.at.join(", ")}, by [${by.join(", ")}]`;
    return [`${where}: ${String(actual)} for ${String(exact)}, κ = ${String(condition)}`];
  }
}

export const points = (name: string): Point[] => {
  const golden = table[name] as Golden;
  return golden.rows.map((row) => new Point(name, golden, row));
};

export const singles = (name: string): Point[] =>
  points(name).filter(({ at }) => at.every((x) => Math.fround(x) === x));

/** An operation of its operands, those of lists one after another. */
export type Apply = (operands: readonly Value[]) => Value;

/** By Values, in every way that there is. */
export function byValues(point: Point, of: Apply): string[] {
  const { at } = point;
  const leaves = at.map((x) => new Value(x));
  const out = of(leaves);
  out.backward();
  const slopes = gradients(out, leaves, { createGraph: true });
  const columns = noGrad(() => hessian((...x: Value[]) => of(x))(...at));
  return [
    ...point.fault("value", [], out.data, F64),
    ...leaves.flatMap(({ grad }, i) => point.fault("backward", [i], grad, F64)),
    ...out.localGradients().flatMap((slope, i) => point.fault("localGradients()", [i], slope, F64)),
    ...slopes.flatMap((slope, i) => [
      ...point.fault("gradient as a graph", [i], slope.data, F64),
      ...gradients(slope, leaves).flatMap((second, j) => point.fault("its gradient", [i, j], second, F64)),
    ]),
    ...columns.flatMap((row, i) => row.flatMap(({ data }, j) => point.fault("hessian", [i, j], data, F64))),
  ];
}

/** By programs: one for the operation, and one for each of its local gradients, run at every point. */
export function byPrograms(all: readonly Point[], of: Apply, precision: Precision): string[] {
  const leaves = (all[0] as Point).at.map(() => new Value(0.75));
  const root = of(leaves);
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
