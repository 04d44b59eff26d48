/**
 * Every operation that PyTorch has too, at specials, at kinks and at the ends of the doubles: value and gradients are those of torch.json, which
 * scripts/torch-answers.py wrote (PyTorch 1.13), or the row says that they differ, and here is where.
 */
import { expect, test } from "@jest/globals";
import { softmax, Value } from "chainrule";
import { ops } from "../../src/ops/index.js";
import { readProjectFile } from "../files.js";
import { applied, lists, rows } from "./rows.js";

type Written = number | "NaN" | "Infinity" | "-Infinity" | "-0";
type Nested = Written | readonly Nested[];
/** Operands, value, and gradients of the operands; of a list of results those of the first. */
type Answer = readonly [at: readonly Nested[], value: Nested, gradients: Nested];

const table = JSON.parse(readProjectFile("test/ops/torch.json")) as Readonly<
  Record<string, readonly Answer[]>
>;

const flat = (nested: Nested): number[] =>
  typeof nested === "object" ? nested.flatMap(flat) : [Number(nested)];

const [isNaN, isMinusZero] = [Number.isNaN, (x: number): boolean => Object.is(x, -0)];
const isInfinite = (x: number): boolean => Math.abs(x) === Infinity;
const someInfinite = (...all: number[]): boolean => all.some(isInfinite);
const someNaN = (...all: number[]): boolean => all.some(isNaN);
const isSubnormal = (x: number): boolean => x !== 0 && Math.abs(x) < 2 ** -1022;
const squareOverflows = (x: number): boolean => Number.isFinite(x) && x * x === Infinity;

const [INF, LEAST] = [Infinity, 5e-324];
/** Bases, each with exponents. */
const POW: readonly (readonly [number, readonly number[]])[] = [
  [0, [INF]],
  [-0, [INF]],
  [INF, [-INF, -1, -2]],
  [-INF, [-INF, 0.5, LEAST]],
  [NaN, [0, 1]],
  [1, [INF, -INF, NaN]],
  [-1, [INF, -INF, 1e300, LEAST]],
  [0.5, [INF]],
  [-2, [-INF, LEAST]],
  [1e300, [-INF]],
  [LEAST, [INF]],
];

/** Where operations differ from PyTorch's, and nowhere else. */
const DIFFERENT: Readonly<Record<string, (x: number, y: number, ...rest: number[]) => boolean>> = {
  log1p: isSubnormal,
  tan: isSubnormal,
  asinh: squareOverflows,
  acosh: (x) => x <= -1 || squareOverflows(x),
  pow: (x, y) => POW.some(([base, exponents]) => Object.is(base, x) && exponents.includes(y)),
  hypot: (x, y) =>
    (x === 0 && y === 0) || (isSubnormal(x) && isSubnormal(y)) || (someInfinite(x, y) && !someNaN(x, y)),
  atan2: (x, y) =>
    !someNaN(x, y) &&
    (someInfinite(x, y) ||
      squareOverflows(x) ||
      squareOverflows(y) ||
      (x === 0 && isSubnormal(y)) ||
      (isSubnormal(x) && y === 0)),
  relu: (x) => isNaN(x) || isMinusZero(x),
  leakyRelu: isNaN,
  elu: (x) => isNaN(x) || isMinusZero(x) || (x < 0 && isSubnormal(x)),
  silu: isInfinite,
  gelu: isInfinite,
  abs: isNaN,
  sign: (x) => isNaN(x) || isMinusZero(x),
  min: (x, y) => someNaN(x, y) || (Object.is(x, 0) && isMinusZero(y)),
  max: (x, y) => someNaN(x, y) || (isMinusZero(x) && Object.is(y, 0)),
  "min of a list": (x, y) => Object.is(x, 0) && isMinusZero(y),
  norm: (...x) => x.some((each) => squareOverflows(each) || isSubnormal(each)),
  logSumExp: (...x) => x.filter((each) => each === 1e300).length === 2,
  crossEntropy: (x, y, ...t) =>
    (x === 40 && y === -40) || (x === 1 && y === -Infinity && t[1] === 0) || (x === -1e300 && t[0] === 0),
};

/** `max` and `min` are methods of a Value too. */
const listNamed = (name: string): ((...x: Value[][]) => Value) | undefined =>
  name in ops ? undefined : lists[name.replace(" of a list", "")];

/** Value and gradients, as PyTorch's are written. */
function ours(name: string, at: readonly Nested[]): { value: number[]; gradients: number[] } {
  const leaves = at.map((operand) => flat(operand).map((x) => new Value(x)));
  const outs =
    name === "softmax"
      ? softmax(leaves[0] ?? [])
      : [listNamed(name)?.(...leaves) ?? applied(name, leaves.flat())];
  outs[0]?.backward();
  return { value: outs.map(({ data }) => data), gradients: leaves.flat().map(({ grad }) => grad) };
}

const same = (x: number, y: number): boolean =>
  Object.is(x, y) || (x !== 0 && y !== 0 && Math.abs(x - y) <= 1e-14 * Math.abs(y));

test.each(Object.entries(table))("%s", (name, answers) => {
  const found = answers.map(([at, value, gradients]) => {
    const here = ours(name, at);
    const slopes = flat(gradients);
    const isSame =
      flat(value).every((x, i) => same(here.value[i] as number, x)) &&
      // The second operand of an activation is a number for PyTorch. A gradient that is added up from 0 is no −0.
      slopes.every((x, i) => same((here.gradients[i] as number) + 0, x + 0));
    return [at, !isSame];
  });
  const different = DIFFERENT[name] ?? (() => false);
  expect(found).toEqual(answers.map(([at]) => [at, different(...(flat(at) as [number, number]))]));
});

test("a row has a text on PyTorch if, and only if, it differs somewhere", () => {
  const said = rows.flatMap(([name, { torch }]) => (torch === undefined ? [] : [name]));
  const differing = Object.keys(DIFFERENT).map((name) => name.replace(" of a list", ""));
  expect(said.sort()).toEqual(differing.sort());
});

/** A row that is new need not be among them: the script of the answers is in Python. */
test("PyTorch was asked for no operation that is not here, and for most that are", () => {
  const here = [...rows.flatMap(([name]) => [name, `${name} of a list`]), "softmax"];
  expect(Object.keys(table).filter((name) => !here.includes(name))).toEqual([]);
  expect(Object.keys(table).length).toBeGreaterThan(50);
});
