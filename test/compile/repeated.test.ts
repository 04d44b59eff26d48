/** No run depends on those before it: what infinities, NaN and large numbers have left in the memory of a program is never read again. */
import { describe, expect, test } from "@jest/globals";
import { dot, logSumExp, max, softmax, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { MicroGpt } from "chainrule/models";
import { random } from "chainrule/nn";

const leaves = (count: number): Value[] =>
  Array.from({ length: count }, (_, i) => new Value(Math.sin(1 + 3 * i)));

/** Cuts a list into as many parts. */
const parts = (all: readonly Value[], count: number): Value[][] => {
  const length = all.length / count;
  return Array.from({ length: count }, (_, i) => all.slice(i * length, (i + 1) * length));
};

type Reduction = (x: Value[], y: Value[]) => Value;
const reductions: Readonly<Record<string, Reduction>> = {
  sum: (x) => sum(x).exp(),
  dot: (x, y) => dot(x, y).tanh(),
  "dot, and scalars on either side": (x, y) =>
    (y[0] as Value).add(dot(x, y)).add((x[0] as Value).mul(y[0] as Value)),
  logSumExp: (x) => logSumExp(x),
  softmax: (x, y) => dot(softmax(x), y),
  "a chain of additions": (x, y) => x.reduce((total, each, i) => total.add(each.mul(y[i] as Value))),
  "a tree of maxima": (x) => max(x).square(),
};

const POISONS = [NaN, Infinity, -Infinity, 1e300, -1e300];
const LENGTHS = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17];

describe.each(Object.entries(reductions))("%s", (_name, reduce) => {
  test.each(["f64", "f32"] as const)("of 1 to 17 elements, alone and side by side, in %s", (precision) => {
    for (const length of LENGTHS) {
      for (const count of [1, 9]) {
        const [x, y] = [leaves(length * count), leaves(length * count)];
        const rows = parts(x, count).map((part, i) => reduce(part, parts(y, count)[i] as Value[]));
        const options = { parameters: [...x, ...y], outputs: rows, precision };
        const [fresh, program] = [compile(sum(rows), options), compile(sum(rows), options)];
        const good = Float64Array.from(program.parameters);
        for (const poison of POISONS) {
          program.parameters.fill(poison);
          program.run();
        }
        program.parameters.set(good);
        const seen = [program.run(), ...program.outputs, ...program.gradients];
        const expected = [fresh.run(), ...fresh.outputs, ...fresh.gradients];
        expect({ length, count, seen }).toEqual({ length, count, seen: expected });
        fresh.dispose();
        program.dispose();
      }
    }
  });
});

test("logSumExp of one element, eight side by side, is that element, run after run", () => {
  const x = leaves(8);
  const program = compile(sum(x.map((each) => logSumExp([each]))), { parameters: x });
  for (const at of [5, -740, NaN, -1000]) {
    program.parameters.fill(at);
    expect(program.run()).toBe(8 * at);
    expect(Array.from(program.gradients)).toEqual(x.map(() => (Number.isNaN(at) ? NaN : 1)));
  }
});

test("a microgpt with eight heads gives finite numbers after a run of NaN", () => {
  const { normal } = random(1);
  const gpt = new MicroGpt({ vocabulary: 5, block: 3, width: 16, heads: 8 }, () => 0.5 * normal());
  const { loss, inputs } = gpt.document(3);
  const parameters = gpt.parameters();
  inputs.forEach((input, i) => (input.data = i % 5 === 0 ? 1 : 0));
  const program = compile(loss, { parameters, inputs });
  const good = Float64Array.from(program.parameters);
  const expected = program.run();
  expect(expected).toBeGreaterThan(0);
  program.parameters.fill(NaN);
  expect(program.run()).toBeNaN();
  program.parameters.set(good);
  expect(program.run()).toBe(expected);
});
