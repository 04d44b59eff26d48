/**
 * Where leaves keep their numbers: `data` and `grad` of one leaf side by side, those of leaves made one after another in one array, so that the weights
 * of a layer lie together. A page lives as long as one of its leaves, so pages are small.
 * Next: value.ts, whose leaves read and write them.
 */
const LEAVES = 256;
const NUMBERS_A_LEAF = 2;

/** The page that `take` took the last place of. */
export let page = new Float64Array(LEAVES * NUMBERS_A_LEAF);
let next = 0;

/** Takes a place for a leaf: `data` at it, `grad`, which is 0, after it. */
export function take(data: number): number {
  if (next === page.length) {
    page = new Float64Array(LEAVES * NUMBERS_A_LEAF);
    next = 0;
  }
  const at = next;
  next += NUMBERS_A_LEAF;
  page[at] = data;
  return at;
}
