/** Convolutions in one and two dimensions with stride, dilation and padding; transposed and depthwise ones; pooling. */
import { constant, dot, max, mean, min, norm, prod, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { activation, adder, affine, reducer } from "./pieces.js";

interface Window {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}

const windowOf = (draw: Draw): Window => ({
  size: draw.integer(1, 4),
  stride: draw.integer(1, 3),
  dilation: draw.integer(1, 2),
  padding: draw.integer(0, 2),
});

/** Where windows begin along a side: only those that fit. */
function starts(length: number, { size, stride, dilation, padding }: Window): number[] {
  const all: number[] = [];
  for (let at = -padding; at + (size - 1) * dilation < length + padding; at += stride) all.push(at);
  return all;
}

/** The offsets of a window that begins at `start`; outside of the side it is padded. */
const offsets = (start: number, { size, dilation }: Window): number[] =>
  Array.from({ length: size }, (_, i) => start + i * dilation);

const zero = constant(0);

/** What stands outside: a shared 0, a 0 of its own, the edge, or the other end. */
function padded(draw: Draw): <T>(line: readonly T[], i: number, nothing: () => T) => T {
  const mode = draw.integer(0, 2);
  return (line, i, nothing) => {
    const inside = line[i];
    if (inside !== undefined) return inside;
    if (mode === 0 || line.length === 0) return nothing();
    const n = line.length;
    return line[mode === 1 ? Math.min(Math.max(i, 0), n - 1) : ((i % n) + n) % n] as (typeof line)[number];
  };
}

export const convolution: Readonly<Record<string, Family>> = {
  "one dimension"(draw) {
    const [channels, length, filters, form] = [
      draw.length(1, 3),
      draw.length(),
      draw.length(1, 4),
      affine(draw),
    ];
    const [x, window, pad, act] = [
      draw.matrix(channels, length),
      windowOf(draw),
      padded(draw),
      activation(draw),
    ];
    const weights = Array.from({ length: filters }, () => draw.weights(channels * window.size));
    const bias = draw.chance(0.5) ? draw.weights(filters) : [];
    return weights.flatMap((w, f) =>
      starts(length, window).map((start) => {
        const seen = x.flatMap((line) => offsets(start, window).map((i) => pad(line, i, () => zero)));
        return act(form(w, seen, bias[f]));
      }),
    );
  },

  "two dimensions"(draw) {
    const [height, width, form] = [draw.length(1, 7), draw.length(1, 7), affine(draw)];
    const [x, window, pad] = [draw.matrix(height, width), windowOf(draw), padded(draw)];
    const filters = Array.from({ length: draw.integer(1, 3) }, () => draw.weights(window.size ** 2));
    const empty = Array.from({ length: width }, () => zero);
    const act = activation(draw);
    return filters.flatMap((w) =>
      starts(height, window).flatMap((top) =>
        starts(width, window).map((left) => {
          const seen = offsets(top, window).flatMap((i) =>
            offsets(left, window).map((j) =>
              pad(
                pad(x, i, () => empty),
                j,
                () => zero,
              ),
            ),
          );
          return act(form(w, seen));
        }),
      ),
    );
  },

  /** Windows that leave out what lies outside, so that their lists differ in length. */
  "borders left out"(draw) {
    const [length, window] = [draw.length(), windowOf(draw)];
    const [x, w] = [draw.leaves(length), draw.weights(window.size)];
    return starts(length, window).map((start) => {
      const inside = offsets(start, window).flatMap((i, k) => (x[i] ? [[x[i], w[k] as Value] as const] : []));
      return dot(
        inside.map(([each]) => each),
        inside.map(([, each]) => each),
      );
    });
  },

  transposed(draw) {
    const [length, size, stride] = [draw.length(), draw.integer(1, 4), draw.integer(1, 3)];
    const [x, w, add] = [draw.leaves(length), draw.weights(size), adder(draw)];
    const out: Value[][] = Array.from({ length: (length - 1) * stride + size }, () => []);
    x.forEach((each, i) => {
      w.forEach((weight, k) => out[i * stride + k]?.push(each.mul(weight)));
    });
    return out.map((terms) => add(terms));
  },

  "depthwise, then pointwise"(draw) {
    const [channels, length, size] = [draw.length(1, 5), draw.length(2, 9), draw.integer(1, 3)];
    const [x, w, mix] = [
      draw.matrix(channels, length),
      draw.matrix(channels, size),
      draw.matrix(3, channels),
    ];
    const [form, act] = [affine(draw), activation(draw)];
    const depth = x.map((line, c) =>
      starts(length, { size, stride: 1, dilation: 1, padding: 0 }).map((at) =>
        act(dot(line.slice(at, at + size), w[c] as Value[])),
      ),
    );
    return mix.flatMap((row) =>
      (depth[0] ?? []).map((_, i) =>
        form(
          row,
          depth.map((line) => line[i] as Value),
        ),
      ),
    );
  },

  pooling(draw) {
    const [height, width, size] = [draw.length(1, 8), draw.length(1, 8), draw.integer(1, 3)];
    const [x, stride] = [draw.matrix(height, width), draw.integer(1, size)];
    const pool = draw.pick<(xs: Value[]) => Value>([max, min, mean, prod, norm, reducer(draw)]);
    const window = { size, stride, dilation: 1, padding: 0 };
    return starts(height, window).flatMap((top) =>
      starts(width, window).map((left) =>
        pool(x.slice(top, top + size).flatMap((row) => row.slice(left, left + size))),
      ),
    );
  },
};
