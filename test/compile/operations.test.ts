/** Every row of the table, compiled: alone, where the interpreter runs it, and in numbers, where it becomes a loop over vectors. */
import { describe, expect, test } from "@jest/globals";
import { dot, logSumExp, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { ops, type FixedOp } from "../../src/ops/index.js";
import { samples } from "../ops/samples.js";
import { BACKENDS, expectAgreement } from "./compare.js";

const fixed = Object.entries(ops).filter(
  (row): row is [keyof typeof ops, FixedOp] => row[1].kind === "fixed",
);

function applied(name: string, operands: readonly Value[]): Value {
  const [receiver, ...rest] = operands as [Value, ...Value[]];
  return (receiver as unknown as Record<string, (...rest: Value[]) => Value>)[name]?.apply(
    receiver,
    rest,
  ) as Value;
}

/** As many uses of an operation as there are points, each weighed by another number, added up. */
function batch(
  name: string,
  points: readonly (readonly number[])[],
): { root: Value; parameters: Value[]; outs: Value[] } {
  const leaves = points.map((at) => at.map((x) => new Value(x)));
  // Operand by operand, so that each operand is one stretch of memory.
  const parameters = (leaves[0] as Value[]).flatMap((_, k) => leaves.map((operands) => operands[k] as Value));
  const outs = leaves.map((operands) => applied(name, operands));
  return { root: sum(outs.map((out, i) => out.mul(1 + i / 8))), parameters, outs };
}

const HARD = [0, -0, 1, -1, 1e-320, -1e-320, 745.5, -745.5, 1e300, -1e300, Infinity, -Infinity, NaN];

describe.each(fixed)("%s", (name, op) => {
  test.each([1, 2, 3, 5, 7, 64])("%d uses agree with the Values", (count) => {
    const { root, parameters } = batch(name, samples(op, count));
    const program = expectAgreement(root, { parameters });
    if (count === 64) expect(program.describe().inLoops).toBeGreaterThan(0.9);
  });

  test.each(BACKENDS)(
    "hard operands give the same numbers, bit for bit, one by one and in loops: %s",
    (backend) => {
      const first = HARD.map((x) => op.operands.map((_, k) => (k === 0 ? x : 0.75)));
      const second =
        op.operands.length > 1 ? HARD.map((x) => op.operands.map((_, k) => (k === 1 ? x : 1.5))) : [];
      const points = [...first, ...second];
      for (const group of [points, ...points.map((point) => [point])]) {
        const { parameters, outs } = batch(name, group);
        const program = compile([], { parameters, outputs: outs, backend });
        program.forward();
        outs.forEach((out, i) => {
          expect([name, group[i], program.outputs[i]]).toEqual([name, group[i], out.data]);
        });
      }
    },
  );

  test.each(BACKENDS)("hard operands give the same local gradients: %s", (backend) => {
    for (const x of HARD) {
      const at = op.operands.map((_, k) => (k === 0 ? x : 0.75));
      const leaves = at.map((operand) => new Value(operand));
      const root = applied(name, leaves);
      root.backward();
      const program = compile(root, { parameters: leaves, backend });
      program.run();
      // A fresh sum starts at 0, so −0 may become 0.
      expect(Array.from(program.gradients, (g) => g + 0)).toEqual(leaves.map(({ grad }) => grad + 0));
    }
  });
});

describe.each([1, 2, 3, 8, 33])("lists of %d", (length) => {
  test.each([1, 2, 9])("%d of each", (count) => {
    const leaves = (seed: number): Value[] =>
      Array.from({ length: count * length }, (_, i) => new Value(Math.sin(seed + 3 * i)));
    const [xs, ys] = [leaves(1), leaves(2)];
    const parts = (all: Value[]): Value[][] =>
      Array.from({ length: count }, (_, i) => all.slice(i * length, (i + 1) * length));
    const products = parts(xs).map((x, i) => dot(x, parts(ys)[i] as Value[]).tanh());
    const sums = parts(xs).map((x) => sum(x).sin());
    const logs = parts(ys).map((y) => logSumExp(y));
    const root = sum([...products, ...sums, ...logs]);
    expectAgreement(root, { parameters: [...xs, ...ys] });
  });
});

test("logSumExp of infinities and of nothing", () => {
  for (const at of [[], [-Infinity, -Infinity], [1, Infinity], [NaN, 1], [-Infinity, 2]]) {
    const leaves = at.map((x) => new Value(x));
    for (const count of [1, 9]) {
      const outs = Array.from({ length: count }, () => logSumExp(leaves));
      const program = compile([], { parameters: leaves, outputs: outs });
      program.forward();
      expect(Array.from(program.outputs)).toEqual(outs.map(({ data }) => data));
    }
  }
});

test("the gradients of logSumExp at infinities, in the interpreter and in loops", () => {
  for (const at of [
    [-Infinity, -Infinity, -Infinity],
    [1, Infinity, 2],
    [NaN, 1, 2],
    [-Infinity, 2, 800],
  ]) {
    for (const count of [1, 9]) {
      const leaves = Array.from({ length: count }, () => at.map((x) => new Value(x)));
      const root = sum(leaves.map((x) => logSumExp(x)));
      root.backward();
      const program = compile(root, { parameters: leaves.flat() });
      program.run();
      const expected = leaves.flat().map(({ grad }) => grad);
      expect(Array.from(program.gradients)).toEqual(expected);
      expect(program.describe().groups.loops > 0).toBe(count === 9);
    }
  }
});
