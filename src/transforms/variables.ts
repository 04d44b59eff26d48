/**
 * Functions of Values at a point: the variables that a transform differentiates by. In come a function and its arguments; out go fresh
 * nodes that stand for the arguments, and what the function makes of them. Next: grad.ts.
 */
import { elements, isArray, isTypedArray, wrong } from "../arguments/checks.js";
import { ChainruleError, describe } from "../errors.js";
import { addRow } from "../ops/index.js";
import { bracketed, Level } from "../ops/notation.js";
import { unary } from "../ops/row.js";
import { one } from "../ops/sym.js";
import { addRule, node } from "../engine/apply.js";
import { spread } from "../engine/value-checks.js";
import { CONSTANT, POINT, type Rule } from "../engine/rule.js";
import { recording, withRecording } from "../engine/recording.js";
import { constant, isValue, Value } from "../engine/value.js";
import type { Operand, Operands } from "../engine/operands.js";

/** What a transformed function is called with: its arguments, each a number or Value; or one list of them. */
export type Arguments = readonly (Operand | Operands)[];

/** The implementation of a transform, whose overloads say what it takes and gives for each form of function. */
export type AnyForm = (...args: never[]) => unknown;

/** A function of one variable or several, or of a list. */
export type Differentiable<Result> = ((...x: Value[]) => Result) | ((x: Value[]) => Result);

/**
 * A variable is a node of its own, even where the argument is a Value: the function may read the same Value from outside, and that is
 * no part of the variable. So derivatives within derivatives do not mix.
 */
const row = unary({
  doc: "The same number, in a node of its own: a variable that a transform differentiates by, or a second name.",
  num: (x) => x,
  grad: () => [one],
  notation: bracketed(
    "=",
    (x) => x,
    (x) => x,
    Level.sum,
  ),
  lowered: (x) => x,
  domain: [{ min: -3, max: 3 }],
});
const identityRule: Rule = {
  name: addRow("identity", row),
  op: row,
  flat: 0,
  propagate(out) {
    const x = out.x as Value;
    if (x.rule !== CONSTANT) x.grad += out.grad;
  },
};
addRule(identityRule);

/** A node of its own with the same number, for a second name. */
export const identity = (x: Value): Value => node(x.data, identityRule, [x]);

/** A variable at a number. To a compiled program it is that number. */
const point = (data: number, label = ""): Value => new Value(data, label, POINT, undefined, undefined);

function variable(given: Operand, isLinked: boolean): Value {
  if (typeof given === "number") return point(given);
  const { data, label, rule } = given;
  if (!isLinked || rule === CONSTANT) return point(data, label);
  const fresh = node(data, identityRule, [given]);
  fresh.label = label;
  return fresh;
}

const isList = (given: unknown): given is Operands => isArray(given) || isTypedArray(given);

/** The arguments one by one, in a list or not. */
export function flat(args: Arguments, transform: string): Operand[] {
  const [only] = args;
  const given =
    args.length === 1 && isList(only)
      ? elements(only, `${transform}: argument 0`, "an array of Values or numbers")
      : args;
  if (given.length === 0)
    throw new ChainruleError(`${transform}: there are no arguments, expected at least one`);
  for (let i = 0; i < given.length; i++) {
    if (typeof given[i] === "number" || isValue(given[i])) continue;
    throw wrong(`${transform}: argument ${String(i)}`, given[i], "a Value or a number");
  }
  return given as Operand[];
}

/** As many numbers or Values as there are variables: a tangent, or an adjoint. */
export function direction(args: Arguments, count: number, transform: string): Value[] {
  const given = flat(args, transform);
  if (given.length === count) return given.map((each) => (typeof each === "number" ? constant(each) : each));
  throw new ChainruleError(
    `${transform}: the vector has ${String(given.length)} elements, expected ${String(count)}`,
  );
}

/** A function evaluated at a point, with the graph between its variables and its results. */
export interface Evaluated {
  readonly variables: readonly Value[];
  readonly results: readonly Value[];
  /** Whether the function returned a list. */
  readonly isListed: boolean;
  /** Derivatives in the form of the arguments: one for one argument, else a list. */
  like(derivatives: Value[]): Value | Value[];
}

const returned = (given: unknown, transform: string, isListed: boolean): ChainruleError =>
  new ChainruleError(
    `${transform}: f returned ${describe(given)}, expected a Value${isListed ? " in every place" : ""}`,
  );

/** Calls a function on fresh variables. The graph is recorded even inside `noGrad`, where it is not linked to the arguments. */
export function evaluated(
  f: Differentiable<Value | readonly Value[]>,
  args: Arguments,
  transform: string,
): Evaluated {
  const isLinked = recording();
  const variables = flat(args, transform).map((given) => variable(given, isLinked));
  const inList = isList(args[0]);
  const call = (): unknown =>
    inList
      ? (f as (x: Value[]) => unknown)([...variables])
      : spread(f as (...x: Value[]) => unknown, variables, transform);
  const result = withRecording(true, call, transform);
  const isListed = isArray(result);
  const results = isListed ? elements(result, `${transform}: what f returned`, "a list") : [result];
  for (let i = 0; i < results.length; i++) {
    if (!isValue(results[i])) throw returned(results[i], transform, isListed);
  }
  return {
    variables,
    results: results as Value[],
    isListed,
    like: (derivatives) => (args.length === 1 && !inList ? (derivatives[0] as Value) : derivatives),
  };
}
