/** Where golden values are computed: over all of double precision, and where operations are hard. Next: golden.ts. */
import * as domains from "../../../src/ops/domains.js";
import { listOps, ops, type FixedOp, type Interval, type ListOp, type Op } from "../../../src/ops/index.js";

type Point = readonly number[];

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);
/** A number that is not 0 and its neighbours. */
function near(x: number): number[] {
  return [-1n, 0n, 1n].map((step) => {
    double[0] = x;
    bits[0] = (bits[0] as bigint) + step;
    return double[0];
  });
}

const single = Math.fround;
const both = (sizes: readonly number[]): number[] => sizes.flatMap((x) => [x, -x]);
const powersOfTwo = (...exponents: number[]): number[] => exponents.map((exponent) => 2 ** -exponent);

const TINY = [5e-324, 2e-310, 3e-308, 1e-300, 1e-155, ...[1e-40, 1e-30, 1e-16, 1e-8].map(single)];
const SMALL = [...[1e-3, 0.1, 0.3, 0.46, 0.5, 0.48, 0.7, 0.9].map(single), 0.25];
const AROUND_ONE = [...near(1), 1 + 2 ** -23, 1 - 2 ** -24];
const MIDDLE = [1.1, 1.4142135, 1.7, 2.4, 3.3, 4.1, 5.5, 8.8, 12.3, 15, 19.5, 20, 26.5, 30, 37.5, 40].map(single); // prettier-ignore
const LARGE = [88, 354, 700, 709, 745, 1e4, 1e8, 1e16, single(1e30), 1e100, 1e154, 1e155, 1e200, 1e300, 1e308]; // prettier-ignore
const SIZES = [...TINY, ...SMALL, ...AROUND_ONE, ...MIDDLE, ...LARGE];
const BOTH = both(SIZES);
const ANY = [0, ...BOTH];
const UNIT = [...ANY.filter((x) => Math.abs(x) < 1), ...both(powersOfTwo(53, 50, 40, 30, 24, 20, 10, 4).map((x) => 1 - x))]; // prettier-ignore
const ABOVE_ONE = [...SIZES.filter((x) => x > 1), ...powersOfTwo(52, 50, 40, 30, 23, 20, 10, 4).map((x) => 1 + x)]; // prettier-ignore
const ABOVE_MINUS_ONE = [...ANY.filter((x) => x > -1), ...powersOfTwo(53, 50, 40, 30, 24, 20, 10, 4).map((x) => x - 1)]; // prettier-ignore
const QUARTERS = [1, 2, 3, 4, 11, 1001].map((k) => (k * Math.PI) / 2);
const TURNS = [...ANY, ...QUARTERS.map(single), ...both(QUARTERS.flatMap(near))];
/** Where silu, gelu and their slopes are 0, or their slopes are. */
const ROOTS = [...ANY, ...[-0.7517915246935645, -1.278464542761074, 2.3993572805154, Math.SQRT2].flatMap(near)]; // prettier-ignore
/** Where the derivative of a derivative has no 0 · ∞. */
const MODERATE = ANY.filter((x) => Math.abs(x) < 1e19);
const EXPONENTS = [0, 1, 2, 3, -1, -2, 0.5, -0.5, single(1 / 3), 10, 2.5, 1e-10, 1e-20, -7, 1e-300];

/** Operands of one list with some of the others. */
function mixed(lists: readonly (readonly number[])[], count: number): Point[] {
  return Array.from({ length: count }, (_, i) =>
    lists.map((list, k) => list[((7 + 4 * k) * i + k * Math.floor(i / 5)) % list.length] as number),
  );
}

/** And operands with their like. */
function pairs(first: readonly number[], second: readonly number[], count = 80): Point[] {
  const like = first
    .filter((_, i) => i % 9 === 0)
    .flatMap((x) => [x, -x].flatMap((y) => (second.includes(y) ? [1, 1.25, 1 + 2 ** -30].map((t) => [x, y * t]) : []))); // prettier-ignore
  return [...mixed([first, second], count), ...like.filter(([, y]) => Number.isFinite(y))];
}

const longest = (at: Point): number => Math.max(...at.map(Math.abs));
/** Vectors whose length has a reciprocal, and those that have one to the third power, in single precision too. */
const VECTORS = pairs(ANY, BOTH).filter((at) => longest(at) > 1e-307);
const LONG_VECTORS = VECTORS.filter((at) => longest(at) > 1e-12);
const differ = ([x, y]: Point): boolean => x !== y;
const POWERS: Point[] = [
  ...pairs(SIZES, EXPONENTS, 120),
  ...[...SMALL, ...MIDDLE].flatMap((x) => [2, 3, -1, -2, 0].map((y) => [-x, y])),
  ...[[1.5, 1000], [0.75, -1000], [1 + 2 ** -20, 1e8], [1e300, 0.9], [1e-300, -0.9], [0.5, 1073.5], [2, 1023.5]], // prettier-ignore
];
const COUNTS = [[1, 0], [0, 1], [2, 0], [1, 1]] as const; // prettier-ignore
const every = (list: readonly number[]): Point[] => list.map((x) => [x]);

/** Operands of a domain. */
const operands = new Map<Interval, readonly number[]>([
  [domains.R, ANY],
  [domains.nonzero, BOTH],
  [domains.positive, SIZES],
  [domains.aboveOne, ABOVE_ONE],
  [domains.aboveMinusOne, ABOVE_MINUS_ONE],
  [domains.unit, UNIT],
  [domains.branch, TURNS],
]);
function numbersIn(interval: Interval): readonly number[] {
  const { min, max, without } = interval;
  const even = Array.from({ length: 31 }, (_, k) => single(min + ((max - min) * (k + 1)) / 32));
  return operands.get(interval) ?? [...ANY, ...even].filter((x) => x > min && x < max && x !== without);
}

/** The operations that are hard elsewhere than others of their domain. */
const own = new Map<Op, readonly Point[]>([
  ...[ops.sin, ops.cos].map((op) => [op, every(TURNS)] as const),
  ...[ops.silu, ops.siluSlope, ops.gelu].map((op) => [op, every(ROOTS)] as const),
  [ops.geluSlope, every(ROOTS.filter((x) => Math.abs(x) < 1e19))],
  [ops.gauss, every(MODERATE)],
  [ops.oneMinusSquare, every([...ANY, ...UNIT])],
  [ops.div, pairs(ANY, BOTH).filter(([x, y = 0]) => x !== 0 || Math.abs(y) > 1e-307)],
  [ops.pow, POWERS],
  ...[ops.hypot, ops.atan2].map((op) => [op, VECTORS] as const),
  ...[ops.direction, ops.inversion].map((op) => [op, LONG_VECTORS] as const),
  [ops.elu, pairs(BOTH, [1, 0.5, -2, 1e-100, 0, 1e155])],
  ...[ops.min, ops.max].map((op) => [op, pairs(ANY, ANY).filter(differ)] as const),
  ...[ops.share, ops.greater, ops.equal].map((op) => [op, pairs(ANY, ANY, 40).filter(differ)] as const),
  [ops.where, BOTH.filter((_, i) => i % 3 === 0).map((x) => [x, 2, -x])],
  [ops.differenceOfSquares, pairs(MODERATE, MODERATE)],
  [ops.powDerivative, COUNTS.flatMap(([k, n]) => POWERS.filter(([x = 0], i) => x > 0 && i >= k + 2 * n && (i - k - 2 * n) % 6 === 0).map((at) => [...at, k, n]))], // prettier-ignore
]);

export const isCount = (interval: Interval | undefined): boolean => interval === domains.count;

export function pointsOf(op: FixedOp): Point[] {
  const lists = op.domain.map(numbersIn);
  const [first = [], second = []] = lists;
  const found =
    own.get(op) ??
    (lists.length === 1 ? every(first) : lists.length === 2 ? pairs(first, second) : mixed(lists, 80));
  return [...new Map(found.map((at) => [at.join(), at])).values()];
}

const LENGTHS = [1, 2, 3, 5];
const POOLS = [MIDDLE, SMALL, TINY, LARGE].map((sizes) => both(sizes).filter((x) => Math.abs(x) < 1e308));

/** Where the product of five, from left to right, has exponents to spare. */
const isModest = (x: number): boolean => x === 0 || Math.abs(Math.log10(Math.abs(x))) < 60;
/** Where the derivatives of lists have 0 · ∞ or a factor that underflows. */
const narrow = new Map<Op, (at: Point) => boolean>([
  [listOps.prod, (at) => at.every(isModest)],
  [listOps.norm, (at) => longest(at) === 0 || longest(at) > 1e-100],
]);

const PATTERNS = [[0], [single(2.4)], [0, 1.5, 3], [single(0.7), single(0.7), 0, 0, -2], [1e16, 1, -1e16]];

/** Lists of one size and of all, equal elements and zeros among them, and sums that cancel. */
function listsIn(interval: Interval, length: number): number[][] {
  const all = numbersIn(interval);
  const fits = (x: number): boolean => interval === domains.R || all.includes(x);
  // A sum of five does not overflow.
  const pools = [...POOLS, all.filter((x) => Math.abs(x) < 1e308)]
    .map((pool) => pool.filter(fits))
    .filter((pool) => pool.length > 0);
  const from = (pool: readonly number[], start: number, stride: number): number[] =>
    Array.from({ length }, (_, i) => pool[(start + stride * i) % pool.length] as number);
  return [
    ...pools.flatMap((pool) => [0, 1, 2].map((k) => from(pool, (k * pool.length) >> 1, 29))),
    ...PATTERNS.map((pattern) => from(pattern, 0, 1)).filter((list) => list.every(fits)),
  ];
}

export const listsOf = (op: ListOp): Point[][] =>
  LENGTHS.map((length) => {
    const lists = op.domain.map((interval) => listsIn(interval, length));
    const all = (lists[0] ?? []).map((_, i) =>
      lists.flatMap((each, k) => each[(i + 3 * k) % each.length] as number[]),
    );
    const chosen = all.filter(narrow.get(op) ?? (() => true));
    return [...new Map(chosen.map((at) => [at.join(), at])).values()];
  });
