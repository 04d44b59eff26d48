/** Edits of a tape: what shrink.ts makes cases smaller with. */
import type { Case } from "./program.js";
import { valuesOf } from "./reference.js";
import type { Node, Ref, Tape } from "./tape.js";

export interface Edit {
  readonly roots?: readonly Ref[];
  readonly outputs?: readonly Ref[];
  /** Nodes that become leaves, with the numbers that they have in each run. */
  readonly cut?: ReadonlySet<Ref>;
  /** Leaves that become constants, with the number that they have in the last run. */
  readonly freeze?: ReadonlySet<Ref>;
  /** Nodes whose place another takes, one that comes before. */
  readonly replace?: ReadonlyMap<Ref, Ref>;
  /** Elements taken out of lists: of all, or of one operation. */
  readonly shorten?: { readonly from: number; readonly to: number; readonly only?: Ref };
  /** Leaves that are left out where nothing reads them. */
  readonly drop?: ReadonlySet<Ref>;
}

/** One tape and its numbers in each run. */
interface Part {
  readonly tape: Tape;
  readonly runs: readonly (readonly number[])[];
}

/** The case with one of its tapes edited; undefined if it is not smaller then. Programs that share parameters keep them all. */
export function edited(given: Case, t: number, edit: Edit): Case | undefined {
  const tape = given.tapes[t] as Tape;
  const { tape: made, runs } = editPart(partOf(given, t), edit, given.tapes.length === 1);
  if (size(made) >= size(tape)) return undefined;
  return {
    ...given,
    tapes: given.tapes.with(t, made),
    runs: given.runs.map((run, r) => run.with(t, runs[r] as readonly number[])),
  };
}

/** The case without the leaves that nothing reads; undefined if there are none. */
export function withoutUnread(given: Case): Case | undefined {
  const reads = given.tapes.map((tape) => readBy(tape, {}).read);
  const parts = given.tapes.map((tape, t) => {
    const leaves = Array.from({ length: tape.parameters + tape.inputs }, (_, ref) => ref);
    const isRead = (ref: Ref): boolean =>
      ref < tape.parameters ? reads.some((read) => read.has(ref)) : reads[t]?.has(ref) === true;
    return editPart(partOf(given, t), { drop: new Set(leaves.filter((ref) => !isRead(ref))) }, false);
  });
  if (parts.every(({ tape }, t) => tape.nodes.length === given.tapes[t]?.nodes.length)) return undefined;
  return {
    ...given,
    tapes: parts.map(({ tape }) => tape),
    runs: given.runs.map((_, r) => parts.map(({ runs }) => runs[r] as readonly number[])),
  };
}

const partOf = ({ tapes, runs }: Case, t: number): Part => ({
  tape: tapes[t] as Tape,
  runs: runs.map((run) => run[t] as readonly number[]),
});

/** What the roots and outputs are computed from, and the operands of each node, once a tape is edited. */
function readBy(
  tape: Tape,
  { cut, replace, shorten, ...ends }: Edit,
): { roots: Ref[]; outputs: Ref[]; read: Set<Ref>; lists: (readonly Ref[])[][] } {
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
  const roots = (ends.roots ?? tape.roots).map(standsFor);
  const outputs = (ends.outputs ?? tape.outputs).map(standsFor);
  const read = new Set<Ref>([...roots, ...outputs]);
  const lists = tape.nodes.map((): (readonly Ref[])[] => []);
  for (let ref = tape.nodes.length - 1; ref >= 0; ref--) {
    if (!read.has(ref)) continue;
    const own = listsOf(ref, tape.nodes[ref] as Node);
    lists[ref] = own;
    for (const operand of own.flat()) read.add(operand);
  }
  return { roots, outputs, read, lists };
}

/** What is cut becomes parameters, or inputs where others share the parameters. */
function editPart({ tape, runs }: Part, edit: Edit, isAlone: boolean): Part {
  const { nodes, parameters, inputs } = tape;
  const { cut, freeze, drop } = edit;
  const { roots, outputs, read, lists } = readBy(tape, edit);
  const refs = [...nodes.keys()];
  const isDropped = (ref: Ref): boolean => drop?.has(ref) === true && !read.has(ref);
  const keeps = (ref: Ref): boolean => freeze?.has(ref) !== true && !isDropped(ref);
  const fresh = refs.filter((ref) => cut?.has(ref) === true && read.has(ref));
  const ofParameters = [
    ...refs.slice(0, parameters).filter((ref) => (isAlone ? keeps(ref) : !isDropped(ref))),
    ...(isAlone ? fresh : []),
  ];
  // An input that nothing reads is an error.
  const ofInputs = [
    ...refs.slice(parameters, parameters + inputs).filter((ref) => keeps(ref) && read.has(ref)),
    ...(isAlone ? [] : fresh),
  ];
  const leaves = new Set([...ofParameters, ...ofInputs]);
  const others = refs.filter((ref) => read.has(ref) && !leaves.has(ref));
  const numbered = new Map([...leaves, ...others].map((ref, i) => [ref, i]));
  const renumbered = (list: readonly Ref[]): Ref[] => list.map((ref) => numbered.get(ref) as Ref);

  const values = runs.map((numbers) => valuesOf(tape, numbers, "f64"));
  const made = [...numbered.keys()].map((ref): Node => {
    const node = nodes[ref] as Node;
    if (leaves.has(ref)) return { kind: "leaf" };
    if (node.kind === "leaf") return { kind: "constant", value: values.at(-1)?.[ref] as number };
    return node.kind === "constant" ? node : { ...node, lists: (lists[ref] ?? []).map(renumbered) };
  });
  return {
    tape: {
      nodes: made,
      parameters: ofParameters.length,
      inputs: ofInputs.length,
      roots: renumbered(roots),
      outputs: renumbered(outputs),
    },
    runs: values.map((at) => [...leaves].map((ref) => at[ref] as number)),
  };
}

/** What every edit makes less of. A leaf counts more than a constant, an operation more than a leaf. */
function size({ nodes, roots, outputs }: Tape): number {
  const weights = nodes.map((node) =>
    node.kind === "operation" ? 3 + node.lists.flat().length : node.kind === "leaf" ? 2 : 1,
  );
  return weights.reduce((total, weight) => total + weight, roots.length + outputs.length);
}
