/**
 * Operations on lists that the compiler has never heard of: it reads the row of each, as the engine does. Value, gradient and second
 * order, alone and side by side, in loops and in the interpreter; and what a row does not state is an error.
 */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, defineOp, gradients, hessian, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { toDot } from "chainrule/draw";
import type { GraphNode, Rule } from "../../src/engine/rule.js";
import { addRow, flatOperands, listOps, totalOps, type ListOp } from "../../src/ops/index.js";
import { localGradientsOf } from "../../src/engine/local-gradients.js";
import { addRule } from "../../src/engine/apply.js";
import { named } from "../../src/ops/notation.js";
import { list, lists } from "../../src/ops/row.js";
import { constant, one } from "../../src/ops/sym.js";
import { BACKENDS } from "./compare.js";

const common = { doc: "For tests.", domain: [{ min: -3, max: 3 }] };
const array = (x: ArrayLike<number>): number[] => Array.from(x);

const sumOfSquares = list({ ...common, notation: named("squares"), num: (x) => array(x).reduce((t, a) => t + a * a, 0), step: (acc, x) => acc.add(x.square()), grad: (x) => [x.mul(constant(2))] }); // prettier-ignore
const product = list({ ...common, notation: named("product"), num: (x) => array(x).reduce((t, a) => t * a, 1), initial: 1, step: (acc, x) => acc.mul(x), grad: (x, out) => [out.div(x)] }); // prettier-ignore
const greatest = list({ ...common, notation: named("greatest"), num: (x) => Math.max(...array(x)), initial: -Infinity, step: (acc, x) => acc.max(x), grad: (x, out) => [x.equal(out)] }); // prettier-ignore
const sumOfExponentials = list({ ...common, notation: named("exps"), num: (x) => array(x).reduce((t, a) => t + Math.exp(a), 0), step: (acc, x) => acc.add(x.exp()), grad: (x) => [x.exp()] }); // prettier-ignore
/** No single instruction combines its elements: √(acc² + x²), which the interpreter runs. */
const length = list({ ...common, notation: named("length"), num: (x) => array(x).reduce((t, a) => Math.hypot(t, a), 0), step: (acc, x) => acc.hypot(x), grad: (x, out) => [x.div(out)] }); // prettier-ignore
/** Two totals: the root mean square as its largest square would have it, top · √(Σ x² / top²). */
const norm = list({ ...common, notation: named("norm"), num: (x) => { const top = Math.max(...array(x).map(Math.abs)); return top * Math.sqrt(array(x).reduce((t, a) => t + (a / top) ** 2, 0)); }, totals: { top: { by: totalOps.largest, of: (x) => x.abs() }, total: { by: listOps.sum, of: (x, { top }) => x.div(top).square() } }, result: ({ top, total }) => top.mul(total.sqrt()), grad: (x, out) => [x.div(out)] }); // prettier-ignore
/** Two lists that are told apart: Σ x · y², and its start is no 0. */
const weighted = lists({ doc: "For tests.", domain: [...common.domain, ...common.domain], notation: named("weighted"), num: (x, y) => array(x).reduce((t, a, i) => t + a * (y[i] as number) ** 2, 5), initial: 5, step: (acc, x, y) => acc.add(x.mul(y.square())), grad: (x, y) => [y.square(), x.mul(y).mul(constant(2))] }); // prettier-ignore

/** The function of a row, as the table's own have. */
function functionOf(name: string, op: ListOp): (...x: Value[][]) => Value {
  const rule: Rule = {
    name: addRow(name, op),
    op,
    flat: flatOperands(op),
    propagate(out: GraphNode) {
      const locals = localGradientsOf(out);
      out.parents.forEach((parent, i) => (parent.grad += out.grad * (locals[i] as number)));
    },
  };
  addRule(rule);
  return (x = [], ...rest) => {
    const [ys = []] = rest;
    const data = op.num(x.map((each) => each.data), ys.map((each) => each.data)); // prettier-ignore
    return new Value(data, "", rule, x, rest[0]);
  };
}

const rows: Readonly<Record<string, readonly [ListOp, closed: (x: number[], y: number[]) => number]>> = {
  squares: [sumOfSquares, (x) => x.reduce((t, a) => t + a * a, 0)],
  // The names of rows that the compiler has: it must not take these for them.
  sum: [sumOfSquares, (x) => x.reduce((t, a) => t + a * a, 0)],
  dot: [weighted, (x, y) => x.reduce((t, a, i) => t + a * (y[i] as number) ** 2, 5)],
  logSumExp: [product, (x) => x.reduce((t, a) => t * a, 1)],
  greatest: [greatest, (x) => Math.max(...x)],
  exponentials: [sumOfExponentials, (x) => x.reduce((t, a) => t + Math.exp(a), 0)],
  hypotenuse: [length, (x) => Math.hypot(...x)],
  norm: [norm, (x) => Math.hypot(...x)],
};

const near = (found: number, expected: number): void => {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(expected)));
};

describe.each(Object.entries(rows))("%s", (name, [op, closed]) => {
  const of = functionOf(name, op);
  const width = op.operands.length;

  test.each([1, 2, 3, 8, 17].flatMap((size) => BACKENDS.map((backend) => [size, backend] as const)))(
    "of %d elements: the compiled value and gradients are the closed form's, in %s",
    (size, backend) => {
      for (const count of [1, 9]) {
        const columns = Array.from({ length: width * count }, (_, k) =>
          Array.from({ length: size }, (__, i) => new Value(0.5 + Math.abs(Math.sin(1 + 3 * i + 7 * k)))),
        );
        const parameters = columns.flat();
        const outs = Array.from({ length: count }, (_, i) =>
          of(...columns.slice(width * i, width * i + width)),
        );
        const root = sum(outs.map((out, i) => out.mul(1 + i)));
        root.backward();
        const program = compile(root, { parameters, outputs: outs, backend });
        const single = compile(root, { parameters, precision: "f32", backend });
        for (let run = 0; run < 2; run++) {
          near(program.run(), root.data);
          expect(Math.abs(single.run() / root.data - 1)).toBeLessThan(1e-5);
          outs.forEach((out, i) => {
            const numbers = columns
              .slice(width * i, width * i + width)
              .map((column) => column.map(({ data }) => data));
            near(program.outputs[i] as number, closed(numbers[0] as number[], numbers[1] ?? []));
            near(out.data, closed(numbers[0] as number[], numbers[1] ?? []));
          });
          parameters.forEach((parameter, i) => {
            near(program.gradients[i] as number, parameter.grad);
            expect(Math.abs((single.gradients[i] as number) - parameter.grad)).toBeLessThan(
              1e-4 * Math.max(1, parameter.grad),
            );
          });
        }
        // A row whose elements no single instruction combines is left to the interpreter.
        if (count === 9 && op !== length) expect(program.describe().inLoops).toBeGreaterThan(0.4);
      }
    },
  );

  test("second derivatives are those of the closed form", () => {
    const at = [0.6, 1.1, 0.9];
    const parts = (x: Value[]): Value[][] => (width === 1 ? [x] : [x, x.map((each) => each.add(1))]);
    const f = (x: Value[]): Value => of(...parts(x));
    const value = (x: number[]): number => closed(x, x.map((each) => each + 1)); // prettier-ignore
    const h = 1e-4;
    const moved = (i: number, by: number, x: number[]): number[] =>
      x.map((each, k) => (k === i ? each + by : each));
    const bend = (i: number, j: number): number =>
      [[1, 1], [1, -1], [-1, 1], [-1, -1]].reduce((t, [a = 0, b = 0]) => t + a * b * value(moved(i, a * h, moved(j, b * h, at))), 0) / (4 * h * h); // prettier-ignore
    const x = at.map((each) => new Value(each));
    const rowsOfGraph = gradients(f(x), x, { createGraph: true }).map((slope) => gradients(slope, x));
    const bySweep = op.totals ? rowsOfGraph : hessian(f)(at).map((row) => row.map(({ data }) => data));
    for (const found of [rowsOfGraph, bySweep])
      found.forEach((row, i) => { row.forEach((each, j) => { expect(Math.abs(each - bend(i, j))).toBeLessThan(1e-6); }); }); // prettier-ignore
  });

  test("it is drawn", () => {
    const x = [new Value(1, "a"), new Value(2, "b")];
    expect(toDot(of(x, ...(width === 2 ? [x] : [])))).toContain(op.notation.symbol);
  });
});

test("in the rule of a user's operation a list is read by its row", () => {
  const squares = functionOf("squaresInRule", sumOfSquares);
  const odd = defineOp({ name: "odd", num: (x) => x, grad: (x) => [squares([x, x.add(1)])] });
  const x = new Value(2);
  odd(x).backward();
  expect(x.grad).toBe(4 + 9);
});

test("a row that states neither step nor totals is refused by the compiler, by name", () => {
  const silent = functionOf("silent", list({ ...common, notation: named("silent"), num: (x) => array(x).length, grad: () => [one] })); // prettier-ignore
  const x = [new Value(1), new Value(2)];
  const make = (): unknown => compile(silent(x), { parameters: x });
  expect(make).toThrow(ChainruleError);
  expect(make).toThrow("compile: silent is an operation on lists whose row states neither step nor totals");
});
