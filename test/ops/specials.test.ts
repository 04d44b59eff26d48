/**
 * Every row at ±0, ±∞ and NaN: the value, the first and the second derivatives, by Values in every way that there is and by programs in both
 * precisions. At an infinity a number is the limit of those on the way there, at ±0 that of those beside it (golden.test.ts holds them against
 * as many digits as it takes); and what depends on a NaN is NaN.
 */
import { describe, expect, test } from "@jest/globals";
import { defineOp, gradients, hessian, hvp, noGrad, Value } from "chainrule";
import { compile } from "chainrule/compile";
import type { FixedOp } from "../../src/ops/index.js";
import { relativeError } from "../tolerances.js";
import { applied, fixed } from "./rows.js";
import { samples } from "./samples.js";

const INF = Infinity;
const SPECIAL = [0, -0, INF, -INF, NaN];
/** Beside them, a number for the other operands. */
const ALL = [...SPECIAL, 1.5, -0.75];

type F = (...x: Value[]) => Value;

/** All points of so many operands; the counts of a derivative count. */
function points(count: number, name: string): number[][] {
  if (name === "powDerivative") {
    return [[1, 0], [0, 1], [2, 0]].flatMap((counts) => points(2, "").map((at) => [...at, ...counts])); // prettier-ignore
  }
  return count === 0 ? [[]] : points(count - 1, name).flatMap((rest) => ALL.map((x) => [...rest, x]));
}

/** The value, the first derivatives, then the second ones, row by row: with graphs of gradients. */
function derivatives(f: F, at: readonly number[]): number[] {
  const x = at.map((each) => new Value(each));
  const out = f(...x);
  const slopes = gradients(out, x, { createGraph: true });
  return [out.data, ...slopes.map(({ data }) => data), ...slopes.flatMap((slope) => gradients(slope, x))].map(
    unsigned,
  );
}

/** A gradient is added up from 0, so it is no −0. */
const unsigned = (x: number): number => x + 0;

describe.each(fixed)("%s", (name, op) => {
  const count = op.operands.length;
  const f: F = (...x) => applied(name, x);
  const grid = points(count, name);

  test("backward, the sweep and products with the Hessian give the numbers of the graph of gradients", () => {
    for (const at of grid) {
      const all = derivatives(f, at);
      const x = at.map((each) => new Value(each));
      f(...x).backward();
      expect([at, x.map(({ grad }) => grad)]).toEqual([at, all.slice(1, 1 + count)]);
      // ∞ or NaN times the 0 that comes to a branch not taken: a graph has NaN there.
      if (name === "elu" && !Number.isFinite(at[1])) continue;
      const rows = noGrad(() => hessian(f)(...at)).map((row) => row.map(({ data }) => unsigned(data)));
      expect([at, rows.flat()]).toEqual([at, all.slice(1 + count)]);
      at.forEach((_, k) => {
        const direction = at.map((__, i) => (i === k ? 1 : 0)) as [number];
        const column = [noGrad(() => hvp(f)(...at)(...direction))].flat();
        expect([at, k, column.map(({ data }) => unsigned(data))]).toEqual([at, k, rows.map((row) => row[k])]);
      });
    }
  });

  test.each(["f64", "f32"] as const)("programs in %s", (precision) => {
    const x = op.operands.map(() => new Value(0.75));
    const out = f(...x);
    const programs = [out, ...gradients(out, x, { createGraph: true })].map((root) =>
      root.op === "constant" ? root.data : compile(root, { parameters: x, outputs: [root], precision }),
    );
    for (const at of grid) {
      const expected = derivatives(f, at);
      const first = programs.map((program) => {
        if (typeof program === "number") return { value: program, slopes: at.map(() => 0) };
        program.parameters.set(at);
        program.run();
        return { value: program.outputs[0] as number, slopes: Array.from(program.gradients) };
      });
      const found = [
        ...first.map(({ value }) => value),
        ...first.slice(1).flatMap(({ slopes }) => slopes),
      ].map(unsigned);
      expect([
        at,
        found.map((each, i) => (isClose(each, expected[i] as number, precision) ? expected[i] : each)),
      ]).toEqual([at, expected]);
      // The gradients by backward, too.
      expect([
        at,
        first[0]?.slopes.map((each, i) =>
          isClose(unsigned(each), expected[1 + i] as number, precision) ? expected[1 + i] : each,
        ),
      ]).toEqual([at, expected.slice(1, 1 + count)]);
    }
  });

  test("what depends on an operand is NaN where that is NaN", () => {
    const ordinary = [
      ...samples(op, 12),
      ...points(count, name).filter((at) => at.every((x) => x === 1.5 || x === -0.75 || x === 1 || x === 2)),
    ].map((at) => derivatives(f, at));
    const base = samples(op, 3);
    op.operands.forEach((_, k) => {
      if (name === "powDerivative" && k > 1) return;
      for (const at of base) {
        const found = derivatives(f, at.with(k, NaN));
        found.forEach((each, i) => {
          const numbers = new Set(variants(op, at, k).map((moved) => derivatives(f, moved)[i]));
          const isFree = numbers.size === 1 && ordinary.length > 0;
          const isAnswer = isFree || Number.isNaN(each) || COMPARES.has(name);
          expect([name, at.with(k, NaN), i, isAnswer]).toEqual([name, at.with(k, NaN), i, true]);
        });
      }
    });
  });
});

/** Comparisons answer with 0 or 1, of NaN too, and take NaN as a condition that holds. */
const COMPARES: ReadonlySet<string> = new Set(["greater", "equal", "where"]);

/** The point with operand k elsewhere. */
const variants = (op: FixedOp, at: readonly number[], k: number): number[][] =>
  [...samples(op, 9).map((other) => other[k] as number), at[k === 0 ? 1 : 0] ?? 0.5].map((x) =>
    at.with(k, x),
  );

function isClose(found: number, expected: number, precision: "f64" | "f32"): boolean {
  if (Object.is(found, expected)) return true;
  return relativeError(found, expected) <= (precision === "f64" ? 1e-14 : 1e-6);
}

/** What numbers on the way to a point say of it: they are there, they vanish, or they grow without end. */
function limit([a, b, c]: readonly [number, number, number]): number | undefined {
  if (Number.isNaN(c)) return undefined;
  if (!Number.isFinite(c)) return c;
  if (Math.abs(c) < Math.abs(b) / 2 || (c === 0 && b === 0)) return 0;
  if (Math.abs(c) > 1.5 * Math.abs(b)) return Math.sign(c) * INF;
  return Math.abs(c - b) <= 1e-12 * Math.abs(c) && Math.abs(b - a) <= 1e-12 * Math.abs(b) ? c : undefined;
}

/** Without a limit at ±∞. */
const PERIODIC: ReadonlySet<string> = new Set(["sin", "cos", "tan"]);
/** With a choice at 0, which the row declares. */
const KINKED: ReadonlySet<string> = new Set(["relu", "abs", "sign", "step"]);

test.each(fixed.filter(([, op]) => op.operands.length === 1))(
  "%s at ±∞ and ±0 is its limit, with its derivatives",
  (name) => {
    const f: F = (...x) => applied(name, x);
    for (const sign of [1, -1]) {
      for (const [at, way] of [
        [INF, [1e77, 1e154, 1e308]],
        [0, [1e-77, 1e-154, 1e-307]],
      ] as const) {
        // prettier-ignore
        const [a, b, c] = way.map((x) => derivatives(f, [sign * x])) as [number[], number[], number[]];
        const here = derivatives(f, [sign * at]);
        if (at === 0 && KINKED.has(name)) continue;
        if (at === INF && PERIODIC.has(name)) {
          expect(here).toEqual([NaN, NaN, NaN]);
          continue;
        }
        const expected = here.map((x, i) => limit([a[i] as number, b[i] as number, c[i] as number]) ?? x);
        expect([
          name,
          sign * at,
          here.map((x, i) => (Math.abs(x - (expected[i] as number)) < 1e-12 ? expected[i] : x)),
        ]).toEqual([name, sign * at, expected]);
      }
    }
  },
);

describe("a user's operation hides no NaN", () => {
  const byExpression = defineOp({
    name: "soft",
    num: (x, y) => Math.tanh(x) * y,
    grad: (x, y) => [x.sechSquared().mul(y), x.tanh()],
  });
  const byKinks = defineOp({
    name: "kinks",
    num: (x, y) => Math.max(x, 0) + Math.abs(y),
    grad: (x, y) => [x.step(), y.sign()],
  });
  const byNumbers = defineOp({
    name: "numbers",
    num: (x, y) => x * x * y,
    localGradients: (x, y) => [2 * x * y, x * x],
  });

  test.each([
    ["by expressions", byExpression, true],
    ["with kinks", byKinks, true],
    ["on numbers", byNumbers, false],
  ] as const)("%s", (_, f, isTwice) => {
    for (const at of [
      [NaN, 2],
      [0.5, NaN],
      [NaN, NaN],
    ] as const) {
      // prettier-ignore
      const x = at.map((each) => new Value(each)) as [Value, Value];
      const out = f(...x);
      out.backward();
      const program = compile(out, { parameters: x });
      expect(program.run()).toBe(NaN);
      for (const slopes of [x.map(({ grad }) => grad), Array.from(program.gradients)]) {
        at.forEach((each, i) => {
          if (f !== byKinks || Number.isNaN(each))
            expect([at, i, slopes[f === byKinks ? i : 1 - i]]).toEqual([
              at,
              i,
              Number.isNaN(each) || f === byKinks ? NaN : expect.anything(),
            ]);
        });
      }
      if (!isTwice || f === byKinks) continue;
      const bends = noGrad(() => hessian(f)(...at))
        .flat()
        .map(({ data }) => data);
      expect(bends.slice(0, 3).some(Number.isNaN)).toBe(true);
    }
  });
});
