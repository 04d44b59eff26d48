/** Every row of the table, by loop: a new row is tested the moment it is there. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, constant, Value } from "chainrule";
import {
  evaluate,
  fold,
  nameOf,
  variable,
  type FixedOp,
  type ListOp,
  type Sym,
} from "../../src/ops/index.js";
import { centralDifference } from "../differences.js";
import { relativeError, tolerances } from "../tolerances.js";
import { applied, call, fixed, listRows, lists, rows } from "./rows.js";
import { samples } from "./samples.js";

const SAMPLES = 20;

const leaves = (at: readonly number[]): Value[] => at.map((x) => new Value(x));

/** The symbolic local gradients of a row at a point. */
function localGradients(op: FixedOp, at: readonly number[]): number[] {
  const numbers = new Map(op.operands.map((name, i) => [name, at[i] as number]));
  numbers.set("out", op.num(...at));
  return op.gradients().map((gradient: Sym) => evaluate(gradient, numbers));
}

const moved = (at: readonly number[], k: number, x: number): number[] =>
  at.map((old, i) => (i === k ? x : old));

test("rows that name hard points have some", () => {
  for (const [, { points }] of rows) expect(points?.length).not.toBe(0);
});

describe.each(fixed)("%s", (name, op) => {
  const points = samples(op, SAMPLES);

  test("takes its operands as Values or numbers, and keeps them as parents in order", () => {
    const [at] = points as [number[]];
    const operands = leaves(at);
    const out = applied(name, operands);
    expect(out.parents).toEqual(operands);
    expect(out.op).toBe(name);
    expect(out.data).toBe(op.num(...at));
    const [receiver] = operands as [Value];
    const mixed = call(name, receiver, ...at.slice(1));
    expect(mixed.data).toBe(out.data);
    expect(mixed.parents.slice(1).map((parent) => parent.op)).toEqual(at.slice(1).map(() => "constant"));
  });

  test("first derivatives agree with central differences", () => {
    for (const at of points) {
      const operands = leaves(at);
      applied(name, operands).backward();
      operands.forEach((operand, k) => {
        const numeric = centralDifference((x) => op.num(...moved(at, k, x)), at[k] as number);
        expect(relativeError(operand.grad, numeric)).toBeLessThan(tolerances.firstDifference);
      });
    }
  });

  test("second derivatives, of the local gradients as expressions of Values, agree with central differences", () => {
    for (const at of points) {
      op.gradients().forEach((gradient, k) => {
        at.forEach((x, j) => {
          const numeric = centralDifference(
            (moving) => localGradients(op, moved(at, j, moving))[k] as number,
            x,
          );
          expect(relativeError(derivativeOfLocal(name, op, gradient, at, j), numeric)).toBeLessThan(
            tolerances.secondDifference,
          );
        });
      });
    }
  });

  test("localGradients() is what backward uses", () => {
    for (const at of points) {
      const operands = leaves(at);
      const out = applied(name, operands);
      out.backward();
      expect(out.localGradients()).toEqual(operands.map((operand) => operand.grad));
    }
  });

  test("its lowered form is the same number, bit for bit", () => {
    const { lowered } = op;
    if (lowered === undefined) return;
    const symbols = op.operands.map((operand) => ({ operand, sym: variable(operand) }));
    const hard = [0, -0, 1e-320, -1e-320, 1e300, -1e300, Infinity, -Infinity, NaN, 745.5, -745.5, 36.9];
    const edges = hard.map((x) => [x, ...(points[0] as number[]).slice(1)]);
    for (const at of [...points, ...edges]) {
      const numbers = new Map(symbols.map(({ operand }, i) => [operand, at[i] as number]));
      const value = evaluate(lowered(...symbols.map(({ sym }) => sym)), numbers);
      expect([at, value]).toEqual([at, op.num(...at)]);
    }
  });

  test("a wrong operand is answered with the operation and the operand", () => {
    op.operands.slice(1).forEach((operand, i) => {
      const hasDefault = op.operands.length - 1 - i <= op.defaults.length;
      const good: unknown[] = op.operands.slice(1).map(() => 1);
      for (const wrong of ["3", null, undefined, {}, [1], true]) {
        if (hasDefault && wrong === undefined) continue;
        const operands = good.with(i, wrong);
        expect(() => call(name, new Value(1), ...operands)).toThrow(ChainruleError);
        expect(() => call(name, new Value(1), ...operands)).toThrow(
          new RegExp(`^${name}: ${operand} is .*expected a Value or a number`),
        );
      }
    });
  });

  test("its domain has room for samples, with an interval for every operand", () => {
    expect(op.domain).toHaveLength(op.operands.length);
    for (const { min, max } of op.domain) expect(min).toBeLessThan(max);
  });

  test("its domain has numbers on both sides of 0 where the operation has", () => {
    op.domain.forEach(({ min, max }, k) => {
      const at = (x: number): number => op.num(...op.operands.map((_, i) => (i === k ? x : 0.5)));
      if (Number.isFinite(at(-0.5)) && Number.isFinite(at(0.5)))
        expect([min < 0, max > 0]).toEqual([true, true]);
    });
  });

  test("a constant among its operands gets no gradient", () => {
    [...points, ...(op.points ?? []).map(([at]) => at)].forEach((at) => {
      op.operands.forEach((_, k) => {
        const operands = at.map((x, i) => (i === k ? constant(x) : new Value(x)));
        applied(name, operands).backward();
        expect(operands[k]?.grad).toBe(0);
      });
    });
  });

  if (op.points !== undefined) {
    test.each(op.points)("at %j it is %d with local gradients %j, exactly", (at, value, gradients) => {
      expect([at.length, gradients.length]).toEqual([op.operands.length, op.operands.length]);
      const operands = leaves(at);
      const out = applied(name, operands);
      out.backward();
      expect(Object.is(out.data, value) ? value : out.data).toBe(value);
      operands.forEach((operand, k) => {
        expect(operand.grad).toBe((gradients[k] as number) + 0);
      });
    });
  }
});

/** Builds the local gradient as a graph of Values and differentiates it by operand j. */
function derivativeOfLocal(
  name: string,
  op: FixedOp,
  gradient: Sym,
  at: readonly number[],
  j: number,
): number {
  const operands = leaves(at);
  const values = new Map(op.operands.map((operand, i) => [operand, operands[i] as Value]));
  values.set("out", applied(name, operands));
  const local = fold<Value>(gradient, {
    variable: (operand) => values.get(operand) as Value,
    constant: (x) => new Value(x),
    apply: (inner, args) => applied(nameOf(inner), args),
  });
  local.backward();
  return (operands[j] as Value).grad;
}

describe.each(listRows)("%s of a list", (name, op) => {
  const of = lists[name] as (...x: Value[][]) => Value;
  const columns = op.operands.map((_, i) =>
    samples({ ...op, domain: [op.domain[i] as ListOp["domain"][0]] }, 7).flat(),
  );

  test("its value is the number function of the row, and its parents are the elements in order", () => {
    const operands = columns.map((column) => leaves(column));
    const out = of(...operands);
    expect(out.data).toBe(op.num(columns[0] as number[], columns[1] ?? []));
    expect(out.parents).toEqual(operands.flat());
    expect(out.op).toBe(name);
  });

  test("its running total, where it is one, comes to the same number, bit for bit", () => {
    if (op.step === undefined) return;
    const step = op.step();
    let acc = op.initial;
    (columns[0] as number[]).forEach((x, i) => {
      acc = evaluate(step, new Map([["acc", acc], ["x", x], ["y", columns[1]?.[i] ?? NaN]])); // prettier-ignore
    });
    expect(acc).toBe(op.num(columns[0] as number[], columns[1] ?? []));
  });

  test("gradients agree with central differences", () => {
    const operands = columns.map((column) => leaves(column));
    const out = of(...operands);
    out.backward();
    expect(out.localGradients()).toEqual(operands.flat().map((operand) => operand.grad));
    operands.forEach((list, side) => {
      list.forEach((operand, k) => {
        const f = (x: number): number => {
          const at = columns.map((column, i) => (i === side ? moved(column, k, x) : column));
          return op.num(at[0] as number[], at[1] ?? []);
        };
        expect(relativeError(operand.grad, centralDifference(f, operand.data))).toBeLessThan(
          tolerances.firstDifference,
        );
      });
    });
  });

  test("a typed array is a list of constants", () => {
    const out = of(...columns.map((column) => Float64Array.from(column) as unknown as Value[]));
    expect(out.data).toBe(op.num(columns[0] as number[], columns[1] ?? []));
    expect(out.parents.map(({ op }) => op)).toEqual(columns.flat().map(() => "constant"));
  });

  test("a constant among its elements gets no gradient", () => {
    columns.forEach((_, side) => {
      const operands = columns.map((column, i) =>
        column.map((x, k) => (i === side && k === 1 ? constant(x) : new Value(x))),
      );
      of(...operands).backward();
      expect(operands[side]?.[1]?.grad).toBe(0);
    });
  });

  if (op.points !== undefined) {
    test.each(op.points)("at %j it is %d with local gradients %j, exactly", (at, value, gradients) => {
      const operands = leaves(at);
      const out = of(operands);
      out.backward();
      expect([out.data, operands.map(({ grad }) => grad)]).toEqual([value, gradients]);
    });
  }

  if (op.operands.length > 1) {
    test("lists of different lengths are named", () => {
      const [longer, shorter] = columns.map((column) => leaves(column)) as [Value[], Value[]];
      expect(() => of(longer, shorter.slice(1))).toThrow(
        `${name}: x has 7 elements and y has 6, expected equal lengths`,
      );
      expect(() => of(longer, [new Value(1), "2"] as unknown as Value[])).toThrow(
        `${name}: y[1] is the string "2", expected a Value or a number`,
      );
    });
  }

  test("wrong elements and wrong lists are named", () => {
    const wrong = [new Value(1), "2"] as unknown as Value[];
    expect(() => of(...columns.map(() => wrong))).toThrow(
      `${name}: x[1] is the string "2", expected a Value or a number`,
    );
    for (const [list, said] of [
      [3, "the number 3"],
      [new DataView(new ArrayBuffer(8)), "an object of class DataView"],
    ] as const) {
      expect(() => of(...columns.map(() => list as unknown as Value[]))).toThrow(
        `${name}: x is ${said}, expected an array of Values or numbers`,
      );
    }
  });
});
