/**
 * Derivatives of what has been recorded, by any of its nodes, without touching `grad`. As numbers, by the local-gradient closures; as a
 * graph, by the rows on Values (linearization.ts). Next: grad.ts, the same for functions.
 */
import { boolean, isArray } from "../arguments/checks.js";
import { options, or } from "../arguments/options.js";
import { ChainruleError } from "../errors.js";
import { propagate } from "../engine/backward.js";
import { values } from "../engine/value-checks.js";
import { carryingNodes, withLeaves } from "../engine/order.js";
import { Linearization } from "./linearization.js";
import { CONSTANT } from "../engine/rule.js";
import { recording, withRecording } from "../engine/recording.js";
import { constant, type Value } from "../engine/value.js";

/** What `gradients` returns. */
export interface GradientOptions {
  /** Whether the gradients are Values with a graph of their own, to be differentiated or compiled. Default false: numbers. */
  readonly createGraph?: boolean;
}

const CHECKS = { createGraph: or(boolean, false) };

function checked(role: string, given: unknown): readonly Value[] {
  const list = values(given, "gradients", role);
  for (let i = 0; i < list.length; i++) {
    const { rule, data } = list[i] as Value;
    if (role === "output" || rule !== CONSTANT) continue;
    throw new ChainruleError(
      `gradients: input ${String(i)} is a constant with data ${String(data)}, expected a node of the graph ` +
        `(numbers, and what noGrad made, get no gradient)`,
    );
  }
  return list;
}

/**
 * The derivatives of an output, or of the sum of several, by each of `inputs`, which may be leaves or inner nodes. An input that
 * the outputs do not depend on has the gradient 0. No node's `grad` changes.
 *
 * Cost: as numbers, that of `backward()`. With `createGraph`, at most one product and one addition for each operand of the graph
 * that depends on an input, besides its local gradient; nodes that depend on no input are not visited twice.
 * @throws ChainruleError if an output or input is not a Value, or an input is a constant.
 * @example
 * const x = new Value(2), y = x.pow(3);
 * gradients(y, [x]); // [12]
 * const [slope] = gradients(y, [x], { createGraph: true });
 * gradients(slope, [x]); // [12]
 */
export function gradients(
  outputs: Value | readonly Value[],
  inputs: readonly Value[],
  options?: { readonly createGraph?: false },
): number[];
export function gradients(
  outputs: Value | readonly Value[],
  inputs: readonly Value[],
  options: { readonly createGraph: true },
): Value[];
export function gradients(
  outputs: Value | readonly Value[],
  inputs: readonly Value[],
  options?: GradientOptions,
): number[] | Value[];
export function gradients(
  outputs: Value | readonly Value[],
  by: readonly Value[],
  given?: GradientOptions,
): number[] | Value[] {
  const roots = checked("output", isArray(outputs) ? outputs : [outputs]);
  const inputs = checked("input", by);
  const { createGraph } = options("gradients", given, CHECKS);
  if (!createGraph) {
    return numbers(
      roots,
      inputs,
      roots.map(() => 1),
      false,
    );
  }
  const ones = roots.map(() => constant(1));
  const pullback = (): Value[] => orZero(new Linearization(roots, inputs, false).pullback(ones));
  return withRecording(true, pullback, "gradients");
}

export const orZero = (derivatives: readonly (Value | undefined)[]): Value[] =>
  derivatives.map((derivative) => derivative ?? constant(0));

/** Derivatives by the local-gradient closures, which work on `grad`: what was there is put back. See `Linearization` for `isolated`. */
export function numbers(
  outputs: readonly Value[],
  inputs: readonly Value[],
  seeds: readonly number[],
  isolated: boolean,
): number[] {
  const order = carryingNodes(outputs, isolated ? inputs : []);
  const nodes = [...inputs, ...outputs, ...withLeaves(order)];
  const before = Float64Array.from(nodes, ({ grad }) => grad);
  try {
    for (const node of nodes) node.grad = 0;
    outputs.forEach((output, i) => (output.grad += seeds[i] as number));
    propagate([order]);
    return inputs.map(({ grad }) => grad);
  } finally {
    nodes.forEach((node, i) => (node.grad = before[i] as number));
  }
}

/** The gradient of one result: a graph where there is recording, else constants. */
export function gradientOf(result: Value, variables: readonly Value[]): Value[] {
  if (!recording()) return numbers([result], variables, [1], true).map((slope) => constant(slope));
  return orZero(new Linearization([result], variables, true).pullback([constant(1)]));
}
