/**
 * What made a node: the row of its operation and the local-gradient closure. generated/rules.ts has a rule for every row of the table.
 * Next: value.ts, whose nodes hold one each.
 */
import type { Op } from "../ops/index.js";

/** The operands of a node as they were given: fixed operands in `x` and `y`, or in one or two lists. */
export type Slot<N> = N | readonly N[] | undefined;

/** What rules see of a node: every Value is one. */
export interface GraphNode {
  readonly data: number;
  grad: number;
  readonly rule: Rule;
  readonly op: string;
  readonly label: string;
  readonly x: Slot<GraphNode>;
  readonly y: Slot<GraphNode>;
  /** The number that the last traversal gave it. */
  mark: number;
  readonly parents: readonly GraphNode[];
}

/** A row of the table and its local-gradient closure. A leaf was made by no operation. */
export interface Rule {
  readonly name: string;
  readonly op?: Op;
  /** The operands that no gradient passes to, as `flatOperands` gives them. */
  readonly flat: number;
  /** Adds `out.grad` · local gradient into the `grad` of each parent of `out`. */
  propagate(out: GraphNode): void;
}

const nothing = (): void => undefined;
export const LEAF: Rule = { name: "leaf", flat: 0, propagate: nothing };
/** A leaf that gets no gradient: a number among the operands, or a value made where nothing is recorded. */
export const CONSTANT: Rule = { name: "constant", flat: 0, propagate: nothing };
/** A leaf that a transform differentiates by, at a number that it was given: it gets a gradient, and is a number in a program. */
export const POINT: Rule = { name: "leaf", flat: 0, propagate: nothing };

/** Numbers by node: those of a node stand at its mark less `first`. What is at 0 stands still: constants, and leaves that are no variables. */
export interface Numbers {
  readonly first: number;
  readonly tangents: Float64Array;
  readonly adjoints: Float64Array;
  /** The tangents of the adjoints. */
  readonly bends: Float64Array;
}

/** How derivatives pass a node. A tangent or adjoint of 0 passes nothing on, not even where a local gradient is infinite. */
export interface SecondOrder {
  /** The tangent of a node, from those of its operands. */
  pushforward(out: GraphNode, numbers: Numbers): number;
  /** Adds to the adjoints of its operands, and to the tangents of these, what comes to them through the node. */
  pullback(out: GraphNode, numbers: Numbers): void;
}
