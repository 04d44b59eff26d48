/**
 * A graph in symbols: what each node is, and each local derivative, as expressions over the names of nodes. The rows of the table say
 * the derivatives; this file puts the operands in. Next: explain.ts and graph.ts, which print them.
 */
import { CONSTANT } from "../../engine/rule.js";
import { topologicalOrder } from "../../engine/topological-order.js";
import type { Value } from "../../engine/value.js";
import {
  apply,
  constant,
  evaluate,
  fold,
  ops,
  print,
  substitute,
  variable,
  written,
  type ListOp,
  type Notation,
  type Op,
  type Sym,
} from "../../ops/index.js";
import { stagesOf } from "../../ops/stages.js";
import { nameNodes, type Names } from "../names.js";
import { simplify } from "./simplify.js";
import { texName } from "./tex-name.js";

/** An expression as plain text and as TeX. */
export interface Formula {
  /** In one line, as one writes it: `2(x + y)`, `x²`. */
  readonly text: string;
  /** For KaTeX, MathJax or LaTeX, in math mode. */
  readonly tex: string;
}

/** Larger expressions are not written out in terms of the leaves. */
const MOST_TERMS = 40;
/** Digits of the numbers that stand in formulas. */
const DIGITS = 6;

/** `2t` and `2(x + y)`, but `2 · count` and `x · y`. */
const product: Notation = {
  ...ops.mul.notation,
  text: (x = "", y = "") => (/^[\d.]+$/.test(x) && /^(\(|\p{L}\d*²?$)/u.test(y) ? `${x}${y}` : `${x} · ${y}`),
  tex: (x = "", y = "") =>
    /^[\d.]+$/.test(x) && !/^(\d|-|\\frac)/.test(y) ? `${x} ${y}` : `${x} \\cdot ${y}`,
};
const notationOf = (op: Op): Notation => (op === ops.mul ? product : op.notation);

/** Numbers as they are printed: rounded, and a minus as an operation. */
const rounded = (sym: Sym): Sym =>
  fold<Sym>(sym, {
    variable,
    constant: (value) => {
      const size = constant(Number(Math.abs(value).toPrecision(DIGITS)));
      return value < 0 ? size.neg() : size;
    },
    apply: (op, args) => apply(op, ...args),
  });

/** The number of terms in a written-out expression. */
const sizeOf = (sym: Sym): number =>
  fold<number>(sym, {
    variable: () => 1,
    constant: () => 1,
    apply: (_, args) => args.reduce((total, arg) => total + arg, 1),
  });

/** The expressions of one graph. */
export class Symbols {
  readonly order: readonly Value[];
  readonly names: Names;
  private readonly indices = new Map<Value, number>();
  private readonly numbers = new Map<string, number>();
  private expansions: Map<Value, Sym | undefined> | undefined;

  constructor(
    root: Value,
    private readonly format: (x: number) => string,
    order: readonly Value[] = topologicalOrder(root),
  ) {
    this.order = order;
    this.names = nameNodes(order, format);
    order.forEach((value, i) => {
      this.indices.set(value, i);
      this.numbers.set(this.variableName(value), value.data);
    });
  }

  private valueOf(variableName: string): Value {
    return this.order[Number(variableName.slice(1))] as Value;
  }

  nameOf(value: Value): string {
    return this.names.get(value) ?? this.format(value.data);
  }

  private variableName(value: Value): string {
    return `#${String(this.indices.get(value) ?? NaN)}`;
  }

  /** A node as a variable, and a nameless constant as its number. */
  symbolOf(value: Value): Sym {
    if (value.rule === CONSTANT && value.label === "") return constant(value.data);
    return variable(this.variableName(value));
  }

  /** ∂(node)/∂(operand) over the names of the graph, for the operand of that index. */
  local(node: Value, operand: number): Sym {
    const { op } = node.rule;
    if (op === undefined) throw new RangeError("a leaf has no local derivatives");
    const bindings = new Map<string, Sym>([["out", this.symbolOf(node)]]);
    const { parents } = node;
    const lists = op.operands.length;
    const length = parents.length / lists;
    const slot = op.kind === "list" ? Math.floor(operand / length) : operand;
    op.operands.forEach((name, i) => {
      const index = op.kind === "list" ? i * length + (operand % length) : i;
      bindings.set(name, this.symbolOf(parents[index] as Value));
    });
    if (op.kind === "list") {
      const totals = totalsOver(op, parents.map((parent) => this.symbolOf(parent))); // prettier-ignore
      for (const [name, total] of totals) bindings.set(name, total);
    }
    const whole = (name: string): readonly Value[] | undefined =>
      op.kind === "list" && name === "xs"
        ? parents.slice(0, length)
        : name === "ys"
          ? parents.slice(length)
          : undefined;
    const local = fold<Sym>(written(op)[slot] as Sym, {
      variable: (name) => bindings.get(name) ?? variable(name),
      constant,
      apply: (op, args, { term }) => {
        const list =
          term.kind === "apply" && term.args[0]?.term.kind === "variable"
            ? whole(term.args[0].term.name)
            : undefined;
        return defined(op, list?.map((value) => this.symbolOf(value)) ?? args);
      },
    });
    return this.simplified(local);
  }

  /** What a node is computed by, over its operands; undefined for a leaf. */
  definition(node: Value): Sym | undefined {
    const { op } = node.rule;
    if (op === undefined) return undefined;
    return defined(op, node.parents.map((parent) => this.symbolOf(parent))); // prettier-ignore
  }

  /** A node over the leaves of the graph, all definitions put in; undefined where that would be too long to read. */
  expanded(node: Value): Sym | undefined {
    if (this.expansions === undefined) {
      this.expansions = new Map();
      for (const value of this.order) this.expansions.set(value, this.expand(value, this.expansions));
    }
    return this.expansions.get(node);
  }

  private expand(node: Value, known: ReadonlyMap<Value, Sym | undefined>): Sym | undefined {
    const { op } = node.rule;
    if (op === undefined) return this.symbolOf(node);
    if (node.parents.length > MOST_TERMS) return undefined;
    const operands = node.parents.map((parent) => known.get(parent));
    if (!operands.every((operand) => operand !== undefined)) return undefined;
    const whole = defined(op, operands);
    return sizeOf(whole) <= MOST_TERMS ? whole : undefined;
  }

  /** The expression with every name that has a definition replaced by it, down to the leaves. */
  overLeaves(sym: Sym): Sym | undefined {
    const tooLong: string[] = [];
    const whole = fold<Sym>(sym, {
      variable: (name) => {
        const expansion = this.expanded(this.valueOf(name));
        if (expansion === undefined) tooLong.push(name);
        return expansion ?? variable(name);
      },
      constant,
      apply: (op, args) => apply(op, ...args),
    });
    return tooLong.length === 0 && sizeOf(whole) <= MOST_TERMS ? this.simplified(whole) : undefined;
  }

  simplified(sym: Sym): Sym {
    return simplify(sym, this.numbers);
  }

  text(sym: Sym): string {
    return print(rounded(sym), "text", (name) => this.nameOf(this.valueOf(name)), notationOf);
  }

  tex(sym: Sym): string {
    return print(rounded(sym), "tex", (name) => texName(this.nameOf(this.valueOf(name))), notationOf); // prettier-ignore
  }

  formula(sym: Sym): Formula {
    return { text: this.text(sym), tex: this.tex(sym) };
  }
}

/** What changes nothing where a total starts from it. */
const NEUTRAL: ReadonlyMap<Op, number> = new Map([
  [ops.add, 0],
  [ops.mul, 1],
  [ops.max, -Infinity],
  [ops.min, Infinity],
]);

/** An operation on written-out operands; a list that is made of running totals becomes what these are. */
function defined(op: Op, operands: readonly Sym[]): Sym {
  return (op.kind === "list" ? overTotals(op, operands) : undefined) ?? apply(op, ...operands);
}

/** Undefined where a number is made between the totals: nobody writes out by what logSumExp is shifted. */
function overTotals(op: ListOp, operands: readonly Sym[]): Sym | undefined {
  const { stages, result } = stagesOf(op) ?? { stages: [] };
  if (result === undefined || stages.some(({ initial }) => initial === undefined)) return undefined;
  return substitute(result, totalsOver(op, operands));
}

/** The totals of an operation on lists by name, over its written-out operands. */
function totalsOver(op: ListOp, operands: readonly Sym[]): Map<string, Sym> {
  const length = operands.length / op.operands.length;
  const totals = new Map<string, Sym>();
  for (const { name, initial, step } of stagesOf(op)?.stages ?? []) {
    const start = constant(initial ?? NaN);
    let total = initial === undefined ? substitute(step, totals) : start;
    for (const [i, x] of operands.slice(0, initial === undefined ? 0 : length).entries()) {
      const next = substitute(step, new Map([...totals, ["x", x], ["y", operands[length + i] ?? x], ["acc", total]])); // prettier-ignore
      total = added(next, start);
    }
    totals.set(name, total);
  }
  return totals;
}

/** A running total with its next element. The first total is 0 + x, of which nobody writes the 0. */
function added(next: Sym, start: Sym): Sym {
  const { term } = next;
  if (term.kind !== "apply" || start.term.kind !== "constant") return next;
  if (term.args.every((arg) => arg.term.kind === "constant")) return constant(evaluate(next, new Map()));
  return term.args[0] === start && NEUTRAL.get(term.op) === start.term.value ? (term.args[1] as Sym) : next;
}
