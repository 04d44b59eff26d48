/**
 * Operations on Values: how an expression over the table becomes part of a graph. What is known beforehand is not recorded: an
 * operation on constants is a constant, a factor 1 is left out, and `where` on a constant condition is the branch taken. Every number
 * is the one that the local-gradient closures would compute, bit for bit.
 * Next: linearization.ts, which makes local gradients with it.
 */
import { fold, listOps, ops, type FixedOp, type ListOp, type Op, type Sym } from "../ops/index.js";
import { detachRule } from "./detach.js";
import { CONSTANT, type Rule } from "./rule.js";
import { recording } from "./recording.js";
import * as generated from "./generated/rules.js";
import { constant, Value } from "./value.js";

const rules = new WeakMap<Op, Rule>();

/** Makes the rule of an operation known for its row. */
export function addRule(rule: Rule): void {
  rules.set(rule.op as Op, rule);
}
[...Object.values(generated), detachRule].forEach(addRule);

const isConstant = ({ rule }: Value): boolean => rule === CONSTANT;
const isNumber = (value: Value, data: number): boolean => isConstant(value) && value.data === data;

/** A node for an operation on fixed operands. */
export function applied(op: Op, operands: readonly Value[]): Value {
  const [x, y, z] = operands as readonly [Value, Value, Value];
  if (op === ops.where && isConstant(x)) return x.data === 0 ? z : y;
  if (op === ops.mul) {
    if (isNumber(x, 1)) return y;
    if (isNumber(y, 1)) return x;
    if (isNumber(x, -1)) return applied(ops.neg, [y]);
    if (isNumber(y, -1)) return applied(ops.neg, [x]);
  }
  const data = (op as FixedOp).num(...operands.map((operand) => operand.data));
  if (operands.every(isConstant)) return constant(data);
  return node(data, rules.get(op) as Rule, operands);
}

/** The node of a rule on fixed operands, with the number it has made of them; a constant where nothing is recorded. */
export function node(data: number, rule: Rule, operands: readonly Value[]): Value {
  if (!recording()) return constant(data);
  const [x, y] = operands;
  return operands.length > 2
    ? new Value(data, "", rule, operands, undefined)
    : new Value(data, "", rule, x, y);
}

/** A node for an operation on one list; on constants, a constant. */
export function appliedToList(op: ListOp, elements: readonly Value[]): Value {
  const data = op.num(elements.map((element) => element.data), []); // prettier-ignore
  if (!recording() || elements.every(isConstant)) return constant(data);
  return new Value(data, "", rules.get(op) as Rule, elements, undefined);
}

export const product = (x: Value, y: Value): Value => applied(ops.mul, [x, y]);

/** Terms added up from left to right; nothing for no terms. */
export function total(terms: readonly Value[]): Value | undefined {
  if (terms.length < 2) return terms[0];
  if (terms.length === 2) return applied(ops.add, terms);
  return appliedToList(listOps.sum, terms);
}

/** An expression over the table as a graph over the Values of its variables; `memo` as for `fold`. */
export function graphOf(sym: Sym, variable: (name: string) => Value, memo?: Map<Sym, Value>): Value {
  const { term } = sym;
  // Most local gradients are an operand or a number.
  if (term.kind === "variable") return variable(term.name);
  if (term.kind === "constant") return constant(term.value);
  return fold(sym, { variable, constant, apply: applied }, memo);
}
