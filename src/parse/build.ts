/** Syntax tree → Values. Next: index.ts, which is called by users. */
import { ChainruleError } from "../errors.js";
import { constant, Value } from "../index.js";
import { call, isFunction, type Argument } from "./functions.js";
import { at, nearest } from "./messages.js";
import type { Statement, Syntax } from "./syntax.js";

export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);

/** The names that a text may use: what it is given, what it defines, and constants. */
export class Scope {
  private readonly known = new Map<string, Value>();

  constructor(
    readonly source: string,
    private readonly given: ReadonlyMap<string, Value | number>,
  ) {}

  define(name: string, value: Value, column: number): void {
    if (this.given.has(name)) this.fail(column, `${name} is given a value, it cannot be defined too`);
    if (this.known.has(name)) this.fail(column, `${name} is used before, it cannot be defined here`);
    // A second name for the same node stands for it, and the first stays its label.
    if (value.label === "") value.label = name;
    this.known.set(name, value);
  }

  lookUp(name: string, column: number): Value {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const given = this.given.get(name) ?? CONSTANTS.get(name);
    if (given === undefined) return this.fail(column, `${name} has no value${this.hint(name)}`);
    const isConstant = !this.given.has(name);
    const made = given instanceof Value ? given : isConstant ? constant(given, name) : new Value(given, name);
    this.known.set(name, made);
    return made;
  }

  private hint(name: string): string {
    if (isFunction(name)) return `; ${name} is a function, write ${name}(…)`;
    const names = new Set([...this.given.keys(), ...this.known.keys(), ...CONSTANTS.keys()]);
    return nearest(name, [...names], "values are given for");
  }

  /** What an operation says about its operands, with the place in the text. */
  call(name: string, args: readonly Argument[], column: number): Value {
    try {
      return call(name, args);
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

function built(syntax: Syntax, scope: Scope): Argument {
  switch (syntax.kind) {
    case "number":
      return constant(syntax.value);
    case "name":
      return scope.lookUp(syntax.name, syntax.column);
    case "list":
      return syntax.elements.map((element) => one(element, scope));
    case "call": {
      const args = syntax.args.map((arg) => built(arg, scope));
      return scope.call(syntax.name, args, syntax.column);
    }
    case "chain":
      return syntax.rest.reduce(
        (left, { op, operand }) => scope.call(op, [left, one(operand, scope)], operand.column),
        one(syntax.first, scope),
      );
  }
}
