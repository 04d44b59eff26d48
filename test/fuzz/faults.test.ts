/** Faults planted in a column, or in the compiler itself: the fuzzer must find each, and make it small. */
import { describe, expect, test } from "@jest/globals";
import { Touched } from "../../src/compile/plan/first-writes.js";
import { VECTORS } from "../../src/compile/wasm/numeric.js";
import { ops } from "../../src/ops/index.js";
import { check } from "./check.js";
import { compiledDouble, compiledSingle, eager, plainSingle, type Column, type Result } from "./columns.js";
import { fuzz, type Found } from "./fuzz.js";
import { reproduction } from "./print.js";
import { shrink } from "./shrink.js";

/** A column whose results are spoiled; `before` is that of the run before. */
function spoiled(sound: Column, spoil: (result: Result, before: Result | undefined) => Result): Column {
  return {
    ...sound,
    open(tapes, numbers) {
      const session = sound.open(tapes, numbers);
      let before: Result | undefined;
      return {
        ...session,
        run: (program, at) => (before = spoil(session.run(program, at), before)),
      };
    },
  };
}

const mapped = (xs: ArrayLike<number>, f: (x: number, i: number) => number): number[] => Array.from(xs, f);

const bits = new Float64Array(1);
const words = new BigInt64Array(bits.buffer);
function nextAfter(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  bits[0] = x;
  words[0] = (words[0] as bigint) + 1n;
  return bits[0];
}

const results: Readonly<Record<string, Column>> = {
  "a −0 lost": spoiled(compiledDouble, (result) => ({
    ...result,
    outputs: mapped(result.outputs, (x) => x + 0),
  })),
  "a value off by one ulp": spoiled(compiledDouble, (result) => ({
    ...result,
    value: nextAfter(result.value),
  })),
  "gradients off by 1e-10": spoiled(compiledDouble, (result) => ({
    ...result,
    gradients: mapped(result.gradients, (x) => x * (1 + 1e-10)),
  })),
  "a NaN that is hidden": spoiled(compiledDouble, (result) => ({
    ...result,
    gradients: mapped(result.gradients, (x) => (Number.isNaN(x) ? 0 : x)),
  })),
  "a NaN that stays": spoiled(compiledDouble, (result, before) => ({
    ...result,
    value: before && Number.isNaN(before.value) ? NaN : result.value,
  })),
  "gradients of the run before added": spoiled(compiledDouble, (result, before) => ({
    ...result,
    gradients: mapped(result.gradients, (x, i) => x + (before?.gradients[i] ?? 0)),
  })),
  "the last gradient missing": spoiled(compiledDouble, (result) => ({
    ...result,
    gradients: mapped(result.gradients, (x, i) => (i > 0 && i === result.gradients.length - 1 ? 0 : x)),
  })),
  "single precision off by three ulp": spoiled(compiledSingle, (result) => ({
    ...result,
    outputs: mapped(result.outputs, (x) => Math.fround(x * (1 + 2 ** -22))),
  })),
};

/** Runs with something of the compiler changed. */
function withChange<T extends object>(owner: T, key: keyof T, value: unknown, run: () => Found): Found {
  const sound = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
  Object.defineProperty(owner, key, { ...sound, value });
  try {
    return run();
  } finally {
    Object.defineProperty(owner, key, sound);
  }
}

/** The first difference within so many programs. */
function firstOf(columns: readonly Column[], most = 150): Found {
  const [found] = fuzz({ seed: 5, from: 0, to: most, columns }).findings;
  if (found === undefined) throw new Error(`the fault is not found within ${String(most)} programs`);
  return found;
}

describe("faults in the numbers of a column", () => {
  test.each(Object.entries(results))("%s", (_, column) => {
    const base = column.precision === "f64" ? eager : plainSingle;
    expect(firstOf([base, column]).finding.column).toBe(column.name);
    // The sound column passes there.
    const { given } = firstOf([base, column]);
    expect(check(given)).toBeUndefined();
  });
});

describe("faults in the compiler", () => {
  const columns = [eager, compiledDouble];
  const faults: Readonly<Record<string, () => Found>> = {
    "adjoints that are not cleared": () =>
      withChange(
        Touched.prototype,
        "ranges",
        () => [],
        () => firstOf(columns),
      ),
    "contributions that replace each other": () =>
      withChange(
        Touched.prototype,
        "resolve",
        (statement: object) => ({ ...statement, mode: "assign" }),
        () => firstOf(columns),
      ),
    "half of the lanes left out": () => withChange(VECTORS.f64, "lanes", 4, () => firstOf(columns)),
    "a wrong local gradient": () =>
      withChange(
        ops.square,
        "gradients",
        () => ops.neg.gradients(),
        () => firstOf(columns),
      ),
    "a wrong value": () => withChange(ops.max, "wasm", "min", () => firstOf(columns)),
  };
  test.each(Object.entries(faults))("%s", (_, fault) => {
    expect(fault().finding.column).toBe(compiledDouble.name);
  });
});

test("a fault is made small and printed as a program", () => {
  const column = spoiled(compiledDouble, (result) => ({
    ...result,
    gradients: mapped(result.gradients, (x) => x * (1 + 1e-9)),
  }));
  const columns = [eager, column];
  const { given, finding } = firstOf(columns);
  const { smallest, finding: smaller } = shrink(given, finding, 5000, (each) =>
    check(each, undefined, columns),
  );
  const [tape] = smallest.tapes;
  expect(smallest.tapes).toHaveLength(1);
  expect(tape?.nodes.length).toBeLessThan(4);
  expect(reproduction(smallest, smaller)).toContain("compile(roots");
});
