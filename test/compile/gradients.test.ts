/** Graphs of gradients, compiled: Newton's method and Hessian-vector products in WebAssembly. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defineOp, dot, grad, gradients, hessian, hvp, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { build, leavesOf, smoothRecipes } from "../graphs.js";
import { relativeError, tolerances } from "../tolerances.js";

const rosenbrock = (x: Value, y: Value): Value =>
  x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));

test("Newton's method finds the minimum of Rosenbrock's function at (1, 1)", () => {
  const at = [new Value(-1.2), new Value(1)] as [Value, Value];
  const outputs = [...grad(rosenbrock)(...at), ...hessian(rosenbrock)(...at).flat()];
  const program = compile(rosenbrock(...at), { parameters: at, outputs });
  // The values along the way are known from the literature, which also finds six steps from the standard start.
  for (const value of [24.2, 4.7319, 1411.8, 0.055966, 0.31319, 1.8527e-11]) {
    expect(Number(program.run().toPrecision(5))).toBe(value);
    const [gx = 0, gy = 0, a = 0, b = 0, c = 0, d = 0] = program.outputs;
    const determinant = a * d - b * c;
    const [x = 0, y = 0] = program.parameters;
    program.parameters.set([x - (d * gx - b * gy) / determinant, y - (a * gy - c * gx) / determinant]);
  }
  expect(program.run()).toBeLessThan(1e-18);
  expect([...program.parameters].map((x) => relativeError(x, 1) < 1e-9)).toEqual([true, true]);
  expect([...program.outputs].slice(0, 2)).toEqual([...program.gradients].map((x) => expect.closeTo(x, 12) as unknown)); // prettier-ignore
});

test("a Hessian-vector product of a net, for vectors given at run time", () => {
  const w = Array.from({ length: 24 }, (_, i) => new Value(Math.sin(i) / 2));
  const inputs = [0.3, -0.7, 1.1, 0.2];
  const net = (x: Value[]): Value => {
    const hidden = [0, 4, 8, 12].map((row) => dot(x.slice(row, row + 4), inputs).tanh());
    return dot(x.slice(16, 20), hidden)
      .add(dot(x.slice(20, 24), hidden).sigmoid())
      .square();
  };
  const v = w.map(() => new Value(0));
  const program = compile(net(w), { parameters: w, inputs: v, outputs: hvp(net)(w)(v) });
  for (const seed of [1, 2, 3]) {
    const vector = w.map((_, i) => Math.cos(seed * i));
    program.inputs.set(vector);
    program.run();
    const expected = hvp(net)(w)(vector);
    program.outputs.forEach((x, i) => {
      expect(relativeError(x, expected[i]?.data ?? NaN)).toBeLessThan(tolerances.reordered);
    });
  }
});

test("a program of a gradient differentiates it again", () => {
  const w = new Value(0.4);
  const program = compile(grad(grad((x) => x.sin().exp()))(w), { parameters: [w] });
  const [s, c, e] = [Math.sin(0.4), Math.cos(0.4), Math.exp(Math.sin(0.4))];
  expect(relativeError(program.run(), e * (c * c - s))).toBeLessThan(tolerances.closedForm);
  // d³/dx³ e^sin x = e^sin x (cos³ x − 3 sin x cos x − cos x)
  expect(relativeError(program.gradients[0] ?? NaN, e * (c ** 3 - 3 * s * c - c))).toBeLessThan(
    tolerances.closedForm,
  );
});

test("gradients of random graphs: the program's outputs are the Values, moved to another point", () => {
  fc.assert(
    fc.property(smoothRecipes(12), (recipe) => {
      const leaves = leavesOf(recipe);
      const outputs = gradients(build(recipe, leaves), leaves, { createGraph: true });
      const program = compile(sum(outputs), { parameters: leaves, outputs });
      const moved = leaves.map((leaf) => leaf.data * 0.9 + 0.05);
      program.parameters.set(moved);
      program.run();
      const there = moved.map((x) => new Value(x));
      const expected = gradients(build(recipe, there), there);
      const size = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
      program.outputs.forEach((x, i) => {
        expect(Math.abs(x - (expected[i] ?? NaN)) / size).toBeLessThan(1e-10);
      });
      const again = gradients(gradients(build(recipe, there), there, { createGraph: true }), there);
      const most = again.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
      program.gradients.forEach((x, i) => {
        expect(Math.abs(x - (again[i] ?? NaN)) / most).toBeLessThan(1e-10);
      });
    }),
    { numRuns: 60 },
  );
});

test("an operation whose local gradients are numbers: its gradient compiles as a value, and not to be differentiated again", () => {
  const square = defineOp({ name: "numericSquare", num: (x) => x * x, localGradients: (x) => [2 * x] });
  const x = new Value(3, "x");
  const first = compile(square(x).mul(x), { parameters: [x] });
  expect([first.run(), first.gradients[0]]).toEqual([27, 27]);
  const [slope] = gradients(square(x).mul(x), [x], { createGraph: true }) as [Value];
  const program = compile(slope, { parameters: [], inputs: [x] });
  program.inputs[0] = 5;
  expect(program.run()).toBe(75);
  expect(() => compile(slope, { parameters: [x] })).toThrow(
    "numericSquare: its local gradients are given on numbers, so it can be differentiated once only",
  );
});
