/**
 * The functions that a text may call: every operation of the table by its name, `detach`, and the package's functions of lists. build.ts calls
 * them, and adds the place in the text to what they say of wrong operands.
 */
import { detachRow } from "../engine/detach.js";
import { ChainruleError } from "../errors.js";
import * as listFunctionsByName from "../engine/generated/functions.js";
import { Value } from "../engine/value.js";
import { listOps, ops, type FixedOp, type ListOp, type Op } from "../ops/index.js";
import { nearest } from "./messages.js";

/** What stands in a function's brackets: values, and lists of them. */
export type Argument = Value | readonly Value[];

type Method = (this: Value, ...operands: Value[]) => Value;
type ListFunction = (x: readonly Value[], y: readonly Value[]) => Value;

const methods: ReadonlyMap<string, { readonly op: FixedOp; readonly method: Method }> = new Map(
  Object.entries<Op>({ ...ops, detach: detachRow }).flatMap(([name, op]) => {
    if (op.kind !== "fixed") return [];
    return [[name, { op, method: Reflect.get(Value.prototype, name) as Method }] as const];
  }),
);

const functions: Readonly<Record<string, ListFunction>> = listFunctionsByName;
const listFunctions: ReadonlyMap<string, { readonly lists: number; readonly call: ListFunction }> = new Map(
  Object.entries<ListOp>(listOps).map(([name, { operands }]) => [
    name,
    { lists: operands.length, call: functions[name] as ListFunction },
  ]),
);

export const isFunction = (name: string): boolean => methods.has(name) || listFunctions.has(name);

/** @throws ChainruleError if there is no function of that name, or it cannot take these arguments. */
export function call(name: string, args: readonly Argument[]): Value {
  const [values, lists] = [args.filter(isValue), args.filter(isList)];
  const known = methods.get(name);
  const [first, ...rest] = values;
  if (known !== undefined && first !== undefined && lists.length === 0 && takes(known.op, values.length)) {
    return known.method.apply(first, rest);
  }
  const list = listFunctions.get(name);
  if (list?.lists === 1 && lists.length === 0) return list.call(values, []);
  if (list?.lists === lists.length && values.length === 0) return list.call(lists[0] ?? [], lists[1] ?? []);
  if (list !== undefined) {
    throw new ChainruleError(`${name} takes ${list.lists === 1 ? "one list, or values" : "two lists, as in dot([a, b], [x, y])"}`); // prettier-ignore
  }
  if (known === undefined) {
    const names = [...new Set([...methods.keys(), ...listFunctions.keys()])];
    throw new ChainruleError(`there is no function ${name}${nearest(name, names, "functions are")}`);
  }
  const { operands, defaults } = known.op;
  const least = operands.length - defaults.length;
  const expected =
    least === operands.length ? String(least) : `${String(least)} to ${String(operands.length)}`;
  const given =
    lists.length > 0 ? "a list" : `${String(values.length)} operand${values.length === 1 ? "" : "s"}`;
  throw new ChainruleError(`${name} is given ${given}, expected ${expected} (${operands.join(", ")})`);
}

const isValue = (arg: Argument): arg is Value => arg instanceof Value;

const isList = (arg: Argument): arg is readonly Value[] => !isValue(arg);

const takes = ({ operands, defaults }: FixedOp, count: number): boolean =>
  count >= operands.length - defaults.length && count <= operands.length;
