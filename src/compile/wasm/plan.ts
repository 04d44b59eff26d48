/**
 * How a statement is run: which loop goes into vector lanes, which loops are unrolled into a tile of accumulators, and in
 * what order the rest are nested. Next: loops.ts emits the plan.
 */
import { ops } from "../../ops/index.js";
import type { Statement } from "../ir/statement.js";
import { isInjective } from "../plan/first-writes.js";
import type { Numeric } from "./numeric.js";
import { isVectorizable } from "./terms.js";

/** One loop: how often, and how far it moves the target and each load. */
export interface Loop {
  readonly extent: number;
  readonly target: number;
  readonly loads: readonly number[];
}

export interface Plan {
  /** Loops round the tile, from the outermost in, the loops of the tile last. */
  readonly outer: readonly Loop[];
  /** Loops that the target does not move with. */
  readonly reduced: readonly Loop[];
  /** The loop in vector lanes: one of `outer` (lanes are elements of the target) or of `reduced` (lanes are summed at the end). */
  readonly vector: Loop | undefined;
  /** How many iterations of a loop the tile holds; of the vector loop, how many vectors. */
  readonly unroll: ReadonlyMap<Loop, number>;
}

/** V8 has 16 vector registers on x64 and keeps one for itself. */
const REGISTERS = 15;
/** An elementwise loop holds at most so many vectors. */
const ELEMENTWISE = 4;
const WIDEST_TILE = 8;
/** A sum in lanes ends with adding up the lanes, which takes a longer one. */
const LONG_SUM = 8;
/** Cycles from one addition to the next that depends on it. */
const LATENCY = 3;

export function plan(statement: Statement, numeric: Numeric): Plan {
  const loops = collapse(loopsOf(statement), statement.target.space === "value");
  const moving = loops.filter((loop) => loop.target !== 0);
  const reduced = loops.filter((loop) => loop.target === 0);
  const vector = vectorLoop(statement, moving, reduced, numeric);
  const unroll = tile(moving, reduced, vector, numeric);
  const tiled = moving.filter((loop) => unroll.has(loop)).sort((a) => (a === vector ? 1 : -1));
  const outer = [...moving.filter((loop) => !unroll.has(loop)), ...tiled];
  const inner = reduced.filter((loop) => loop !== vector);
  return { outer, reduced: vector?.target === 0 ? [...inner, vector] : inner, vector, unroll };
}

/** The loops of a statement that run more than once. */
export function loopsOf({ loops, target, loads }: Pick<Statement, "loops" | "target" | "loads">): Loop[] {
  return loops
    .map((extent, i) => ({
      extent,
      target: target.strides[i] as number,
      loads: loads.map(({ strides }) => strides[i] as number),
    }))
    .filter(({ extent }) => extent > 1);
}

/** Joins loops that together step as one. Where the order of additions counts, those of a sum are joined only to the next one in. */
export function collapse(loops: readonly Loop[], isOrdered = false): Loop[] {
  for (const [i, outer] of loops.entries()) {
    for (const [j, inner] of loops.entries()) {
      if (isOrdered && outer.target === 0 && j !== i + 1) continue;
      const joins = (far: number, near: number): boolean => far === near * inner.extent;
      if (outer === inner || !joins(outer.target, inner.target)) continue;
      if (!outer.loads.every((stride, k) => joins(stride, inner.loads[k] as number))) continue;
      const joined = { ...inner, extent: outer.extent * inner.extent };
      return collapse(
        loops.flatMap((loop) => (loop === outer ? [] : loop === inner ? [joined] : [loop])),
        isOrdered,
      );
    }
  }
  return [...loops];
}

function vectorLoop(
  statement: Statement,
  moving: readonly Loop[],
  reduced: readonly Loop[],
  { lanes }: Numeric,
): Loop | undefined {
  if (!isVectorizable(statement.term)) return undefined;
  const fits = (loop: Loop): boolean =>
    loop.extent >= lanes && loop.loads.every((stride) => stride === 0 || stride === 1);
  const longest = (candidates: readonly Loop[]): Loop | undefined =>
    [...candidates].sort((a, b) => b.extent - a.extent)[0];
  const across = longest(moving.filter((loop) => loop.target === 1 && fits(loop)));
  // Lanes that are combined at the end take another order, which only sums may.
  if (statement.mode !== ops.add) return across;
  const along = longest(reduced.filter((loop) => loop.extent >= LONG_SUM && fits(loop)));
  if (across === undefined || along === undefined) return across ?? along;
  // Values keep the recorded order where that is possible. A gradient may take the loop that fills more lanes.
  const isBetter = statement.target.space === "adjoint" && filled(along, lanes) > filled(across, lanes);
  return isBetter ? along : across;
}

/** Iterations of a loop in lanes for each instruction, those behind the last whole vector being single. */
const filled = ({ extent }: Loop, lanes: number): number =>
  extent / (Math.floor(extent / lanes) + (extent % lanes));

const isForward = (loop: Loop): boolean => loop.target >= 0 && loop.loads.every((stride) => stride >= 0);

function tile(
  moving: readonly Loop[],
  reduced: readonly Loop[],
  vector: Loop | undefined,
  { lanes }: Numeric,
): Map<Loop, number> {
  const columns = vector?.target === 1 ? vector : undefined;
  const vectors = columns === undefined ? 0 : Math.floor(columns.extent / lanes);
  if (reduced.length === 0) {
    return new Map(columns === undefined ? [] : [[columns, Math.min(ELEMENTWISE, vectors)]]);
  }
  // A loop that some load does not move with lets that load serve several accumulators.
  const reuse = (loop: Loop): number => (isForward(loop) && loop.loads.includes(0) ? loop.extent : 0);
  const others = moving
    .filter((loop) => loop !== columns && isForward(loop))
    .sort((a, b) => reuse(b) - reuse(a));
  const first = columns ?? others[0];
  // Accumulators of a tile are elements of the target of their own; where windows overlap, two loops may meet in one.
  const second = others.find((loop) => first !== undefined && loop !== first && isApart(first, loop));
  const best = cheapest(first, second, (loop) => (loop === columns ? vectors : (loop?.extent ?? 1)));
  return new Map(
    (
      [
        [first, best[0]],
        [second, best[1]],
      ] as const
    ).flatMap(([loop, n]) => (loop ? [[loop, n]] : [])),
  );
}

const isApart = (a: Loop, b: Loop): boolean =>
  isInjective({ strides: [a.target, b.target] }, [a.extent, b.extent]);

/** The shape of tile with the least cycles, by a model of four arithmetic units, two loads a cycle and the latency of a sum. */
function cheapest(
  first: Loop | undefined,
  second: Loop | undefined,
  extentOf: (loop: Loop | undefined) => number,
): [number, number] {
  const [m, n] = [extentOf(first), extentOf(second)];
  const loads = (first ?? second)?.loads.length ?? 0;
  const cycles = (u: number, v: number): number => {
    let loaded = 0;
    for (let k = 0; k < loads; k++)
      loaded += (first?.loads[k] === 0 ? 1 : u) * (second?.loads[k] === 0 ? 1 : v);
    return Math.max((u * v) / 2, loaded / 2, LATENCY) + 0.5;
  };
  let best: [number, number] = [1, 1];
  let least = Infinity;
  for (let u = 1; u <= Math.min(m, WIDEST_TILE); u++) {
    for (let v = 1; v <= Math.min(n, WIDEST_TILE); v++) {
      if (u * v + Math.min(u, v) + 1 > REGISTERS) continue;
      const [fullU, fullV, restU, restV] = [Math.floor(m / u), Math.floor(n / v), m % u, n % v];
      const total =
        fullU * fullV * cycles(u, v) +
        (restU > 0 ? fullV * cycles(restU, v) : 0) +
        (restV > 0 ? fullU * cycles(u, restV) : 0) +
        (restU > 0 && restV > 0 ? cycles(restU, restV) : 0);
      if (total < least) [best, least] = [[u, v], total];
    }
  }
  return best;
}
