/** A text and the values of its inputs → the graph and its whole derivation. Next: picture.ts draws it, passes.ts steps through it. */
import type { Value } from "chainrule";
import { explain, type Explanation, type Step } from "chainrule/draw";
import type { Expression } from "chainrule/parse";

export type Numbers = Readonly<Record<string, number>>;

export interface Evaluated {
  readonly expression: Expression;
  readonly values: Numbers;
  readonly root: Value;
  /** Nodes in the order of the forward pass; number i is `ni` in the picture. */
  readonly nodes: readonly Value[];
  readonly explanation: Explanation;
  /** The steps of each operation, in the order of its operands; constants get none. */
  readonly stepsOf: ReadonlyMap<Value, readonly Step[]>;
}

/** Every `grad` is that of one backward pass. */
export function evaluated(expression: Expression, values: Numbers): Evaluated {
  const root = expression.at(values);
  root.backward();
  const explanation = explain(root);
  const stepsOf = new Map<Value, Step[]>();
  for (const step of explanation.steps) {
    const known = stepsOf.get(step.through);
    if (known === undefined) stepsOf.set(step.through, [step]);
    else known.push(step);
  }
  const nodes = explanation.nodes.map(({ value }) => value);
  return { expression, values, root, nodes, explanation, stepsOf };
}

/** Operations in the order in which the backward pass comes to them. */
export const passes = ({ nodes }: Evaluated): Value[] =>
  nodes.filter((node) => node.parents.length > 0).reverse();
