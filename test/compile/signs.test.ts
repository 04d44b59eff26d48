/** The sign of zero: compiled values are the Values' own bit for bit, and a gradient of 0 is +0 as theirs. */
import { describe, expect, test } from "@jest/globals";
import { constant, dot, max, min, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";

const chain = (x: readonly Value[]): Value => x.reduce((a, b) => a.add(b));

const forms: Readonly<Record<string, (x: Value[], y: Value[]) => Value>> = {
  "a chain of additions": (x) => chain(x),
  "a chain of products": (x, y) => chain(x.map((each, i) => each.mul(y[i] as Value))),
  "a chain that starts with a scalar": (x, y) => x.reduce((t, each, i) => t.add(each.mul(y[i] as Value)), y[0] as Value), // prettier-ignore
  "a chain that ends with a scalar": (x, y) =>
    chain(x.map((each, i) => each.mul(y[i] as Value))).add(y[0] as Value),
  sum: (x) => sum(x),
  "a sum of products": (x, y) => sum(x.map((each, i) => each.mul(y[i] as Value))),
  "a sum that starts with a scalar": (x, y) =>
    sum([y[0] as Value, ...x.map((each, i) => each.mul(y[i] as Value))]),
  "a sum in a chain": (x, y) => sum(x).add(y[0] as Value).add(x[0] as Value), // prettier-ignore
  "a chain in a sum": (x, y) => sum([chain(x), ...y]),
  dot: (x, y) => dot(x, y),
  "dot and a scalar": (x, y) => dot(x, y).add(y[0] as Value),
  "a scalar and dot": (x, y) => (y[0] as Value).add(dot(x, y)),
  "dot in a sum": (x, y) => sum([dot(x, y), y[0] as Value]),
  "dot with itself": (x) => dot(x, x),
  max: (x) => max(x),
  min: (x) => min(x),
  relu: (x) => (x[0] as Value).relu(),
  "abs and neg": (x) => (x[0] as Value).abs().neg(),
  "an empty sum and a scalar": (x) => sum([]).add(x[0] as Value),
  "a product with a constant −0": (x) => (x[0] as Value).mul(constant(-0)),
};

/** All −0, all +0, either way mixed, and numbers of either sign. */
const PATTERNS: readonly ((i: number) => number)[] = [
  () => -0,
  () => 0,
  (i) => (i % 2 === 0 ? -0 : 0),
  (i) => (i % 2 === 0 ? 0 : -0),
  (i) => (i === 0 ? 1 : -0),
  () => -1,
];

describe.each(Object.entries(forms))("%s", (_name, form) => {
  test.each(["f64", "f32"] as const)("of 1 to 17 elements, alone and side by side, in %s", (precision) => {
    for (const length of [1, 2, 3, 8, 17]) {
      for (const count of [1, 8]) {
        const make = (): Value[][] =>
          Array.from({ length: count }, () => Array.from({ length }, () => new Value(1)));
        const [xs, ys] = [make(), make()];
        const parameters = [...xs.flat(), ...ys.flat()];
        const outputs = xs.map((x, i) => form(x, ys[i] as Value[]));
        const program = compile(sum(outputs), { parameters, outputs, precision });
        const round = precision === "f32" ? Math.fround : (each: number): number => each;
        for (const ofX of PATTERNS) {
          for (const ofY of PATTERNS) {
            const [x, y] = [ofX, ofY].map((of) => Array.from({ length }, (__, i) => new Value(of(i)))) as [Value[], Value[]]; // prettier-ignore
            const out = form(x, y);
            out.backward();
            program.parameters.set([...xs.flatMap(() => x), ...ys.flatMap(() => y)].map(({ data }) => data));
            program.run();
            const slopes = (list: Value[]): number[] => xs.flatMap(() => list.map(({ grad }) => round(grad)));
            const at = { length, count, x: x.map(({ data }) => data), y: y.map(({ data }) => data) };
            expect({ ...at, values: Array.from(program.outputs) }).toEqual({
              ...at,
              values: xs.map(() => out.data),
            });
            expect({ ...at, slopes: Array.from(program.gradients) }).toEqual({ ...at, slopes: [...slopes(x), ...slopes(y)] }); // prettier-ignore
          }
        }
        program.dispose();
      }
    }
  });
});

test("three times −0 as a chain is −0, which 1/x and atan2 show", () => {
  const x = [new Value(-0), new Value(-0), new Value(-0)];
  const total = chain(x);
  const outputs = [total, total.reciprocal(), total.atan2(-1)];
  const program = compile([], { parameters: x, outputs });
  program.forward();
  expect(Array.from(program.outputs)).toEqual([-0, -Infinity, -Math.PI]);
});

test("a root that is −0 is given as −0", () => {
  const x = new Value(-0);
  expect(compile(x.neg().neg(), { parameters: [x] }).run()).toBe(-0);
  expect(compile([x, x.neg().neg()], { parameters: [x] }).run()).toBe(-0);
  expect(compile([], { parameters: [x] }).run()).toBe(0);
});
