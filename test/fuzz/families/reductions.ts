/** Sums and other reductions in every shape: trees, chains in each association, prefixes, nested and empty lists, the same Value twice. */
import { constant, dot, logSumExp, max, min, sum, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { adder, binary, reducer, tree, unary } from "./pieces.js";

/** A list that may be empty, hold one Value twice, a constant, or a list's own sum. */
function oddList(draw: Draw, from: readonly Value[]): Value[] {
  return Array.from({ length: draw.length(0) }, () =>
    from.length === 0 || draw.chance(0.08) ? draw.constant() : draw.pick(from),
  );
}

export const reductions: Readonly<Record<string, Family>> = {
  trees(draw) {
    const [rows, join] = [draw.matrix(draw.length(1, 6), draw.length()), binary(draw)];
    return rows.map((row) => tree(row, join));
  },

  "chains of additions"(draw) {
    const [rows, add, f] = [draw.matrix(draw.length(1, 9), draw.length()), adder(draw), unary(draw)];
    return rows.map((row) => add(row.map((x) => f(x))));
  },

  "chains with products, scalars and dot products"(draw) {
    const [count, length] = [draw.length(1, 9), draw.integer(1, 7)];
    const kinds = Array.from({ length: draw.integer(2, 8) }, () => draw.integer(0, 5));
    const [x, y] = [draw.matrix(count, 16), draw.leaves(16)];
    return x.map((row) => {
      const terms = kinds.map((kind, i) => {
        const [a, b] = [row[i] as Value, y[(i * 3) % 16] as Value];
        if (kind < 2) return a.mul(b);
        if (kind === 2) return dot(row.slice(i, i + length), y.slice(i, i + length));
        if (kind === 3) return sum(row.slice(i, i + length));
        return kind === 4 ? a : constant(i / 4);
      });
      return terms.reduce((total, term) => total.add(term));
    });
  },

  "additions that something else reads too"(draw) {
    const xs = draw.leaves(draw.length(3));
    const all: Value[] = [];
    let total = xs[0] as Value;
    for (const x of xs.slice(1)) {
      total = draw.chance(0.5) ? total.add(x) : x.add(total);
      if (draw.chance(0.3)) all.push(total.mul(x));
    }
    return [...all, total];
  },

  prefixes(draw) {
    const [xs, form] = [draw.leaves(draw.length()), draw.integer(0, 3)];
    let total: Value = constant(0);
    return xs.map((x, i) => {
      if (form === 0) return sum(xs.slice(0, i + 1));
      if (form === 1) return (total = total.add(x));
      if (form === 2) return logSumExp(xs.slice(0, i + 1));
      return dot(xs.slice(0, i + 1), xs.slice(xs.length - i - 1));
    });
  },

  "reductions of rows, then of what they give"(draw) {
    const rows = draw.matrix(draw.length(), draw.length());
    const [inner, outer] = [reducer(draw), reducer(draw)];
    const parts = rows.map((row) => inner(row));
    return draw.chance(0.5) ? [outer(parts)] : [outer(parts), ...parts];
  },

  "odd lists"(draw) {
    const from = draw.leaves(draw.length(0, 6));
    const made: Value[] = [];
    for (let i = draw.length(); i > 0; i--) {
      const list = oddList(draw, [...from, ...made]);
      const form = draw.integer(0, 4);
      if (form === 0) made.push(sum(list));
      else if (form === 1) made.push(dot(list, draw.chance(0.4) ? list : draw.shuffled(list)));
      else if (form === 2) made.push(logSumExp(list));
      else if (list.length > 0) made.push(form === 3 ? max(list) : min(list));
    }
    return made.length === 0 ? [sum([])] : made;
  },

  "lists of one and of none"(draw) {
    const xs = draw.leaves(draw.length());
    const one = draw.pick<(x: Value) => Value>([
      (x) => sum([x]),
      (x) => dot([x], [x]),
      (x) => dot([x], [2]),
      (x) => logSumExp([x]),
      (x) => sum([]).add(x),
      (x) => dot([], []).mul(x),
      (x) => logSumExp([]).max(x),
    ]);
    return xs.map((x) => one(x));
  },

  "sums of sums"(draw) {
    const rows = draw.matrix(draw.length(1, 7), draw.length(1, 7));
    const add = adder(draw);
    const sums = rows.map((row) => sum(row));
    return [sum([...sums, ...sums]), add(sums), sum(rows.flat()), dot(sums, [...sums].reverse())];
  },

  "a list that many read"(draw) {
    const xs = draw.leaves(draw.length());
    const ys = draw.matrix(draw.length(), xs.length);
    const [total, top] = [sum(xs), logSumExp(xs)];
    return ys.map((y, i) => dot(xs, y).add(i % 2 === 0 ? total : top));
  },
};
