/**
 * Faults planted in the compiler's own statements: the comparison that the other tests use must see each of them. The program
 * is taken apart into its statements, one of these is spoiled, and all are put together again.
 */
import { describe, expect, test } from "@jest/globals";
import { dot, sum, Value } from "chainrule";
import { NUMERICS, type Plan } from "../../src/compile/backend.js";
import { Clock } from "../../src/compile/clock.js";
import { flatten } from "../../src/compile/plan/flatten.js";
import { planOf } from "../../src/compile/plan/plan.js";
import { schedule, type Schedule } from "../../src/compile/plan/schedule.js";
import type { Loops, Step } from "../../src/compile/plan/steps.js";
import { nameOf } from "../../src/ops/index.js";
import { Touched } from "../../src/compile/plan/first-writes.js";
import type { Statement } from "../../src/compile/ir/statement.js";
import { wasm } from "../../src/compile/wasm/backend.js";
import { relativeError, tolerances } from "../tolerances.js";

/** A batch of 4 through 6 neurons with 5 weights each, weights used twice, so that every kind of accumulation occurs. */
function net(): { root: Value; parameters: Value[]; inputs: Value[] } {
  const make = (count: number, seed: number): Value[] =>
    Array.from({ length: count }, (_, i) => new Value(Math.sin(seed + 2 * i)));
  const [w, x] = [make(30, 1), make(20, 2)];
  const outs = Array.from({ length: 24 }, (_, n) => {
    const [i, j] = [Math.floor(n / 6), n % 6];
    const row = x.slice(5 * i, 5 * i + 5);
    const weights = w.slice(5 * j, 5 * j + 5);
    return dot(row, weights)
      .tanh()
      .mul(w[j] as Value);
  });
  return { root: sum(outs), parameters: w, inputs: x };
}

/** The largest error of the net, with its schedule changed by `spoil`. */
function errorWith(
  spoil: (plan: Schedule) => Schedule,
  change: (make: () => Plan) => Plan = (make) => make(),
): number {
  const { root, parameters, inputs } = net();
  root.backward();
  const flat = flatten([root], [], { parameters, inputs });
  const scheduled = spoil(schedule(flat));
  const plan = change(() => planOf(flat, scheduled, NUMERICS.f64));
  const { values, adjoints, run } = wasm.load(plan, new Clock(), flat.inner);
  for (const [slot, value] of scheduled.constants) values[slot] = value;
  [...parameters, ...inputs].forEach((leaf, i) => (values[i] = leaf.data));
  // Adjoints that should be cleared and are not show from the second run on.
  run();
  run();
  const errors = parameters.map(({ grad }, i) => relativeError(adjoints[i] as number, grad));
  return Math.max(relativeError(values[plan.roots[0] as number] as number, root.data), ...errors);
}

/** Changes the first loops of an operation. */
const changed = (plan: Schedule, op: string, change: (loops: Loops) => Loops): Schedule => {
  let isDone = false;
  const steps = plan.steps.map((step): Step => {
    if (isDone || step.kind !== "loops" || nameOf(step.loops.op) !== op) return step;
    isDone = true;
    return { ...step, loops: change(step.loops) };
  });
  expect(isDone).toBe(true);
  return { ...plan, steps };
};

const withOperand = (
  loops: Loops,
  k: number,
  strides: (old: readonly number[]) => number[],
  by = 0,
): Loops => ({
  ...loops,
  operands: loops.operands.map((operand, i) =>
    i === k ? { first: operand.first + by, strides: strides(operand.strides) } : operand,
  ),
});

describe("planted faults in the program", () => {
  test("the sound program agrees", () => {
    expect(errorWith((plan) => plan)).toBeLessThan(tolerances.reordered);
  });

  const grouping: Readonly<Record<string, (plan: Schedule) => Schedule>> = {
    "grouping: a wrong stride": (plan) =>
      changed(plan, "dot", (loops) => withOperand(loops, 0, (old) => old.with(0, 4))),
    "grouping: loops exchanged": (plan) =>
      changed(plan, "dot", (loops) => withOperand(loops, 1, ([a = 0, b = 0, c = 0]) => [b, a, c])),
    "grouping: an operand one slot off": (plan) =>
      changed(plan, "tanh", (loops) => withOperand(loops, 0, (old) => [...old], -1)),
    "grouping: the last element left out": (plan) =>
      changed(plan, "dot", (loops) => ({ ...loops, elements: loops.elements.map((extent) => extent - 1) })),
    "aliasing: two groups in one place": (plan) =>
      changed(plan, "tanh", (loops) => ({ ...loops, destination: loops.destination - 24 })),
    "order: a step before what it reads": (plan) => ({ ...plan, steps: [...plan.steps].reverse() }),
    "a step left out": (plan) => ({
      ...plan,
      steps: plan.steps.filter((step) => step.kind !== "loops" || nameOf(step.loops.op) !== "tanh"),
    }),
  };
  test.each(Object.entries(grouping))("%s", (_name, spoil) => {
    expect(errorWith(spoil)).toBeGreaterThan(1e-3);
  });

  test("accumulation: gradients set where they should be added to", () => {
    const wrong = patched("resolve", (statement) => ({ ...statement, initial: 0 }));
    expect(errorWith((plan) => plan, wrong)).toBeGreaterThan(1e-3);
  });

  test("accumulation: added to without being cleared", () => {
    const unresolved = patched("resolve", (statement: Statement) => statement);
    const uncleared = patched("ranges", () => []);
    expect(
      errorWith(
        (plan) => plan,
        (make) => unresolved(() => uncleared(make)),
      ),
    ).toBeGreaterThan(1e-3);
  });
});

/** Makes a plan with a method of `Touched` replaced. */
function patched(
  name: "resolve" | "ranges",
  by: (statement: Statement) => unknown,
): (make: () => Plan) => Plan {
  return (make) => {
    const sound = Object.getOwnPropertyDescriptor(Touched.prototype, name) as PropertyDescriptor;
    Object.defineProperty(Touched.prototype, name, { ...sound, value: by });
    try {
      return make();
    } finally {
      Object.defineProperty(Touched.prototype, name, sound);
    }
  };
}
