/**
 * Shapes of lists: the loops over which the slots of a list's elements are affine. A row of a matrix is one loop, a window of an image is
 * one for each axis. In come slots, out go loops. Next: slots.ts, which asks for each list, and steps.ts, which joins the lists of a unit.
 */

/** Loops from the outermost in: how often each runs, and how far it moves. */
export interface Shape {
  readonly extents: readonly number[];
  readonly strides: readonly number[];
}

/** Windows of more axes than this do not occur. */
const MOST_AXES = 6;

/** The shape of a list of slots, with the fewest loops; undefined where there is none. */
export function shapeOf(slots: Int32Array): Shape | undefined {
  const { length } = slots;
  const at = (i: number): number => slots[i] as number;
  const extents: number[] = [];
  const strides: number[] = [];
  // Each round finds the next loop out: the elements from 0 to before `inner` are affine.
  for (let inner = 1; inner < length;) {
    const stride = at(inner) - at(0);
    let outer = inner;
    while (outer < length && at(outer) - at(outer - inner) === stride) outer++;
    // What comes behind the last whole round of the loop begins the next one.
    if (outer % inner !== 0 || length % outer !== 0 || extents.length === MOST_AXES) return undefined;
    extents.unshift(outer / inner);
    strides.unshift(stride);
    inner = outer;
  }
  return { extents, strides };
}

/** How often the innermost of loops runs. */
export const sizeOf = (extents: readonly number[]): number =>
  extents.reduce((size, extent) => size * extent, 1);

/** How many elements one round of each loop has, from the outermost in. */
export const roundsOf = (extents: readonly number[]): number[] =>
  extents.map((_, i) => sizeOf(extents.slice(i + 1)));

/** The loops into which those of all shapes, of equally long lists, can be split; undefined where there are none. */
export function commonExtents(shapes: readonly Shape[]): number[] | undefined {
  const length = sizeOf(shapes[0]?.extents ?? []);
  const rounds = [...new Set(shapes.flatMap(({ extents }) => roundsOf(extents)))].sort((a, b) => b - a);
  const extents = rounds.map((round, i) => (i === 0 ? length : (rounds[i - 1] as number)) / round);
  return extents.every(Number.isInteger) ? extents : undefined;
}

/** The strides of a shape with its loops split into these. */
export function split({ extents, strides }: Shape, into: readonly number[]): number[] {
  const own = roundsOf(extents);
  return roundsOf(into).map((round) => {
    const loop = own.findIndex((size) => size <= round);
    return ((strides[loop] as number) * round) / (own[loop] as number);
  });
}
