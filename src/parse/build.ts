/**
 * Syntax tree → Values. Operations are those of the table, by name: `tanh(x)`, `max(x, y)`, and lists as
 * `sum(x, y, z)`, `sum([x, y])` or `dot([a, b], [x, y])`. Next: index.ts, which is called by users.
 */
import { ChainruleError } from "../errors.js";
import { constant, dot, logSumExp, max, mean, min, sum, Value } from "../index.js";
import { ops, type Op, type OpName } from "../ops/index.js";
import { at, nearest } from "./messages.js";
import type { Statement, Syntax } from "./syntax.js";

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

type Built = Value | readonly Value[];
type ListFunction = (x: readonly Value[], y: readonly Value[]) => Value;

/** Functions of lists: those of the table, and those of the package that are made of others. */
const LISTS: Readonly<Record<string, { readonly lists: number; readonly call: ListFunction }>> = {
  sum: { lists: 1, call: sum },
  mean: { lists: 1, call: mean },
  logSumExp: { lists: 1, call: logSumExp },
  max: { lists: 1, call: max },
  min: { lists: 1, call: min },
  dot: { lists: 2, call: dot },
};

const FIXED: ReadonlyMap<string, Extract<Op, { kind: "fixed" }>> = new Map(
  Object.entries<Op>(ops).flatMap(([name, op]) => (op.kind === "fixed" ? [[name, op] as const] : [])),
);
const functionNames = (): string[] => [...new Set([...FIXED.keys(), ...Object.keys(LISTS)])];

const counted = (n: number, noun: string): string => `${String(n)} ${noun}${n === 1 ? "" : "s"}`;

/** The names that a text may use, and the leaves that it did use. */
export class Scope {
  /** Leaves in the order in which the text first names them. */
  readonly leaves = new Map<string, Value>();
  private readonly defined = new Map<string, Value>();

  constructor(
    readonly source: string,
    private readonly given: ReadonlyMap<string, Value | number>,
  ) {}

  define(name: string, value: Value, column: number): void {
    if (this.given.has(name)) this.fail(column, `${name} is given, it cannot be defined too`);
    if (this.defined.has(name)) this.fail(column, `${name} is defined twice`);
    // A second name for the same node stands for it, and the first stays its label.
    if (value.label === "") value.label = name;
    this.defined.set(name, value);
  }

  lookUp(name: string, column: number): Value {
    const known = this.defined.get(name) ?? this.leaves.get(name);
    if (known !== undefined) return known;
    const given = this.given.get(name);
    if (given !== undefined) {
      const leaf = given instanceof Value ? given : new Value(given, name);
      this.leaves.set(name, leaf);
      return leaf;
    }
    const value = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
    if (value !== undefined) return constant(value, name);
    const names = [...this.given.keys(), ...this.defined.keys(), ...Object.keys(CONSTANTS)];
    const hint =
      FIXED.has(name) || Object.hasOwn(LISTS, name) ? `; ${name} is a function, write ${name}(…)` : "";
    return this.fail(column, `${name} has no value${hint || nearest(name, names, "values are given for")}`);
  }

  call(name: string, args: readonly Built[], column: number): Value {
    const values = args.filter((arg) => arg instanceof Value);
    const fixed = FIXED.get(name);
    const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
    if (fixed !== undefined && values.length === args.length) {
      const most = fixed.operands.length;
      const least = most - fixed.defaults.length;
      if (values.length >= least && values.length <= most) {
        const [first, ...rest] = values as [Value, ...Value[]];
        return (first[name as OpName & keyof Value] as (...operands: Value[]) => Value).call(first, ...rest);
      }
      if (list === undefined) {
        const expected = least === most ? String(most) : `${String(least)} to ${String(most)}`;
        this.fail(column, `${name} is given ${counted(values.length, "operand")}, expected ${expected} (${fixed.operands.join(", ")})`); // prettier-ignore
      }
    }
    if (list === undefined) {
      if (fixed !== undefined)
        this.fail(column, `${name} is given a list, expected ${fixed.operands.join(", ")}`);
      return this.fail(
        column,
        `there is no function ${name}${nearest(name, functionNames(), "functions are")}`,
      );
    }
    const lists = args.filter((arg): arg is readonly Value[] => !(arg instanceof Value));
    if (list.lists === 1 && lists.length === 0) return this.applied(list.call, values, [], column);
    if (lists.length === list.lists && values.length === 0) {
      return this.applied(list.call, lists[0] ?? [], lists[1] ?? [], column);
    }
    return this.fail(column, `${name} takes ${list.lists === 1 ? "one list, or values" : "two lists: dot([a, b], [x, y])"}`); // prettier-ignore
  }

  /** What an operation says about its operands, with the place in the text. */
  private applied(call: ListFunction, x: readonly Value[], y: readonly Value[], column: number): Value {
    try {
      return call(x, y);
    } catch (error) {
      if (error instanceof ChainruleError) this.fail(column, error.message);
      throw error;
    }
  }

  fail(column: number, message: string): never {
    throw new ChainruleError(at(this.source, column, message));
  }
}

/** The Value of the last statement. */
export function build(statements: readonly Statement[], scope: Scope): Value {
  let last: Value | undefined;
  for (const { name, expression, column } of statements) {
    last = one(expression, scope);
    if (name !== undefined) scope.define(name, last, column);
  }
  return last as Value;
}

function one(syntax: Syntax, scope: Scope): Value {
  const made = built(syntax, scope);
  return made instanceof Value ? made : scope.fail(syntax.column, "a list stands where a value is expected");
}

function built(syntax: Syntax, scope: Scope): Built {
  switch (syntax.kind) {
    case "number":
      return constant(syntax.value);
    case "name":
      return scope.lookUp(syntax.name, syntax.column);
    case "list":
      return syntax.elements.map((element) => one(element, scope));
    case "call":
      return scope.call(syntax.name, syntax.args.map((arg) => built(arg, scope)), syntax.column); // prettier-ignore
    case "chain":
      return syntax.rest.reduce(
        (left, { op, operand }) => scope.call(op, [left, one(operand, scope)], operand.column),
        one(syntax.first, scope),
      );
  }
}
