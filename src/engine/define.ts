/**
 * Operations that users add: in comes a definition, out go a row like those of the table and the function that records it. So a user's
 * operation is drawn, checked, differentiated and compiled by the code that serves every other. Next: trace.ts, which reads a rule
 * written in Values; check-op.ts, which checks one.
 */
import { elements, finite, fn, isArray, read, text, type Check } from "../arguments/checks.js";
import { options, optional, record, type ChecksOf } from "../arguments/options.js";
import { ChainruleError, describe } from "../errors.js";
import { addRow, apply, flatOperands, functionOf, isZero, variable, once } from "../ops/index.js";
import type { FixedOp, Interval, Sym } from "../ops/index.js";
import { R } from "../ops/domains.js";
import { named } from "../ops/notation.js";
import { addRule, node } from "./apply.js";
import { sure } from "./guards.js";
import { CONSTANT, type GraphNode, type Rule } from "./rule.js";
import { traced } from "./trace.js";
import { toValue, type Value } from "./value.js";
import type { Operand } from "./operands.js";

/** A `T` for every operand. */
type Each<A extends number[], T> = { [K in keyof A]: T };

/** What an operation is. One of `grad` and `localGradients` must be there. */
export interface OpDefinition<A extends number[] = number[]> {
  /** An identifier: what diagrams, messages and `op` say. */
  readonly name: string;
  /** The number function, with a parameter for each operand. */
  readonly num: (...operands: A) => number;
  /**
   * The local gradient by each operand as an expression of the operands and the result `out`. It is run once, on Values without numbers, to be read:
   * choose with `where`, not with `if`. Such an operation can be differentiated any number of times.
   */
  readonly grad?: (...operands: [...Each<A, Value>, out: Value]) => readonly Operand[];
  /** The local gradients as a plain function on numbers: then the operation can be differentiated once. */
  readonly localGradients?: (...operands: [...Each<A, number>, out: number]) => readonly number[];
  /** One line: name and formula. */
  readonly doc?: string;
  /** What stands in the circle of a diagram. Default: the name. */
  readonly symbol?: string;
  /** TeX of the operation on operands written in TeX. */
  readonly tex?: (...operands: string[]) => string;
  /** The names of the operands. Default x, y, z, then x3, x4, …; needed where `num` has optional parameters. */
  readonly operands?: readonly string[];
  /** Where each operand may lie for the operation to be smooth: `checkOp` samples it. Default −3 to 3. */
  readonly domain?: readonly Interval[];
}

/** An operation that a user defined: call it on Values or numbers. */
export type UserOp<A extends number[] = number[]> = (...operands: Each<A, Operand>) => Value;

interface Defined {
  readonly name: string;
  readonly row: FixedOp;
  /** Whether the local gradients are expressions. */
  readonly isSymbolic: boolean;
}
const defined = new WeakMap<object, Defined>();

/** What `defineOp` knows of a function that it returned. */
export const definitionOf = (op: unknown): Defined | undefined => defined.get(op as object);

const wrong = (name: string, message: string): ChainruleError =>
  new ChainruleError(`defineOp: ${name}: ${message}`);

/**
 * Defines an operation and returns the function that applies it. A name may be used again: the second operation is called `name#2`, and
 * graphs made with the first stay as they are.
 *
 * In a compiled program the operation is a call of `num`, once per node, and the local gradients are what their expressions compile to.
 * @throws ChainruleError if a part is missing or has the wrong type. The function throws if it is given the wrong number of operands,
 * or one that is neither a Value nor a number.
 * @example
 * const cube = defineOp({ name: "cube", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)], tex: (x) => `{${x}}^3` });
 * const x = new Value(2);
 * cube(x).backward();
 * x.grad; // 12
 * grad(grad(cube))(2).data; // 12
 */
export function defineOp<A extends number[]>(definition: OpDefinition<A>): UserOp<A>;
export function defineOp(given: OpDefinition): UserOp {
  const definition = checked(given);
  const { name, num, operands, domain } = definition;
  const { grad } = definition;
  const at = (...numbers: number[]): readonly number[] => closure(definition, numbers);
  const gradients = grad
    ? once(() => traced(name, grad as (...x: Value[]) => readonly Operand[], operands))
    : once(() => operands.map((_, k) => hostGradient(name, operands, at, k, domain)));
  const row: FixedOp = {
    kind: "fixed",
    doc: definition.doc ?? `${name}(${operands.join(", ")}).`,
    operands,
    defaults: [],
    num: sure(name, num),
    gradients,
    notation: notationOf(definition),
    domain,
  };
  const unique = addRow(name, row);
  const flat = once(() => flatOperands(row));
  const rule: Rule = {
    name: unique,
    op: row,
    get flat() {
      return flat();
    },
    propagate: propagation(row, grad ? undefined : at),
  };
  addRule(rule);
  const op = (...given: Operand[]): Value => {
    if (given.length !== operands.length) {
      throw new ChainruleError(
        `${name}: there are ${String(given.length)} operands, expected ${String(operands.length)}`,
      );
    }
    const values = given.map((operand, i) => toValue(operand, name, operands[i] as string));
    return node(row.num(...values.map(({ data }) => data)), rule, values);
  };
  defined.set(op, { name: unique, row, isSymbolic: grad !== undefined });
  return op;
}

type Num = (...operands: number[]) => number;

type Checked = OpDefinition & Required<Pick<OpDefinition, "operands" | "domain">>;

const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const identifier: Check<string> = (given, name) => {
  if (typeof given === "string" && IDENTIFIER.test(given)) return given;
  throw new ChainruleError(`${name} is ${describe(given)}, expected an identifier`);
};
const names: Check<string[]> = (given, name) =>
  Array.from(elements(given, name, "a list of names"), (each, i) =>
    identifier(each, `${name}[${String(i)}]`),
  );
const interval: Check<Interval> = (given, name) => {
  const { min, max, without } = record({ min: finite, max: finite, without: optional(finite) })(given, name);
  if (min < max) return { min, max, ...(without !== undefined && { without }) };
  throw new ChainruleError(`${name} goes from ${String(min)} to ${String(max)}, expected min below max`);
};
const intervals: Check<Interval[]> = (given, name) =>
  Array.from(elements(given, name, "a list of intervals { min, max }"), (each, i) =>
    interval(each, `${name}[${String(i)}]`),
  );

const CHECKS = {
  name: identifier,
  num: fn<Num>("a function of numbers"),
  grad: optional(fn<NonNullable<OpDefinition["grad"]>>("a function of Values")),
  localGradients: optional(fn<NonNullable<OpDefinition["localGradients"]>>("a function of numbers")),
  doc: optional(text),
  symbol: optional(text),
  tex: optional(fn<NonNullable<OpDefinition["tex"]>>("a function of texts")),
  operands: optional(names),
  domain: optional(intervals),
} satisfies ChecksOf<OpDefinition>;

function checked(given: OpDefinition): Checked {
  const title: unknown = (given as OpDefinition | null) && read("defineOp: name", () => given.name);
  const caller = typeof title === "string" && IDENTIFIER.test(title) ? `defineOp: ${title}` : "defineOp";
  const { name, num, grad, localGradients, doc, symbol, tex, ...rest } = options(caller, given, CHECKS);
  const count = read(`${caller}: num`, () => num.length);
  const operands = rest.operands ?? Array.from({ length: count }, (_, i) => "xyz"[i] ?? `x${String(i)}`);
  if (operands.length === 0)
    throw wrong(name, "num has no parameters, expected one per operand (or the names as operands)");
  if (new Set([...operands, "out"]).size <= operands.length)
    throw wrong(name, `operands are ${operands.join(", ")}, expected different names other than out`);
  if ((grad === undefined) === (localGradients === undefined)) {
    throw wrong(
      name,
      "expected either grad (local gradients as expressions) or localGradients (on numbers), one of the two",
    );
  }
  const domain = rest.domain ?? operands.map(() => R);
  if (domain.length !== operands.length)
    throw wrong(name, `domain has ${String(domain.length)} intervals, expected ${String(operands.length)}`);
  return {
    ...{ name, num, operands, domain },
    ...(grad && { grad }),
    ...(localGradients && { localGradients }),
    ...(doc !== undefined && { doc }),
    ...(symbol !== undefined && { symbol }),
    ...(tex && { tex }),
  };
}

function notationOf({ name, symbol, tex }: OpDefinition): FixedOp["notation"] {
  const notation = named(name);
  return { ...notation, symbol: symbol ?? name, tex: tex ?? notation.tex };
}

/** The user's own function of the operands and the result, with its answer checked. */
function closure({ name, localGradients }: OpDefinition, numbers: readonly number[]): readonly number[] {
  const gradients: unknown = localGradients?.(...(numbers as [...number[], number]));
  const count = numbers.length - 1;
  if (!isArray(gradients) || gradients.length !== count) {
    throw new ChainruleError(
      `${name}: localGradients returned ${describe(gradients)}, expected an array of ${String(count)}`,
    );
  }
  return Array.from(
    elements(gradients, `${name}: what localGradients returned`, "an array"),
    (gradient, k) => {
      if (typeof gradient === "number") return gradient;
      throw new ChainruleError(
        `${name}: localGradients returned ${describe(gradient)} in place ${String(k)}, expected a number`,
      );
    },
  );
}

/** A local gradient given on numbers is an operation itself, of the operands and the result, without a derivative. */
function hostGradient(
  name: string,
  operands: readonly string[],
  at: (...numbers: number[]) => readonly number[],
  k: number,
  domain: readonly Interval[],
): Sym {
  const operand = operands[k] as string;
  const refuse = (): never => {
    throw new ChainruleError(
      `${name}: its local gradients are given on numbers, so it can be differentiated once only; ` +
        "give defineOp grad (expressions) to differentiate again",
    );
  };
  const row: FixedOp = {
    kind: "fixed",
    doc: `Local gradient of ${name} by ${operand}.`,
    operands: [...operands, "out"],
    defaults: [],
    num: (...numbers) => at(...numbers)[k] ?? NaN,
    gradients: refuse,
    notation: named(
      `∂${name}/∂${operand}`,
      `\\tfrac{\\partial}{\\partial ${operand}}\\operatorname{${name}}`,
    ),
    domain: [...domain, R],
  };
  const unique = addRow(`${name}.${operand}`, row);
  addRule({ name: unique, op: row, flat: 0, propagate: refuse });
  return apply(row, ...[...operands, "out"].map(variable));
}

/** The backward pass of a node, from the numbers at hand. */
function propagation(
  { gradients, operands }: FixedOp,
  at: ((...numbers: number[]) => readonly number[]) | undefined,
): (out: GraphNode) => void {
  const functions = once(() => gradients().map((gradient) => functionOf(gradient, [...operands, "out"])));
  const isFlat = once(() => gradients().map(isZero));
  return (out) => {
    const { parents, data, grad } = out;
    const numbers = [...parents.map((parent) => parent.data), data];
    const locals = at ? at(...numbers) : functions().map((local) => local(numbers));
    parents.forEach((parent, k) => {
      if (parent.rule !== CONSTANT && isFlat()[k] !== true) parent.grad += grad * (locals[k] as number);
    });
  };
}
