/**
 * Where nodes keep their numbers: `data` and `grad` of one node side by side, those of nodes made one after another in one array. A number in a field
 * of its own is an object of its own to the garbage collector, which copies every object of a growing graph; the numbers of a page
 * are one array that it never copies. A page lives as long as one of its nodes, so pages are small.
 * Next: node.ts, whose nodes read and write them.
 */
const NODES = 256;
const NUMBERS_A_NODE = 2;

/** The page that `take` took the last place of. */
export let page = new Float64Array(NODES * NUMBERS_A_NODE);
let next = 0;

/** Takes a place for a node: `data` at it, `grad`, which is 0, after it. */
export function take(data: number): number {
  if (next === page.length) {
    page = new Float64Array(NODES * NUMBERS_A_NODE);
    next = 0;
  }
  const at = next;
  next += NUMBERS_A_NODE;
  page[at] = data;
  return at;
}

const labelsOf = new WeakMap<Float64Array, string[]>();

/** Most nodes have no label, so none has a field for it. */
export const labelAt = (numbers: Float64Array, at: number): string => labelsOf.get(numbers)?.[at] ?? "";

export function setLabelAt(numbers: Float64Array, at: number, label: string): void {
  const labels = labelsOf.get(numbers);
  if (labels === undefined) labelsOf.set(numbers, Object.assign([], { [at]: label }));
  else labels[at] = label;
}
