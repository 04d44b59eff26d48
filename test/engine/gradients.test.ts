/** Gradients of recorded graphs, as numbers and as graphs. */
import { describe, expect, test } from "@jest/globals";
import { dot, grad, gradients, hvp, jvp, logSumExp, noGrad, sum, topologicalOrder, Value } from "chainrule";
import { data, rosenbrock } from "./functions.js";

describe("gradients of a recorded graph", () => {
  test("by leaves and inner nodes, one above the other, an output among them, and twice the same", () => {
    const x = new Value(3);
    const y = x.square();
    const z = y.mul(x);
    expect(gradients(z, [x, y, z, x])).toEqual([27, 3, 1, 27]);
    expect(data(gradients(z, [x, y, z, x], { createGraph: true }))).toEqual([27, 3, 1, 27]);
    expect(data(gradients([z, y, z], [x], { createGraph: true }))).toEqual([60]);
    expect(gradients([z, y, z], [x])).toEqual([60]);
  });

  test("of what the output does not depend on is 0", () => {
    const [x, other] = [new Value(3), new Value(4)];
    expect(gradients(x.square(), [other, x])).toEqual([0, 6]);
    expect(data(gradients(x.square(), [other, x], { createGraph: true }))).toEqual([0, 6]);
    expect(gradients(new Value(1), [x])).toEqual([0]);
    expect(gradients([], [x])).toEqual([0]);
  });

  test("a constant input, and what is no Value, are answered", () => {
    const made = noGrad(() => new Value(2).square());
    expect(() => gradients(new Value(1), [made])).toThrow(
      "gradients: input 0 is a constant with data 4, expected a node of the graph " +
        "(numbers, and what noGrad made, get no gradient)",
    );
    expect(() => gradients(3 as unknown as Value, [])).toThrow(
      "gradients: output 0 is the number 3, expected a Value",
    );
    expect(() => gradients(made, ["x" as unknown as Value])).toThrow('gradients: input 0 is the string "x"');
  });

  test("a graph of gradients leaves out what is known: the derivative of x² is 2 · x", () => {
    const x = new Value(2, "x");
    const [slope] = gradients(x.square(), [x], { createGraph: true }) as [Value];
    expect(topologicalOrder(slope).map(({ op }) => op)).toEqual(["constant", "leaf", "mul"]);
    const [one] = gradients(x.add(3).neg(), [x], { createGraph: true }) as [Value];
    expect([one.op, one.data]).toEqual(["constant", -1]);
  });

  test("long chains: nothing recurses", () => {
    const chain =
      (length: number) =>
      (x: Value): Value => {
        let y = x;
        for (let i = 0; i < length; i++) y = y.neg();
        return y;
      };
    expect(noGrad(() => grad(chain(1_000_000))(2)).data).toBe(1);
    expect(jvp(chain(100_000))(2)[1](3).data).toBe(3);
    expect(grad(grad(chain(100_000)))(2).data).toBe(0);
  });

  test("unrolled gradient descent is differentiated by its start and its rate", () => {
    const [start, rate] = [new Value(1.5), new Value(0.1)];
    const steps = 30;
    let x: Value = start;
    for (let i = 0; i < steps; i++) x = x.sub(rate.mul(grad((at) => at.square())(x)));
    // x = start · (1 − 2 rate)^steps
    const expected = [0.8 ** steps, 1.5 * steps * 0.8 ** (steps - 1) * -2];
    gradients(x, [start, rate]).forEach((slope, i) => {
      expect(Math.abs(slope / (expected[i] as number) - 1)).toBeLessThan(1e-13);
    });
  });

  test("the cost: operands in the graph of f, of its gradient, and of a product with its Hessian", () => {
    const functions: Readonly<Record<string, readonly [number, (x: Value[]) => Value]>> = {
      products: [50, (x) => x.reduce((a, b) => a.mul(b))],
      quotients: [50, (x) => x.reduce((a, b) => a.div(b))],
      logSumExp: [50, (x) => logSumExp(x)],
      rosenbrock: [50, (x) => sum(x.slice(1).map((y, i) => rosenbrock(x[i] as Value, y)))],
      elementary: [
        50,
        (x) =>
          sum(
            x.map((each, i) =>
              each
                .sin()
                .exp()
                .mul((x[i] as Value).tanh()),
            ),
          ),
      ],
      net: [72, (x) => dot(x.slice(64), Array.from({ length: 8 }, (_, i) => dot(x.slice(8 * i, 8 * i + 8), x.slice(0, 8)).tanh()))], // prettier-ignore
    };
    const operands = (roots: readonly Value[]): number =>
      topologicalOrder(sum(roots)).reduce((total, node) => total + node.parents.length, -roots.length);
    for (const [name, [size, f]] of Object.entries(functions)) {
      const at = Array.from({ length: size }, (_, i) => new Value(1 + i / 100));
      const cost = operands([f(at)]);
      const gradient = operands(grad(f)(at));
      const product = operands(hvp(f)(at)(at.map((_, i) => new Value(i / 10))));
      // Operands per element: logSumExp has 1 and its gradient 7, which are the maximum (1), the difference from it (2), the exponential (1), its
      // sum (1) and the quotient (2); and all of them are added up once more here. exp(x − out) would have 3 for the 6 of the last five,
      // but is off by 100 % where the elements are around 1e16.
      const most = name === "logSumExp" ? 9 : 6;
      expect([name, gradient / cost < most, product / gradient < 4.5]).toEqual([name, true, true]);
    }
  });
});
