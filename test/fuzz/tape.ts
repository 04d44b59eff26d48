/**
 * A program as data: the graph that a family has recorded, with numbers for its Values. From a tape a graph is recorded afresh at any
 * numbers, so that every column of the comparison starts from the same thing, and a tape can be cut smaller. Next: columns.ts.
 */
import { constant, Value } from "chainrule";
import { innerNodes } from "../../src/engine/order.js";
import { CONSTANT, LEAF } from "../../src/engine/rule.js";
import { keep } from "../../src/engine/operands.js";
import { operationOf, type Operation } from "./operations.js";

/** The number of a node: its place in `Tape.nodes`. */
export type Ref = number;

export type Node =
  | { readonly kind: "leaf" }
  | { readonly kind: "constant"; readonly value: number }
  /** Operands in lists: one list of a fixed operation, one or two of an operation on lists. A list that nodes share is one array. */
  | {
      readonly kind: "operation";
      readonly operation: Operation;
      readonly lists: readonly (readonly Ref[])[];
    };

export interface Tape {
  /** Parents come before children; the first are the parameters, then the inputs. */
  readonly nodes: readonly Node[];
  readonly parameters: number;
  readonly inputs: number;
  readonly roots: readonly Ref[];
  readonly outputs: readonly Ref[];
}

/** A graph as `compile` takes it. */
export interface Graph {
  readonly parameters: readonly Value[];
  readonly inputs: readonly Value[];
  readonly roots: readonly Value[];
  readonly outputs: readonly Value[];
}

/** Reads a graph of Values. */
export function tapeOf({ parameters, inputs, roots, outputs }: Graph): Tape {
  const nodes: Node[] = [];
  const refs = new Map<Value, Ref>();
  const lists = new Map<unknown, readonly Ref[]>();
  const push = (value: Value, node: Node): Ref => {
    refs.set(value, nodes.push(node) - 1);
    return nodes.length - 1;
  };
  const refOf = (value: Value): Ref => {
    const ref = refs.get(value);
    if (ref !== undefined) return ref;
    if (value.rule !== CONSTANT) throw new Error(`the ${value.op} is neither a parameter nor an input`);
    return push(value, { kind: "constant", value: value.data });
  };
  const listOf = (slot: unknown, values: readonly Value[]): readonly Ref[] => {
    const list = lists.get(slot) ?? values.map(refOf);
    lists.set(slot, list);
    return list;
  };
  for (const leaf of [...parameters, ...inputs]) {
    if (leaf.rule !== LEAF) throw new Error(`a ${leaf.op} is listed as a leaf`);
    push(leaf, { kind: "leaf" });
  }
  // Numbered before the traversal of `compile` marks nodes again.
  for (const value of innerNodes([...roots, ...outputs])) {
    const operation = operationOf(value);
    const slots =
      operation.row.kind === "list" ? ([value.x, value.y].filter(Array.isArray) as Value[][]) : undefined;
    const operands = slots ? slots.map((slot) => listOf(slot, slot)) : [value.parents.map(refOf)];
    push(value, { kind: "operation", operation, lists: operands });
  }
  return {
    nodes,
    parameters: parameters.length,
    inputs: inputs.length,
    roots: roots.map(refOf),
    outputs: outputs.map(refOf),
  };
}

/** Records a tape on Values: parameters and inputs with these numbers, in order. Parameters may be those of another recording. */
export function record(
  tape: Tape,
  numbers: ArrayLike<number>,
  parameters: readonly Value[] = [],
): Graph & { readonly values: readonly Value[] } {
  const uses = new Map<readonly Ref[], number>();
  for (const node of tape.nodes) {
    if (node.kind === "operation") for (const list of node.lists) uses.set(list, (uses.get(list) ?? 0) + 1);
  }
  const lists = new Map<readonly Ref[], readonly Value[]>();
  const values: Value[] = [];
  const at = (refs: readonly Ref[]): readonly Value[] => {
    let list = lists.get(refs);
    if (list === undefined) {
      list = refs.map((ref) => values[ref] as Value);
      if ((uses.get(refs) ?? 0) > 1) lists.set(refs, keep(list));
    }
    return list;
  };
  tape.nodes.forEach((node, ref) => {
    values.push(
      node.kind === "leaf"
        ? (parameters[ref] ?? new Value(numbers[ref] as number))
        : node.kind === "constant"
          ? constant(node.value)
          : node.operation.apply(node.lists.map(at)),
    );
  });
  const some = (refs: readonly Ref[]): Value[] => refs.map((ref) => values[ref] as Value);
  const inputsEnd = tape.parameters + tape.inputs;
  return {
    parameters: values.slice(0, tape.parameters),
    inputs: values.slice(tape.parameters, inputsEnd),
    roots: some(tape.roots),
    outputs: some(tape.outputs),
    values,
  };
}
