/** Text → syntax tree, by the grammar; a text that does not fit it is answered with the column. Next: build.ts makes Values of the tree. */
import type { Node } from "ohm-js";
import { ChainruleError } from "../errors.js";
import { grammar } from "./grammar.js";
import { at } from "./messages.js";

/** An expression, with the column at which it starts, from 0. */
export type Syntax =
  | { readonly kind: "number"; readonly value: number; readonly column: number }
  | { readonly kind: "name"; readonly name: string; readonly column: number }
  | { readonly kind: "list"; readonly elements: readonly Syntax[]; readonly column: number }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Syntax[];
      readonly column: number;
    }
  /** Operations of one level, from left to right: a list, so that a long sum is not deep. */
  | {
      readonly kind: "chain";
      readonly first: Syntax;
      readonly rest: readonly Link[];
      readonly column: number;
    };

interface Link {
  readonly op: string;
  readonly operand: Syntax;
}

/** `t = x + y`, or an expression without a name. */
export interface Statement {
  readonly name: string | undefined;
  readonly expression: Syntax;
  readonly column: number;
}

const INFIX: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "−": "sub",
  "*": "mul",
  "×": "mul",
  "·": "mul",
  "/": "div",
  "÷": "div",
};

const columnOf = (node: Node): number => node.source.startIdx;

const semantics = grammar.createSemantics();
const treeOf = (node: Node): Syntax => (node as unknown as { tree(): Syntax }).tree();

function chain(first: Node, operators: Node, operands: Node): Syntax {
  const rest = operators.children.map((operator, i) => ({
    op: INFIX[operator.sourceString] ?? "",
    operand: treeOf(operands.child(i)),
  }));
  const start = treeOf(first);
  return rest.length === 0 ? start : { kind: "chain", first: start, rest, column: columnOf(first) };
}

const call = (name: string, args: readonly Syntax[], place: Node): Syntax => ({
  kind: "call",
  name,
  args,
  column: columnOf(place),
});

semantics.addOperation<Syntax>("tree", {
  Sum: chain,
  Product: chain,
  Sign_minus(minus, operand) {
    const tree = treeOf(operand);
    // −2 is a number, not an operation on one.
    return tree.kind === "number" ? { ...tree, value: -tree.value } : call("neg", [tree], minus);
  },
  Sign_plus: (_plus, operand) => treeOf(operand),
  Power_raised: (base, sign, exponent) => call("pow", [treeOf(base), treeOf(exponent)], sign),
  Brackets: (_open, inner, _close) => treeOf(inner),
  Call: (name, _open, args, _close) => call(name.sourceString, args.asIteration().children.map(treeOf), name),
  List: (open, elements, _close) => ({
    kind: "list",
    elements: elements.asIteration().children.map(treeOf),
    column: columnOf(open),
  }),
  name(_first, _rest) {
    return { kind: "name", name: this.sourceString, column: columnOf(this) };
  },
  number(_mantissa, _exponent) {
    return { kind: "number", value: Number(this.sourceString), column: columnOf(this) };
  },
});

semantics.addOperation<Statement[]>("statements", {
  Program: (statements, _end) =>
    statements.asIteration().children.map((statement): Statement => {
      const inner = statement.child(0);
      const column = columnOf(inner);
      if (inner.ctorName !== "Definition") return { name: undefined, expression: treeOf(inner), column };
      return { name: inner.child(0).sourceString, expression: treeOf(inner.child(2)), column };
    }),
});

/** @throws ChainruleError that shows the column where the text stops to fit, and what was expected there. */
export function syntaxOf(source: string): Statement[] {
  const match = grammar.match(source);
  if (match.failed()) {
    const column = match.getRightmostFailurePosition();
    throw new ChainruleError(at(source, column, `expected ${match.getExpectedText()}`));
  }
  return (semantics(match) as unknown as { statements(): Statement[] }).statements();
}
