/** Programs that share the parameters, the gradients and the optimizer of another: one model, several graphs. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, sum, Value } from "chainrule";
import { compile, type Program } from "chainrule/compile";
import { Adam } from "chainrule/nn";
import { relativeError, tolerances } from "../tolerances.js";

const weights = (...data: number[]): Value[] => data.map((x, i) => new Value(x, `w${String(i)}`));

/** Σ (w₀ + w₁x + w₂x² − 1)² over so many points x. */
function squares(w: readonly Value[], points: number): { loss: Value; inputs: Value[] } {
  const inputs = Array.from({ length: points }, (_, i) => new Value(0.3 * i - 0.5));
  const [a, b, c] = w as [Value, Value, Value];
  return { loss: sum(inputs.map((x) => a.add(b.mul(x)).add(c.mul(x.square())).sub(1).square())), inputs };
}

function program(w: readonly Value[], points: number, shared?: Program): Program {
  const { loss, inputs } = squares(w, points);
  return compile(loss, { parameters: w, inputs, ...(shared && { shared }) });
}

describe("shared", () => {
  test("graphs of several sizes train one model with one Adam, as Values do", () => {
    const [w, eager] = [weights(0.5, -1, 2), weights(0.5, -1, 2)];
    const first = program(w, 4);
    const second = program(w, 1, first);
    // Sharing with one that shares is sharing with the first.
    const programs = new Map([[4, first], [1, second], [9, program(w, 9, second)]]); // prettier-ignore
    const [adam, expected] = [
      new Adam(first, { learningRate: 0.05 }),
      new Adam(eager, { learningRate: 0.05 }),
    ];
    for (const points of [1, 9, 4, 4, 1, 9, 9, 1, 4, 1]) {
      const { loss } = squares(eager, points);
      expected.zeroGrad();
      loss.backward();
      expect(relativeError(programs.get(points)?.run() ?? NaN, loss.data)).toBeLessThan(tolerances.reordered);
      eager.forEach(({ grad }, i) => {
        expect(relativeError(first.gradients[i] as number, grad)).toBeLessThan(tolerances.reordered);
      });
      expected.step();
      adam.step();
      eager.forEach(({ data }, i) => {
        expect(relativeError(first.parameters[i] as number, data)).toBeLessThan(tolerances.reordered);
      });
    }
  });

  test("the arrays are those of the first, and stay in use when it is disposed of", () => {
    const w = weights(1, 1, 1);
    const first = program(w, 2);
    first.parameters[0] = 0;
    const second = program(w, 3, first);
    expect([second.parameters, second.gradients]).toEqual([first.parameters, first.gradients]);
    expect(second.parameters).toBe(first.parameters);
    expect(second.gradients).toBe(first.gradients);
    expect(second.parameters[0]).toBe(0);
    first.dispose();
    // x = −0.5, −0.2, 0.1: Σ (x + x² − 1)²
    const at = [-0.5, -0.2, 0.1].map((x) => (x + x * x - 1) ** 2);
    expect(relativeError(second.run(), at.reduce((a, b) => a + b))).toBeLessThan(tolerances.reordered); // prettier-ignore
    expect(second.forward()).toBe(second.run());
  });

  test("push gives the Values what both have learned", () => {
    const w = weights(1, 1, 1);
    const first = program(w, 2);
    const second = program(w, 3, first);
    second.run();
    second.parameters[1] = 7;
    first.push();
    expect(w.map(({ data }) => data)).toEqual([1, 7, 1]);
    expect(w.map(({ grad }) => grad)).toEqual(Array.from(second.gradients));
  });

  test("in single precision too", () => {
    const w = weights(3);
    const [x] = w as [Value];
    const first = compile(x.square(), { parameters: w, precision: "f32" });
    const second = compile(x.mul(2), { parameters: w, precision: "f32", shared: first });
    expect([second.run(), first.gradients[0], first.run(), second.gradients[0]]).toEqual([6, 2, 9, 6]);
  });

  test("a parameter that a graph does not read has the gradient 0 after its run, whatever ran before", () => {
    const w = weights(...Array.from({ length: 80 }, (_, i) => i));
    const first = compile(sum(w.slice(0, 2)), { parameters: w });
    const second = compile(sum(w.map((x) => x.mul(3))), { parameters: w, shared: first });
    second.run();
    expect(first.gradients[79]).toBe(3);
    first.run();
    expect(Array.from(first.gradients)).toEqual(w.map((_, i) => (i < 2 ? 1 : 0)));
    second.run();
    expect(Array.from(second.gradients)).toEqual(w.map(() => 3));
  });

  test("what does not fit is refused", () => {
    const w = weights(1, 2, 3);
    const { loss } = squares(w, 0);
    const shared = compile(loss, { parameters: w });
    const wrong =
      (options: object, parameters: readonly Value[] = w) =>
      (): Program =>
        compile(loss, { parameters, shared, ...options });
    expect(wrong({}, w.slice(1))).toThrow(ChainruleError);
    expect(wrong({}, w.slice(1))).toThrow(
      "compile: there are 2 parameters, expected 3 as in the shared program",
    );
    expect(wrong({}, [...w].reverse())).toThrow(
      "compile: parameter 0 is another Value than in the shared program, expected the same in the same order",
    );
    expect(wrong({ precision: "f32" })).toThrow(
      'compile: precision is "f32", expected "f64" as in the shared program',
    );
    expect(wrong({ shared: {} })).toThrow("compile: shared is an object of class Object, expected a Program");
  });
});
