/** Products with inputs that are mostly zero: the same numbers as the Values', however many zeros there are at the moment. */
import { describe, expect, test } from "@jest/globals";
import { sum, type Value } from "chainrule";
import { compile } from "chainrule/compile";
import { Matrix, random } from "chainrule/nn";

/** Enough products for the compiler to look for zeros; 13 columns leave a part of a vector over. */
const [ROWS, FACTORS, COLUMNS] = [20, 128, 13];

const LIMIT = { f64: 1e-12, f32: 1e-4 };

interface Layer {
  readonly root: Value;
  readonly W: Matrix;
  readonly x: Matrix;
}

function layer(): Layer {
  const { normal } = random(3);
  const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, normal);
  const x = Matrix.leaves(numbers(ROWS * FACTORS), ROWS, FACTORS);
  const W = Matrix.leaves(numbers(FACTORS * COLUMNS), FACTORS, COLUMNS);
  return { root: sum(x.matmul(W).values().map((y) => y.tanh())), W, x }; // prettier-ignore
}

/** What the Values themselves say about given inputs and weights. */
function eager(x: ArrayLike<number>, weights: ArrayLike<number>): number[] {
  const input = Matrix.constants(Float64Array.from(x), ROWS, FACTORS);
  const W = Matrix.leaves(Float64Array.from(weights), FACTORS, COLUMNS);
  const root = sum(input.matmul(W).values().map((y) => y.tanh())); // prettier-ignore
  root.backward();
  return [root.data, ...W.values().map(({ grad }) => grad)];
}

describe.each(["f64", "f32"] as const)("in %s", (precision) => {
  const { root, W, x } = layer();
  const options = { parameters: W.values(), inputs: x.values(), precision };
  const program = compile(root, options);
  const weights = Float64Array.from(program.parameters);

  /** Sets a share of the inputs, runs, and compares the value and every gradient. */
  function expectAgreement(share: number, seed: number): void {
    const { uniform } = random(seed);
    program.inputs.forEach((_, i) => (program.inputs[i] = uniform() < share ? uniform() - 0.5 : 0));
    const found = [program.run(), ...program.gradients];
    const expected = eager(program.inputs, program.parameters);
    found.forEach((value, i) => {
      const right = expected[i] as number;
      if (Number.isNaN(right)) expect(value).toBeNaN();
      else
        expect(Math.abs(value - right)).toBeLessThanOrEqual(LIMIT[precision] * Math.max(1, Math.abs(right)));
    });
  }

  test.each([0, 0.01, 0.2, 0.49, 0.51, 0.8, 1])("with a share of %p that is not zero", (share) => {
    expectAgreement(share, 7);
  });

  test("run after run, from sparse to dense and back", () => {
    [0.1, 0.9, 0.3, 0, 1, 0.2].forEach(expectAgreement);
  });

  test("0 · NaN and 0 · ∞ stay NaN in the weights' columns", () => {
    for (const bad of [NaN, Infinity]) {
      program.parameters[5 * COLUMNS + 2] = bad;
      expectAgreement(0.1, 9);
    }
    program.parameters.set(weights);
    expectAgreement(0.1, 9);
  });

  test("NaN, ∞ and −0 among the inputs count as what they are", () => {
    for (const special of [NaN, -Infinity, -0]) {
      program.inputs.fill(0);
      program.inputs[3 * FACTORS + 7] = special;
      const found = [program.run(), ...program.gradients];
      const expected = eager(program.inputs, program.parameters);
      expect(found.map(Number.isNaN)).toEqual(expected.map(Number.isNaN));
    }
  });
});
