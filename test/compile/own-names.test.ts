/** A user may give an operation any name: those of the package's own, and of what the compiler makes for itself, change no number. */
import { describe, expect, test } from "@jest/globals";
import { defineOp, grad, gradients, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { explain, toDot } from "chainrule/draw";

const NAMES = [
  "copy", "constant", "leaf", "variable", "identity", "detach", "largest", "add", "sub", "neg", "sum", "dot", "mul",
  "logSumExp", "where", "max", "min", "square", "acc", "out", "x", "top", "total", "__proto__", "constructor", "toString",
]; // prettier-ignore

/** Made before all others, which get a number behind the name. */
const leaf = defineOp({ name: "leaf", num: (x) => 2 * x, grad: () => [2] });

test("the result of an operation called leaf is no leaf: neither a parameter nor an input of a program", () => {
  const x = new Value(3);
  const out = leaf(x);
  for (const lists of [{ parameters: [out] }, { parameters: [x], inputs: [out] }])
    expect(() => compile(out.square(), lists)).toThrow(
      /^compile: (parameter|input) 0 is the result of leaf, expected a leaf$/,
    );
});

describe.each(NAMES)("%s", (name) => {
  // 2x³: value, slope and bend are different numbers at 3.
  const op = defineOp({ name, num: (x) => 2 * x ** 3, grad: (x) => [x.square().mul(6)] });
  const byNumbers = defineOp({ name, num: (x) => 2 * x ** 3, localGradients: (x) => [6 * x * x] });

  test("as Values: the value, the gradient, the second derivative", () => {
    for (const f of [op, byNumbers]) {
      const x = new Value(3);
      const out = f(x);
      out.backward();
      expect([out.data, x.grad, out.grad]).toEqual([54, 54, 1]);
      expect(gradients(f(x), [x])).toEqual([54]);
    }
    expect(grad(grad(op))(3).data).toBe(36);
    expect(grad(op)(new Value(3)).data).toBe(54);
    // As the argument of a transform, and at its result.
    const x = new Value(3);
    expect(gradients(grad((y) => y.square())(op(x)), [x])).toEqual([108]);
  });

  test("compiled, alone and side by side", () => {
    for (const f of [op, byNumbers]) {
      for (const count of [1, 9]) {
        const x = Array.from({ length: count }, (_, i) => new Value(3 + i));
        const outputs = x.map((each) => f(each));
        const root = sum(outputs);
        root.backward();
        const program = compile(root, { parameters: x, outputs });
        expect(program.run()).toBe(root.data);
        expect(Array.from(program.outputs)).toEqual(outputs.map(({ data }) => data));
        expect(Array.from(program.gradients)).toEqual(x.map(({ grad }) => grad));
      }
    }
    const x = [new Value(3), new Value(4), new Value(5)];
    const chain = op(x[0] as Value).add(op(x[1] as Value)).add(op(x[2] as Value)); // prettier-ignore
    expect(compile(chain, { parameters: x }).run()).toBe(54 + 128 + 250);
  });

  test("drawn and explained, with its gradient", () => {
    const x = new Value(3, "in");
    const out = op(x).add(1);
    out.backward();
    expect(toDot(out)).toContain("54");
    expect(explain(out, { input: x }).gradients.get(x)).toBe(54);
  });
});
