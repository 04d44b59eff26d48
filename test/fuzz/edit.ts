/** Edits of a tape: what shrink.ts makes cases smaller with. */
import type { Case } from "./program.js";
import { evaluate } from "./reference.js";
import type { Node, Ref, Tape } from "./tape.js";

export interface Edit {
  readonly roots?: readonly Ref[];
  readonly outputs?: readonly Ref[];
  /** Nodes that become parameters, with the numbers that they have in each run. */
  readonly cut?: ReadonlySet<Ref>;
  /** Leaves that become constants, with the number that they have in the last run. */
  readonly freeze?: ReadonlySet<Ref>;
  /** Nodes whose place another takes, one that comes before. */
  readonly replace?: ReadonlyMap<Ref, Ref>;
  /** Elements taken out of lists: of all, or of one operation. */
  readonly shorten?: { readonly from: number; readonly to: number; readonly only?: Ref };
  readonly dropUnread?: boolean;
}

/** The case with its one tape edited; undefined if the edit changes nothing. */
export function cutTo(given: Case, edit: Edit): Case | undefined {
  const [tape] = given.tapes as readonly [Tape];
  const { nodes, parameters, inputs } = tape;
  const { cut, freeze, replace, shorten } = edit;
  const standsFor = (ref: Ref): Ref => {
    let at = ref;
    for (let next = replace?.get(at); next !== undefined; next = replace?.get(at)) at = next;
    return at;
  };
  const listsOf = (ref: Ref, node: Node): (readonly Ref[])[] => {
    if (node.kind !== "operation" || cut?.has(ref) === true) return [];
    const lists = node.lists.map((list) => list.map(standsFor));
    if (shorten === undefined || node.operation.row.kind === "fixed") return lists;
    if (shorten.only !== undefined && shorten.only !== ref) return lists;
    return lists.map((list) => [...list.slice(0, shorten.from), ...list.slice(shorten.to)]);
  };

  const roots = (edit.roots ?? tape.roots).map(standsFor);
  const outputs = (edit.outputs ?? tape.outputs).map(standsFor);
  const read = new Set<Ref>([...roots, ...outputs]);
  const lists = nodes.map((): (readonly Ref[])[] => []);
  for (let ref = nodes.length - 1; ref >= 0; ref--) {
    if (!read.has(ref)) continue;
    const own = listsOf(ref, nodes[ref] as Node);
    lists[ref] = own;
    for (const operand of own.flat()) read.add(operand);
  }

  const keeps = (ref: Ref): boolean =>
    freeze?.has(ref) !== true && (edit.dropUnread !== true || read.has(ref));
  const refs = [...nodes.keys()];
  const parameterRefs = [
    ...refs.slice(0, parameters).filter(keeps),
    ...refs.filter((ref) => cut?.has(ref) === true && read.has(ref)),
  ];
  const inputRefs = refs.slice(parameters, parameters + inputs).filter(keeps);
  const leaves = new Set([...parameterRefs, ...inputRefs]);
  const others = refs.filter((ref) => read.has(ref) && !leaves.has(ref));
  const numbered = new Map([...parameterRefs, ...inputRefs, ...others].map((ref, i) => [ref, i]));
  const renumbered = (list: readonly Ref[]): Ref[] => list.map((ref) => numbered.get(ref) as Ref);

  const values = given.runs.map(([numbers = []]) => evaluate(tape, numbers, "f64").values);
  const made = [...numbered.keys()].map((ref): Node => {
    const node = nodes[ref] as Node;
    if (leaves.has(ref)) return { kind: "leaf" };
    if (node.kind === "leaf") return { kind: "constant", value: values.at(-1)?.[ref] as number };
    return node.kind === "constant" ? node : { ...node, lists: (lists[ref] ?? []).map(renumbered) };
  });
  const edited: Tape = {
    nodes: made,
    parameters: parameterRefs.length,
    inputs: inputRefs.length,
    roots: renumbered(roots),
    outputs: renumbered(outputs),
  };
  if (size(edited) >= size(tape)) return undefined;
  const runs = values.map((at) => [[...leaves].map((ref) => at[ref] as number)]);
  return { name: given.name, tapes: [edited], runs };
}

/** What every edit makes less of. A leaf counts more than a constant, an operation more than a leaf. */
function size({ nodes, roots, outputs }: Tape): number {
  const weights = nodes.map((node) =>
    node.kind === "operation" ? 3 + node.lists.flat().length : node.kind === "leaf" ? 2 : 1,
  );
  return weights.reduce((total, weight) => total + weight, roots.length + outputs.length);
}
