/** The gradient checker, and the faults that it must find. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ChainruleError, gradcheck, numericalGradient, sum, Value } from "chainrule";
import type { GraphNode, Rule } from "../../src/engine/rule.js";
import { build, leavesOf, smoothRecipes } from "../graphs.js";
import { relativeError, tolerances } from "../tolerances.js";

describe("gradcheck", () => {
  test("accepts right derivatives and returns both", () => {
    const checked = gradcheck((x, y) => x.mul(y).tanh(), [0.3, -0.7]);
    expect(checked.map(({ input }) => input)).toEqual(["input 0", "input 1"]);
    const slope = 1 - Math.tanh(-0.21) ** 2;
    expect(relativeError(checked[0]?.analytic ?? NaN, -0.7 * slope)).toBeLessThan(tolerances.closedForm);
    expect(relativeError(checked[1]?.numeric ?? NaN, 0.3 * slope)).toBeLessThan(tolerances.firstDifference);
  });

  test("works on the caller's own leaves, and leaves their data and grad as they were", () => {
    const [w, b] = [new Value(0.5, "w"), new Value(-1, "b")];
    w.grad = 42;
    const checked = gradcheck(() => w.mul(3).add(b).sigmoid(), [w, b]);
    expect(checked.map(({ input }) => input)).toEqual(["w", "b"]);
    expect([w.data, w.grad, b.data, b.grad]).toEqual([0.5, 42, -1, 0]);
  });

  test("the leaves are put back also when the function throws", () => {
    const w = new Value(0.5);
    expect(() => gradcheck(() => { throw new Error("user code"); }, [w])).toThrow("user code"); // prettier-ignore
    expect(w.data).toBe(0.5);
  });

  test("refuses what is no function of Values", () => {
    expect(() => gradcheck(() => 3 as unknown as Value, [1])).toThrow(
      "gradient check: f returned the number 3, expected a Value",
    );
    expect(() => gradcheck((x) => x, [1, "2"] as unknown as number[])).toThrow(
      'gradcheck: input 1 is the string "2", expected numbers only or Values only',
    );
  });

  test("a tolerance may be met exactly, and every input that fails has a line", () => {
    expect(gradcheck((x) => x, [1], { tolerance: 0 })[0]?.error).toBe(0);
    const inputs = [new Value(2, "x"), new Value(5, "y")] as const;
    const doubled = (): Value => faultyProduct(...inputs, (g, a, b) => [2 * g * b.data, 2 * g * a.data]);
    expect(() => gradcheck(doubled, inputs)).toThrow(/^gradcheck: x at 2: .*\ngradcheck: y at 5: .*$/);
  });

  test("without inputs there is nothing to compare", () => {
    expect(gradcheck(() => new Value(1), [])).toEqual([]);
  });

  test("the step grows with a large input", () => {
    const [slope] = numericalGradient((x) => x.square(), [1e6]);
    expect(relativeError(slope as number, 2e6)).toBeLessThan(tolerances.firstDifference);
  });

  test("numericalGradient of a polynomial", () => {
    const gradient = numericalGradient((x, y) => x.square().mul(y).add(y), [3, -2]);
    [-12, 10].forEach((expected, i) => {
      expect(relativeError(gradient[i] as number, expected)).toBeLessThan(tolerances.firstDifference);
    });
  });
});

/** x·y, with its parents, by a rule that hands back what `faulty` says. */
function faultyProduct(
  x: Value,
  y: Value,
  faulty: (g: number, x: Value, y: Value) => [number, number],
): Value {
  const rule: Rule = {
    flat: 0,
    name: "faulty",
    propagate(out: GraphNode) {
      const [dx, dy] = faulty(out.grad, x, y);
      x.grad += dx;
      y.grad += dy;
    },
  };
  return new Value(x.data * y.data, "", rule, x, y);
}

describe("planted faults", () => {
  const faults: Readonly<Record<string, [(g: number, x: Value, y: Value) => [number, number], string]>> = {
    "a factor of 2.001": [(g, x, y) => [2.001 * g * y.data, g * x.data], "x"],
    "a wrong sign": [(g, x, y) => [g * y.data, -g * x.data], "y"],
    "a missing term": [(g, _x, y) => [g * y.data, 0], "y"],
    "operands not swapped": [(g, x, y) => [g * x.data, g * y.data], "x"],
    "the upstream gradient left out": [(_g, x, y) => [y.data, x.data], "x"],
    "a relative error of 1e-5": [(g, x, y) => [g * y.data * 1.00001, g * x.data], "x"],
    NaN: [(g, x) => [NaN, g * x.data], "x"],
  };

  test("the right rule passes the same check", () => {
    const f = (x: Value, y: Value): Value =>
      faultyProduct(x, y, (g, a, b) => [g * b.data, g * a.data]).mul(3);
    const inputs = [new Value(2, "x"), new Value(5, "y")] as const;
    expect(() => gradcheck(() => f(...inputs), inputs)).not.toThrow();
  });

  test.each(Object.entries(faults))("%s is found, and the input named", (_name, [faulty, input]) => {
    const [x, y] = [new Value(2, "x"), new Value(5, "y")];
    const run = (): unknown => gradcheck(() => faultyProduct(x, y, faulty).mul(3), [x, y]);
    expect(run).toThrow(ChainruleError);
    expect(run).toThrow(
      new RegExp(
        `gradcheck: ${input} at [25]: back propagation gives .*, the central difference .*, relative error .*, expected at most 0.000001`,
      ),
    );
  });

  test("the message gives both derivatives and the relative error", () => {
    const [x, y] = [new Value(2, "x"), new Value(5, "y")];
    const run = (): unknown =>
      gradcheck(() => faultyProduct(x, y, (g, a, b) => [2 * g * b.data, g * a.data]), [x, y]);
    expect(run).toThrow(
      /^gradcheck: x at 2: back propagation gives 10, the central difference (5|4\.99|5\.00)\d*, relative error 5\.0e-1/,
    );
  });
});

describe("random graphs", () => {
  test("back propagation agrees with central differences", () => {
    fc.assert(
      fc.property(smoothRecipes(), (recipe) => {
        const leaves = leavesOf(recipe);
        gradcheck(() => build(recipe, leaves), leaves, { tolerance: 1e-5 });
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test("the gradient of a sum does not depend on the order of its terms", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2, maxLength: 12 }),
        (at) => {
          const gradient = (reverse: boolean): number[] => {
            const leaves = at.map((x) => new Value(x));
            const terms = leaves.map((x, i) => x.mul(leaves[(i + 1) % leaves.length] as Value).tanh());
            sum(reverse ? terms.reverse() : terms).backward();
            return leaves.map((leaf) => leaf.grad);
          };
          const [forward, backward] = [gradient(false), gradient(true)];
          forward.forEach((g, i) => {
            expect(relativeError(g, backward[i] as number)).toBeLessThan(tolerances.reordered);
          });
        },
      ),
      { seed: 8, numRuns: 200 },
    );
  });

  test("linearity: the gradient of a·f + b·g is a·∇f + b·∇g", () => {
    fc.assert(
      fc.property(smoothRecipes(12), smoothRecipes(12), (f, g) => {
        const gradient = (combine: (f: Value, g: Value) => Value): number[] => {
          const leaves = leavesOf(f);
          combine(build(f, leaves), build(g, leaves)).backward();
          return leaves.map((leaf) => leaf.grad);
        };
        const both = gradient((x, y) => x.mul(3).sub(y.mul(2)));
        const [onlyF, onlyG] = [gradient((x) => x), gradient((_x, y) => y)];
        both.forEach((value, i) => {
          const expected = 3 * (onlyF[i] as number) - 2 * (onlyG[i] as number);
          expect(relativeError(value, expected)).toBeLessThan(1e-10);
        });
      }),
      { seed: 9, numRuns: 150 },
    );
  });
});
