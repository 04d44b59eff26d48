/** Stencils and butterflies: neighbours on a line and a grid, borders of each kind, Fourier and Haar transforms, permutations. */
import { constant, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { activation, adder } from "./pieces.js";

/** The neighbour at an index, with a border: periodic, the edge repeated, or 0. */
function bordered(draw: Draw): (line: readonly Value[], i: number) => Value {
  const [mode, nothing] = [draw.integer(0, 2), constant(0)];
  return (line, i) => {
    const n = line.length;
    if (mode === 0) return line[((i % n) + n) % n] as Value;
    return line[mode === 1 ? Math.min(Math.max(i, 0), n - 1) : i] ?? nothing;
  };
}

interface Complex {
  readonly re: Value;
  readonly im: Value;
}

function butterflies(x: readonly Complex[], sign: number): Complex[] {
  const n = x.length;
  if (n === 1) return [...x];
  const [even, odd] = [0, 1].map((parity) =>
    butterflies(
      x.filter((_, i) => i % 2 === parity),
      sign,
    ),
  ) as [Complex[], Complex[]];
  const out: Complex[] = [];
  for (let k = 0; k < n / 2; k++) {
    const [cos, sin] = [Math.cos((2 * Math.PI * k) / n), sign * Math.sin((2 * Math.PI * k) / n)];
    const [e, o] = [even[k] as Complex, odd[k] as Complex];
    const turned = { re: o.re.mul(cos).sub(o.im.mul(sin)), im: o.re.mul(sin).add(o.im.mul(cos)) };
    out[k] = { re: e.re.add(turned.re), im: e.im.add(turned.im) };
    out[k + n / 2] = { re: e.re.sub(turned.re), im: e.im.sub(turned.im) };
  }
  return out;
}

export const stencils: Readonly<Record<string, Family>> = {
  "heat on a line"(draw) {
    let line: readonly Value[] = draw.leaves(draw.length(2));
    const [at, k] = [bordered(draw), draw.chance(0.5) ? draw.parameter() : constant(0.25)];
    for (let t = draw.integer(1, 5); t > 0; t--) {
      const before = line;
      line = before.map((x, i) =>
        x.add(
          at(before, i - 1)
            .sub(x.mul(2))
            .add(at(before, i + 1))
            .mul(k),
        ),
      );
    }
    return [...line];
  },

  "any stencil on a line"(draw) {
    const [line, at] = [draw.leaves(draw.length(1, 24)), bordered(draw)];
    const offsets = Array.from({ length: draw.integer(1, 5) }, () => draw.integer(-4, 4));
    const [weights, add, act] = [draw.leaves(offsets.length), adder(draw), activation(draw)];
    return line.map((_, i) =>
      act(add(offsets.map((offset, k) => (weights[k] as Value).mul(at(line, i + offset))))),
    );
  },

  "Laplacian of a grid"(draw) {
    const [rows, columns] = [draw.length(1, 8), draw.length(1, 8)];
    let grid: readonly (readonly Value[])[] = draw.matrix(rows, columns);
    const [at, add] = [bordered(draw), adder(draw)];
    for (let t = draw.integer(1, 2); t > 0; t--) {
      const before = grid;
      const column = (j: number): Value[] => before.map((row) => row[j] as Value);
      grid = before.map((row, i) =>
        row.map((x, j) =>
          add([at(row, j - 1), at(row, j + 1), at(column(j), i - 1), at(column(j), i + 1), x.mul(-4)]),
        ),
      );
    }
    return grid.flat();
  },

  "wave with two states"(draw) {
    const n = draw.length(2, 12);
    let [u, v] = [draw.leaves(n), draw.leaves(n)];
    const at = bordered(draw);
    for (let t = draw.integer(1, 4); t > 0; t--) {
      const [u0, v0] = [u, v];
      v = v0.map((each, i) =>
        each.add(
          at(u0, i - 1)
            .add(at(u0, i + 1))
            .sub((u0[i] as Value).mul(2))
            .mul(0.125),
        ),
      );
      u = u0.map((each, i) => each.add(v[i] as Value));
    }
    return [...u, ...v];
  },

  "upwind, by sign"(draw) {
    const n = draw.length(2);
    const [u, c, at] = [draw.leaves(n), draw.leaves(n), bordered(draw)];
    return u.map((x, i) =>
      x.sub(
        (c[i] as Value)
          .greater(0)
          .where(x.sub(at(u, i - 1)), at(u, i + 1).sub(x))
          .mul(c[i] as Value),
      ),
    );
  },

  "Fourier transform"(draw) {
    const n = draw.pick([1, 2, 4, 8, 16]);
    const x = draw.leaves(n).map((re) => ({ re, im: draw.chance(0.5) ? constant(0) : draw.leaf() }));
    const out = butterflies(x, 1);
    if (draw.chance(0.5)) return out.map(({ re, im }) => re.square().add(im.square()));
    return butterflies(out, -1).flatMap(({ re, im }) => [re, im]);
  },

  "Haar wavelet"(draw) {
    let line = draw.leaves(2 ** draw.integer(1, 4));
    const details: Value[] = [];
    while (line.length > 1) {
      const pairs = Array.from(
        { length: line.length / 2 },
        (_, i) => [line[2 * i], line[2 * i + 1]] as [Value, Value],
      );
      details.push(...pairs.map(([a, b]) => a.sub(b).mul(Math.SQRT1_2)));
      line = pairs.map(([a, b]) => a.add(b).mul(Math.SQRT1_2));
    }
    return [...details, ...line];
  },

  "permutations and transposes"(draw) {
    const [rows, columns] = [draw.length(1, 6), draw.length(1, 8)];
    const x = draw.matrix(rows, columns);
    const turned = Array.from({ length: columns }, (_, j) => x.map((row) => row[j] as Value));
    const order = draw.pick([turned.flat(), x.flat().reverse(), draw.shuffled(x.flat()), x.reverse().flat()]);
    const [flat, act] = [draw.leaves(rows * columns), activation(draw)];
    return order.map((value, i) => act(value.mul(flat[i] as Value)));
  },

  "a sorting network"(draw) {
    const line = draw.leaves(draw.pick([2, 4, 8]));
    const n = line.length;
    for (let k = 2; k <= n; k *= 2) {
      for (let j = k / 2; j >= 1; j /= 2) {
        for (let i = 0; i < n; i++) {
          const partner = i ^ j;
          if (partner <= i) continue;
          const [a, b] = [line[i] as Value, line[partner] as Value];
          const [low, high] = [a.min(b), a.max(b)];
          [line[i], line[partner]] = (i & k) === 0 ? [low, high] : [high, low];
        }
      }
    }
    return line;
  },
};
