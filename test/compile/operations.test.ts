/** Every row of the table, compiled: alone, where the interpreter runs it, and in numbers, where it becomes a loop over vectors. */
import { describe, expect, test } from "@jest/globals";
import { dot, logSumExp, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { applied, fixed, listRows, lists } from "../ops/rows.js";
import { samples } from "../ops/samples.js";
import { BACKENDS, expectAgreement } from "./compare.js";

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

describe.each(listRows)("%s of a list", (name, { operands }) => {
  const of = lists[name] as (...x: Value[][]) => Value;
  const NUMBERS = [0.5, -1.25, 2, 2, -0.75, 1.5, 0.25, -2, 3];
  const HARD_LISTS = [[0, 3, 0], [0, 1.5, -2], [-0, 0], [NaN, 1, 2], [1, Infinity, 2], [-Infinity, -Infinity], [2, 2, 2], [1e200, -1e200]]; // prettier-ignore

  /** So many uses, each on lists of its own. */
  const uses = (
    count: number,
    of_: (use: number, operand: number) => readonly number[],
  ): { leaves: Value[]; outs: Value[] } => {
    const columns = Array.from({ length: count }, (_, i) => operands.map((__, k) => of_(i, k).map((x) => new Value(x)))); // prettier-ignore
    return { leaves: columns.flat(2), outs: columns.map((each) => of(...each)) };
  };

  test.each([1, 2, 3, 4, 7, 8, 16, 17])(
    "of %d elements, alone and side by side, agrees with the Values",
    (length) => {
      for (const count of [1, 9]) {
        const { leaves, outs } = uses(count, (i, k) =>
          Array.from({ length }, (_, j) => NUMBERS[(5 * i + 3 * k + j) % NUMBERS.length] as number),
        );
        const program = expectAgreement(sum(outs.map((out, i) => out.mul(1 + i / 8))), {
          parameters: leaves,
        });
        if (count === 9) expect(program.describe().inLoops).toBeGreaterThan(0.5);
      }
    },
  );

  test("of zeros, ties, infinities and NaN gives the numbers of the Values", () => {
    for (const at of HARD_LISTS) {
      for (const count of [1, 9]) {
        const { leaves, outs } = uses(count, (_, k) => at.map((x, j) => (k === 0 ? x : j + 0.5)));
        const root = sum(outs);
        root.backward();
        const program = compile(root, { parameters: leaves, outputs: outs });
        program.run();
        expect([at, Array.from(program.outputs)]).toEqual([at, outs.map(({ data }) => data)]);
        const [found, expected] = [Array.from(program.gradients), leaves.map(({ grad }) => grad)];
        found.forEach((g, i) => {
          const e = expected[i] as number;
          const isSame = Object.is(g + 0, e + 0) || Math.abs(g - e) <= 1e-12 * Math.abs(e);
          expect([at, i, g, e, isSame]).toEqual([at, i, g, e, true]);
        });
      }
    }
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
