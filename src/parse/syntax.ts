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

const call = (name: string, args: readonly Syntax[], place: Node): Syntax => ({
  kind: "call",
  name,
  args,
  column: columnOf(place),
});

function chain(first: Node, operators: Node, operands: Node): Syntax {
  const rest = operators.children.map((operator, i) => ({
    op: INFIX[operator.sourceString] ?? "",
    operand: treeOf(operands.child(i)),
  }));
  const start = treeOf(first);
  return rest.length === 0 ? start : { kind: "chain", first: start, rest, column: columnOf(first) };
}

/** A minus before a number belongs to it: −2 is a number, not an operation on one. */
function negated(minus: Node, operand: Syntax): Syntax {
  return operand.kind === "number" ? { ...operand, value: -operand.value } : call("neg", [operand], minus);
}

/** The tree of a node of the parse; the names are those of the grammar's rules. */
function treeOf(node: Node): Syntax {
  const { ctorName, children, sourceString } = node;
  const [first = node, second = node, third = node] = children;
  const column = columnOf(node);
  switch (ctorName) {
    case "Sum":
    case "Product":
      return chain(first, second, third);
    case "Sign_minus":
      return negated(first, treeOf(second));
    case "Sign_plus":
    case "Brackets":
      return treeOf(second);
    case "Power_raised":
      return call("pow", [treeOf(first), treeOf(third)], second);
    case "Call":
      return call(first.sourceString, third.asIteration().children.map(treeOf), first);
    case "List":
      return { kind: "list", elements: second.asIteration().children.map(treeOf), column };
    case "name":
      return { kind: "name", name: sourceString, column };
    case "number":
      return { kind: "number", value: Number(sourceString), column };
    default:
      return treeOf(first);
  }
}

function statementOf(node: Node): Statement {
  const inner = node.child(0);
  const column = columnOf(inner);
  if (inner.ctorName !== "Definition") return { name: undefined, expression: treeOf(inner), column };
  return { name: inner.child(0).sourceString, expression: treeOf(inner.child(2)), column };
}

const semantics = grammar.createSemantics();

/** @throws ChainruleError that shows the column where the text stops to fit, and what was expected there. */
export function syntaxOf(source: string): Statement[] {
  const match = grammar.match(source);
  if (match.failed()) {
    const column = match.getRightmostFailurePosition();
    throw new ChainruleError(at(source, column, `expected ${match.getExpectedText()}`));
  }
  const program = semantics(match) as unknown as Node;
  return program.child(0).asIteration().children.map(statementOf);
}
