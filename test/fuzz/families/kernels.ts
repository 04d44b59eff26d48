/** Loops over a random expression: every element is the same small tree of operations, its operands at places that are affine, or not. */
import { dot, logSumExp, sum, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { adder, binary, unary } from "./pieces.js";

/** Where element (i, j) reads: pools are read along strides, backwards, one element by all, or anywhere. */
type Place = (i: number, j: number) => Value;

function place(pool: readonly Value[], columns: number, draw: Draw): Place {
  const n = pool.length;
  const at = (k: number): Value => pool[((k % n) + n) % n] as Value;
  const [a, b, c] = [draw.integer(-3, 4), draw.integer(-2, 3), draw.integer(0, n - 1)];
  const table = Array.from({ length: 64 }, () => draw.integer(0, n - 1));
  return draw.pick<Place>([
    (i, j) => at(i * columns + j),
    (i, j) => at(i * columns + j),
    (i, j) => at(j * columns + i),
    (i, j) => at(a * i + b * j + c),
    (i) => at(i),
    (_, j) => at(j),
    () => at(c),
    (i, j) => at(n - 1 - i * columns - j),
    (i, j) => at(table[(7 * i + j) % 64] as number),
  ]);
}

/** An expression of some places, as a tree of this depth. */
function expression(places: readonly Place[], depth: number, draw: Draw): Place {
  if (depth === 0) {
    if (draw.chance(0.1)) {
      const shared = draw.constant();
      return () => shared;
    }
    return draw.pick(places);
  }
  const [f, g] = [unary(draw), binary(draw)];
  const x = expression(places, depth - 1, draw);
  if (draw.chance(0.35)) return (i, j) => f(x(i, j));
  const y = expression(places, draw.chance(0.5) ? depth - 1 : 0, draw);
  return draw.chance(0.5) ? (i, j) => g(x(i, j), y(i, j)) : (i, j) => f(g(x(i, j), y(i, j)));
}

const over = (rows: number, columns: number, element: Place): Value[] =>
  Array.from({ length: rows * columns }, (_, k) => element(Math.floor(k / columns), k % columns));

export const kernels: Readonly<Record<string, Family>> = {
  "elementwise, once or in stages"(draw) {
    const [rows, columns] = [draw.length(1, 9), draw.length()];
    const pools = Array.from({ length: draw.integer(1, 3) }, () => draw.leaves(draw.length(1, 24)));
    let made: Value[] = [];
    for (let stage = draw.integer(1, 3); stage > 0; stage--) {
      const places = [...pools, ...(made.length > 0 ? [made, made] : [])].map((pool) =>
        place(pool, columns, draw),
      );
      made = over(rows, columns, expression(places, draw.integer(1, 3), draw));
    }
    return made;
  },

  "reductions of expressions"(draw) {
    const [rows, columns, inner] = [draw.length(1, 7), draw.length(1, 7), draw.length(1, 9)];
    const pools = [draw.leaves(draw.length(1, 24)), draw.weights(draw.length(1, 24))];
    const element = (): Place =>
      expression(
        pools.map((pool) => place(pool, inner, draw)),
        draw.integer(0, 2),
        draw,
      );
    const [x, y, add] = [element(), element(), adder(draw)];
    const form = draw.integer(0, 3);
    return over(rows, columns, (i, j) => {
      const along = (at: Place): Value[] => Array.from({ length: inner }, (_, k) => at(i + k, j));
      if (form === 0) return dot(along(x), along(y));
      if (form === 1) return logSumExp(along(x));
      return form === 2 ? sum(along(x)) : add(along(x).map((each, k) => each.mul(along(y)[k] as Value)));
    });
  },

  "one operation side by side"(draw) {
    const n = draw.length();
    const [x, y, f, g] = [draw.leaves(n), draw.leaves(n), unary(draw), binary(draw)];
    const isShared = draw.chance(0.3);
    return x.map((each, i) =>
      draw.chance(0.5) ? f(each) : g(each, isShared ? (y[0] as Value) : (y[i] as Value)),
    );
  },

  "constants among the operands"(draw) {
    const [n, g] = [draw.length(), binary(draw)];
    const [x, same] = [draw.leaves(n), draw.constant()];
    return x.map((each, i) => {
      const constant = draw.chance(0.5) ? same : draw.constant();
      return i % 2 === 0 ? g(each, constant) : g(constant, each);
    });
  },
};
