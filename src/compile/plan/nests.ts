/**
 * Re-rolling: finds the loops that a sequence of statements was written out from. Each statement has the same number of
 * features (the places of its operands); a nest is a stretch of the sequence in which every feature is affine in the loop
 * indices. Runs of equal steps become loops, runs of equal loops become nests.
 */

/** A stretch of `first … first + Π extents`, in loops from the outermost in; `strides[feature][loop]`. */
export interface Nest {
  readonly first: number;
  readonly extents: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** Loops deeper than this do not pay. */
const DEEPEST = 8;

function alike(a: Nest, b: Nest): boolean {
  return (
    a.extents.length === b.extents.length &&
    a.extents.every((extent, i) => extent === b.extents[i]) &&
    a.strides.every((strides, f) => strides.every((stride, i) => stride === b.strides[f]?.[i]))
  );
}

/** The runs of statements in which every feature moves by equal steps. There may be millions of statements, so no nest is made of each. */
function runs(features: readonly (readonly number[])[], count: number): Nest[] {
  const found: Nest[] = [];
  const stepTo = (i: number, at: readonly number[]): number => (at[i] as number) - (at[i - 1] as number);
  for (let first = 0; first < count;) {
    const steps = first + 1 < count ? features.map((at) => stepTo(first + 1, at)) : [];
    let end = first + 1;
    while (end < count && features.every((at, f) => stepTo(end, at) === steps[f])) end++;
    found.push(
      end - first > 1
        ? { first, extents: [end - first], strides: steps.map((stride) => [stride]) }
        : { first, extents: [], strides: features.map(() => []) },
    );
    first = end;
  }
  return found;
}

/** One more loop round every run of nests that are alike and equally far apart. */
function roll(nests: readonly Nest[], features: readonly (readonly number[])[]): Nest[] {
  const rolled: Nest[] = [];
  const step = (a: Nest, b: Nest): number[] =>
    features.map((at) => (at[b.first] as number) - (at[a.first] as number));
  let i = 0;
  while (i < nests.length) {
    const start = nests[i] as Nest;
    let last = start;
    let run: number[] | undefined;
    let length = 1;
    for (let next = nests[i + 1]; next !== undefined && alike(start, next); next = nests[i + length]) {
      const steps = step(last, next);
      if (run !== undefined && !run.every((value, f) => value === steps[f])) break;
      run = steps;
      last = next;
      length++;
    }
    rolled.push(
      run === undefined
        ? start
        : {
            first: start.first,
            extents: [length, ...start.extents],
            strides: start.strides.map((strides, f) => [run[f] as number, ...strides]),
          },
    );
    i += length;
  }
  return rolled;
}

/** The nests of a sequence of `count` statements, in order, covering all of it. */
export function findNests(features: readonly (readonly number[])[], count: number): Nest[] {
  let nests = runs(features, count);
  for (let depth = 1; depth < DEEPEST; depth++) {
    const rolled = roll(nests, features);
    if (rolled.length === nests.length) break;
    nests = rolled;
  }
  return nests;
}
