/** The derivation: its text for the note's examples, and its numbers and formulas for random graphs. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Value } from "chainrule";
import { explain, frames, toTex, toText } from "chainrule/draw";
import { parse } from "chainrule/parse";
import katex from "katex";
import { build, leavesOf, smoothRecipes } from "../graphs.js";
import { relativeError, tolerances } from "../tolerances.js";
import { parsed } from "./graphviz.js";

const values = { x: 1.5, y: 2, w: -0.5 };
function of(text: string, by?: string): ReturnType<typeof explain> {
  const leaves = Object.fromEntries(Object.entries(values).map(([name, at]) => [name, new Value(at, name)]));
  const input = by === undefined ? undefined : leaves[by];
  return explain(parse(text, leaves), input === undefined ? {} : { input });
}

describe("z = (x + y)²", () => {
  test("as text: ∂z/∂z · ∂z/∂t · ∂t/∂x = 1 · 2t · 1 = 2(x + y)", () => {
    expect(toText(of("t = x + y; z = t^2", "x"))).toBe(`x = 1.5
y = 2
t = x + y = 3.5
z = t^2 = 12.25

∂z/∂z = 1
∂z/∂t = ∂z/∂z · ∂z/∂t = 1 · 2t = 1 · 7 = 7
∂z/∂x = ∂z/∂t · ∂t/∂x = 7 · 1 = 7

∂z/∂x = ∂z/∂z · ∂z/∂t · ∂t/∂x = 1 · 2t · 1 = 2(x + y) = 7`);
  });

  test("as TeX", () => {
    const tex = toTex(of("t = x + y; z = square(t)", "x"));
    expect(tex).toBe(String.raw`\begin{aligned}
\frac{\partial z}{\partial x} &= \frac{\partial z}{\partial z} \cdot \frac{\partial z}{\partial t} \cdot \frac{\partial t}{\partial x} \\
&= 1 \cdot 2 t \cdot 1 \\
&= 2 \left(x + y\right) \\
&= 7
\end{aligned}`);
    expect(katex.renderToString(tex, { strict: "error" })).toContain("katex");
  });

  test("as data: upstream, local derivative in symbols and numbers, product, running sum", () => {
    const { steps } = of("t = x + y; z = t^2");
    expect(steps.map((step) => JSON.parse(JSON.stringify(step)) as unknown)).toEqual([
      { node: "t", through: "z", upstream: 1, symbol: "2t", local: 7, product: 7, sum: 7 },
      { node: "x", through: "t", upstream: 7, symbol: "1", local: 1, product: 7, sum: 7 },
      { node: "y", through: "t", upstream: 7, symbol: "1", local: 1, product: 7, sum: 7 },
    ]);
  });
});

test("paths that meet are added up, in numbers and in symbols", () => {
  const { steps, chains, closedForm, gradients, input } = of("x * x + x * y", "x");
  expect(chains).toHaveLength(3);
  expect(steps.filter(({ name }) => name === "x").map(({ sum }) => sum)).toEqual([2, 3.5, 5]);
  expect(closedForm?.text).toBe("2x + y");
  expect(gradients.get(input as Value)).toBe(5);
});

/** Local derivatives as a textbook gives them. */
test.each([
  ["x^3", "x", "3x²"],
  ["x * w", "x", "w"],
  ["x - y", "y", "−1"],
  ["x / y", "x", "1 / y"],
  ["s = sigmoid(x)", "x", "s · (1 − s)"],
  ["h = tanh(x)", "x", "1 − h²"],
  ["h = exp(x)", "x", "h"],
  ["log(x)", "x", "1 / x"],
  ["sqrt(x)", "x", "0.5 / v1"],
  ["relu(x)", "x", "x > 0"],
  ["max(x, y)", "x", "x > y"],
  ["leakyRelu(w)", "w", "0.01"],
  ["dot([x, y], [w, x])", "y", "x"],
  ["cos(x)", "x", "−sin(x)"],
])("%s by %s: %s", (text, by, expected) => {
  expect(of(text, by).steps[0]?.symbol.text).toBe(expected);
});

/** The closed form as our own expression syntax reads it, which has no products without a sign and no ². */
const readable = (text: string): string =>
  text
    .replaceAll(/(?<![\p{L}\d])([\d.]+)(?=[(\p{L}])/gu, "$1*")
    .replaceAll("²", "^2")
    .replaceAll("√", "sqrt")
    .replaceAll("∛", "cbrt");

test.each([
  "(x + y)^3 / x",
  "tanh(x * w) * y - x",
  "exp(-x^2) / (1 + y)",
  "log(x * y) + sqrt(x) * cbrt(y)",
  "sigmoid(x) * x / y / x",
  "2 * x * 3 * y * x - x / 3",
  "sum(x, y, x * w) - mean(x, w)",
  "x^y + y^x",
  "y / x - x * y * x^-1",
  "atan2(x, y) * hypot(x, y)",
  "silu(x) + erf(y * x)",
])("the closed form of %s has the number of the backward pass", (text) => {
  for (const by of ["x", "y"] as const) {
    const { closedForm, gradients, input } = of(text, by);
    const number = parse(readable(closedForm?.text ?? ""), values).data;
    // Constants in formulas have six digits.
    expect(relativeError(number, gradients.get(input as Value) ?? NaN)).toBeLessThan(1e-5);
  }
});

test("random graphs: the gradients are those of backward, each step is its product, and the last sum is the gradient", () => {
  fc.assert(
    fc.property(smoothRecipes(), (recipe) => {
      const leaves = leavesOf(recipe);
      const root = build(recipe, leaves);
      const { steps, gradients } = explain(root);
      expect(leaves.map(({ grad }) => grad)).toEqual(leaves.map(() => 0));
      root.backward();
      for (const [value, gradient] of gradients) {
        if (value.op !== "constant")
          expect(relativeError(gradient, value.grad)).toBeLessThan(tolerances.reordered);
      }
      const last = new Map(steps.map((step) => [step.node, step.sum]));
      for (const [node, sum] of last) expect(sum).toBe(gradients.get(node));
      for (const { upstream, local, product } of steps) expect(product).toBe(upstream * local);
      expect(toText({ ...explain(root) }).split("\n").length).toBeGreaterThan(steps.length);
    }),
    { numRuns: 50, seed: 11 },
  );
});

describe("frames", () => {
  const { root } = of("t = x + y; z = t^2");
  const shown = frames(root);

  test("one for the forward pass and one for every operation, each with its steps", () => {
    expect(shown.map(({ caption }) => caption)).toEqual([
      "∂z/∂z = 1",
      "∂z/∂t = ∂z/∂z · ∂z/∂t = 1 · 2t = 1 · 7 = 7",
      "∂z/∂x = ∂z/∂t · ∂t/∂x = 7 · 1 = 7\n∂z/∂y = ∂z/∂t · ∂t/∂y = 7 · 1 = 7",
    ]);
  });

  test("gradients appear one operation after the other, and what is not there yet is not seen", async () => {
    const seen = await Promise.all(
      shown.map(async ({ dot }) => {
        const { edges } = await parsed(dot);
        return edges
          .filter(({ dir, color }) => dir === "back" && color !== "transparent")
          .map(({ label }) => label);
      }),
    );
    expect(seen).toEqual([["1"], ["7", "1"], ["7", "7", "7", "1"]]);
  });

  test("leave gradients alone", () => {
    expect(root.grad).toBe(0);
  });
});

describe("what is wrong is said", () => {
  const [x, y] = [new Value(1, "x"), new Value(2, "y")];
  test.each<[string, () => unknown, RegExp]>([
    [
      "a root that is none",
      () => explain(3 as unknown as Value),
      /explain: root is the number 3, expected a Value/,
    ],
    [
      "an input that is none",
      () => explain(x, { input: "x" as unknown as Value }),
      /input is the string "x"/,
    ],
    [
      "an input from elsewhere",
      () => explain(x.exp(), { input: y }),
      /input is Value\(.*label="y".*computed from/,
    ],
    [
      "too many nodes for frames",
      () => frames(x.exp().exp().exp().exp(), { maxNodes: 4 }),
      /frames: the graph has 5 nodes/,
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
