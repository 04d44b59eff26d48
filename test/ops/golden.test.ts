/**
 * First, second and third derivatives of every operation against golden.json: 20 points each, from 60-digit arithmetic by
 * scripts/golden.py.
 *
 * How far may a number be off? At most 4 units in the last place where the computation is well conditioned. How it is conditioned is itself
 * a matter of derivatives (Linnainmaa 1976): if every input and every operation in the graph of a result D is off by a relative ε, D
 * moves by at most ε · Σ |∂D/∂v · v| over the nodes v of its graph. Divided by |D|, that sum is the condition of the computation. Where
 * it is at most `WELL`, the bound is 4 ulp; elsewhere (1 − tanh² far out, where digits cancel) it is proportional to the condition.
 */
import { expect, test } from "@jest/globals";
import { gradients, topologicalOrder, Value } from "chainrule";
import { ops, type FixedOp, type ListOp } from "../../src/ops/index.js";
import { readProjectFile } from "../files.js";

interface Golden {
  /** How often each partial derivative is taken by each operand. */
  readonly orders: readonly (readonly number[])[];
  readonly points: readonly (readonly [at: readonly number[], derivatives: readonly number[]])[];
}

const table = JSON.parse(readProjectFile("test/ops/golden.json")) as Readonly<Record<string, Golden>>;
const names = Object.entries<FixedOp | ListOp>(ops)
  .filter(([, { kind }]) => kind === "fixed")
  .map(([name]) => name);

const ULPS = 4;
const WELL = 4;
/** The functions of the platform may themselves be off by so many units in the last place. */
const ROUNDING = 2;

/** The distance of the double `x` to the next, away from 0. */
function ulp(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  return 2 ** (exponent - 52);
}

/** Every partial derivative at a point as a node of one graph, by its orders. */
function derivatives(name: string, at: readonly number[], orders: Golden["orders"]): Value[] {
  const leaves = at.map((x) => new Value(x));
  const [receiver, ...rest] = leaves as [Value, ...Value[]];
  const methods = receiver as unknown as Record<string, (...operands: Value[]) => Value>;
  const made = new Map<string, Value>([[at.map(() => 0).join(), methods[name]?.(...rest) as Value]]);
  const derivative = (order: readonly number[]): Value => {
    const known = made.get(order.join());
    if (known !== undefined) return known;
    const by = order.findLastIndex((times) => times > 0);
    const below = derivative(order.with(by, (order[by] as number) - 1));
    const [value] = gradients(below, [leaves[by] as Value], { createGraph: true }) as [Value];
    made.set(order.join(), value);
    return value;
  };
  return orders.map(derivative);
}

/** Σ |∂D/∂v · v| over the graph. */
function sensitivity(result: Value): number {
  const nodes = topologicalOrder(result).filter(({ op }) => op !== "constant");
  const slopes = gradients(result, nodes);
  return nodes.reduce((total, node, i) => total + Math.abs((slopes[i] as number) * node.data), 0);
}

interface Compared {
  readonly at: readonly number[];
  readonly order: readonly number[];
  readonly actual: number;
  readonly expected: number;
  readonly ulps: number;
  readonly condition: number;
}

const compared = (name: string): Compared[] => {
  const { orders, points } = table[name] as Golden;
  return points.flatMap(([at, golden]) =>
    derivatives(name, at, orders).map((result, i) => {
      const expected = golden[i] as number;
      const ulps = Math.abs(result.data - expected) / ulp(expected);
      const condition = expected === 0 ? Infinity : sensitivity(result) / Math.abs(expected);
      return { at, order: orders[i] as number[], actual: result.data, expected, ulps, condition };
    }),
  );
};

test("there are golden values for every operation on fixed operands, at 20 points", () => {
  expect(Object.keys(table).sort()).toEqual([...names].sort());
  expect(Object.values(table).map(({ points }) => points.length)).toEqual(names.map(() => 20));
});
test("a derivative is right to 4 units in the last place in more than 95 of 100 cases, over all operations", () => {
  const all = names.flatMap(compared).filter(({ expected }) => expected !== 0);
  const right = all.filter(({ ulps }) => ulps <= ULPS);
  expect(all.length).toBeGreaterThan(3000);
  expect(right.length / all.length).toBeGreaterThan(0.95);
});

test.each(names)("%s: derivatives up to the third, as exact as their condition allows", (name) => {
  for (const { at, order, actual, expected, ulps, condition } of compared(name)) {
    const bound = expected === 0 ? 0 : condition <= WELL ? ULPS : ROUNDING * condition;
    const isRight = expected === 0 ? actual === 0 : ulps <= bound;
    expect({ at, order, actual, expected, bound, isRight }).toEqual({ at, order, actual, expected, bound, isRight: true }); // prettier-ignore
  }
});
