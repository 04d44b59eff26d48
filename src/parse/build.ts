/** Instructions → Values. Next: index.ts, which is called by users. */
import { ChainruleError } from "../errors.js";
import { identity } from "../transforms/variables.js";
import { constant, Value } from "../index.js";
import { call, isFunction, type Argument } from "./functions.js";
import { at, nearest } from "./messages.js";
import type { Instruction, Statement } from "./syntax.js";

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

  /** Gives a name to what a statement makes, and returns what now has it. */
  define(name: string, value: Value, column: number): Value {
    if (this.given.has(name)) this.fail(column, `${name} is given a value, it cannot be defined too`);
    if (this.known.has(name)) this.fail(column, `${name} is used before, it cannot be defined here`);
    const isNamed = value.label !== "" || this.isGiven(value);
    const named = isNamed ? identity(value) : value;
    named.label = name;
    this.known.set(name, named);
    return named;
  }

  /** A Value of the caller's keeps its label, or its lack of one. */
  private isGiven(value: Value): boolean {
    for (const given of this.given.values()) if (given === value) return true;
    return false;
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
    if (!isFunction(name) && (this.known.has(name) || this.given.has(name) || CONSTANTS.has(name))) {
      this.fail(column, `${name} is a value, not a function; for a product write ${name}*(…)`);
    }
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
  for (const { name, code, column } of statements) {
    last = evaluated(code, scope);
    if (name !== undefined) last = scope.define(name, last, column);
  }
  return last as Value;
}

function evaluated(code: readonly Instruction[], scope: Scope): Value {
  const stack: Argument[] = [];
  const take = (count: number): Argument[] => stack.splice(stack.length - count);
  for (const step of code) {
    switch (step.kind) {
      case "number":
        stack.push(constant(step.value));
        break;
      case "name":
        stack.push(scope.lookUp(step.name, step.column));
        break;
      case "list":
        stack.push(take(step.count) as Value[]);
        break;
      case "call":
        stack.push(scope.call(step.name, take(step.count), step.column));
    }
  }
  return stack[0] as Value;
}
