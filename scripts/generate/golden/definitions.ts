/** What an operation is, exactly: its series at a point by its definition, and the definition as text. Next: golden.ts. */
import { fold, nameOf, variable, type Algebra, type FixedOp, type ListOp, type Op, type Sym } from "../../../src/ops/index.js"; // prettier-ignore
import { stagesOf } from "../../../src/ops/stages.js";
import { basic, basicOfLists } from "./basic.js";
import { exact, type Series, type Space } from "./series.js";

/** That a row does not say what its operation is. */
export class NoDefinition extends Error {}

/** The expression that an operation is by definition; undefined for a basic one, and for a list that is one total after another. */
function definition(op: Op): Sym | undefined {
  if (basic.has(op) || basicOfLists.has(op)) return undefined;
  const found = (op.exact ?? op.lowered)?.(...op.operands.map(variable));
  if (found ?? (op.kind === "list" && stagesOf(op))) return found;
  throw new NoDefinition(
    `${nameOf(op)}: its row does not say what it is exactly. Give the row \`exact\`, the function as an expression of other operations, ` +
      "such as `exact: (x) => x.neg().exp().add(one).reciprocal()`: golden values are computed from it.",
  );
}

/** A number for each element, or one for all. */
type Column = readonly Series[];

const element = (column: Column, i: number): Series => (column[i] ?? column[0]) as Series;

const algebra = (space: Space, variables: ReadonlyMap<string, Column>): Algebra<Column> => ({
  variable: (name) => variables.get(name) ?? [],
  constant: (value) => [space.constant(exact(value))],
  apply: (op, operands) => {
    if (op.kind === "list") return [ofLists(space, op, operands)];
    const length = Math.max(...operands.map((column) => column.length));
    return Array.from(
      { length },
      (_, i) =>
      ofNumbers(space, op, operands.map((column) => element(column, i))), // prettier-ignore
    );
  },
});

function ofNumbers(space: Space, op: FixedOp, operands: readonly Series[]): Series {
  const rule = basic.get(op);
  if (rule) return rule(...(operands as Parameters<typeof rule>));
  const variables = new Map(op.operands.map((name, i) => [name, [operands[i] as Series]]));
  return element(fold(definition(op) as Sym, algebra(space, variables)), 0);
}

function ofLists(space: Space, op: ListOp, lists: readonly Column[]): Series {
  const rule = basicOfLists.get(op);
  if (rule) return rule(lists[0] ?? []);
  const whole = new Map<string, Column>(op.operands.map((name, k) => [name, lists[k] ?? []]));
  const expression = definition(op);
  if (expression) return element(fold(expression, algebra(space, whole)), 0);
  const { stages = [], result } = stagesOf(op) ?? {};
  const totals = new Map<string, Column>();
  for (const { name, initial, step } of stages) {
    const next = (acc: Column, i: number): Column => {
      const elements = op.operands.map((operand, k) => [operand, [element(lists[k] ?? [], i)]] as const);
      return fold(step, algebra(space, new Map([...totals, ...elements, ["acc", acc]])));
    };
    const start: Column = [space.constant(exact(initial ?? 0))];
    const count = initial === undefined ? 1 : (lists[0]?.length ?? 0);
    totals.set(
      name,
      Array.from({ length: count }).reduce<Column>((acc, _, i) => next(acc, i), start),
    );
  }
  return element(fold(result as Sym, algebra(space, totals)), 0);
}

/** An operation of these operands; those of lists one after another. */
export function seriesOf(op: Op, operands: readonly Series[]): Series {
  const { space } = operands[0] as Series;
  if (op.kind === "fixed") return ofNumbers(space, op, operands);
  const length = operands.length / op.operands.length;
  const lists = op.operands.map((_, k) => operands.slice(k * length, (k + 1) * length));
  return ofLists(space, op, lists);
}

/** The definition as text, with those of the operations in it: golden values are stale when it changes. */
export function statement(root: Op): string {
  const texts = new Map<Op, string>();
  const text = (sym: Sym): string =>
    fold<string>(sym, {
      variable: (name) => name,
      constant: String,
      apply: (op, operands) => {
        visit(op);
        return `${nameOf(op)}(${operands.join()})`;
      },
    });
  const visit = (op: Op): void => {
    if (texts.has(op)) return;
    texts.set(op, "");
    const expression = definition(op);
    const { stages = [], result } = (op.kind === "list" && !expression && stagesOf(op)) || {};
    const parts = [...stages.map(({ name, initial, step }) => `${name}:${String(initial)}:${text(step)}`)];
    const whole = expression ?? result;
    texts.set(op, `${nameOf(op)}(${op.operands.join()})=${[...parts, whole && text(whole)].join(";")}`);
  };
  visit(root);
  return [...texts.values()].join("\n");
}
