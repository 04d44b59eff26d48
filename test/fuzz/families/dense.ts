/** Products of matrices in all forms: layers, chains of matrices, gathered rows, inputs that are mostly 0. */
import { constant, dot, softmax, sum, type Value } from "chainrule";
import { Matrix } from "chainrule/nn";
import type { Draw, Family } from "../draw.js";
import { activation, affine, reducer } from "./pieces.js";

const column = (rows: readonly (readonly Value[])[], j: number): Value[] =>
  rows.map((row) => row[j] as Value);

function product(a: readonly Value[][], b: readonly Value[][], draw: Draw): Value[][] {
  const form = affine(draw);
  return a.map((row) => (b[0] ?? []).map((_, j) => form(row, column(b, j))));
}

export const dense: Readonly<Record<string, Family>> = {
  layers(draw) {
    let rows = draw.matrix(draw.length(1, 5), draw.length(1, 9));
    for (let layer = draw.integer(1, 3); layer > 0; layer--) {
      const [units, form, act] = [draw.length(1, 9), affine(draw), activation(draw)];
      const width = rows[0]?.length ?? 0;
      const weights = Array.from({ length: units }, () => draw.weights(width));
      const bias = draw.chance(0.7) ? draw.leaves(units) : [];
      rows = rows.map((row) => weights.map((w, j) => act(form(w, row, bias[j]))));
    }
    return rows.flat();
  },

  "weights by input"(draw) {
    const [n, m, k] = [draw.length(1, 6), draw.length(), draw.length(1, 9)];
    const [x, w, form] = [draw.matrix(n, k), draw.weights(k * m), affine(draw)];
    return x.flatMap((row) =>
      Array.from({ length: m }, (_, j) =>
        form(
          row.map((__, i) => w[i * m + j] as Value),
          row,
        ),
      ),
    );
  },

  "chain of matrices"(draw) {
    let at = draw.matrix(draw.length(1, 5), draw.length(1, 5));
    for (let i = draw.integer(1, 3); i > 0; i--) {
      at = product(at, draw.matrix(at[0]?.length ?? 1, draw.length(1, 5)), draw);
    }
    return at.flat();
  },

  "power of a matrix"(draw) {
    const n = draw.length(1, 4);
    const a = draw.matrix(n, n);
    let at: Value[][] = a;
    for (let i = draw.integer(1, 3); i > 0; i--) at = product(at, draw.chance(0.5) ? a : at, draw);
    return at.flat();
  },

  "gathered rows, as an embedding"(draw) {
    const [words, width, length] = [draw.length(1, 8), draw.length(1, 9), draw.length()];
    const table = draw.matrix(words, width);
    const tokens = Array.from({ length }, () => table[draw.integer(0, words - 1)] as Value[]);
    const act = activation(draw);
    const mixed = Array.from({ length: width }, (_, j) =>
      reducer(draw)(tokens.map((row) => act(row[j] as Value))),
    );
    return draw.chance(0.5)
      ? mixed
      : [...mixed, ...tokens.slice(1).map((row, i) => dot(row, tokens[i] as Value[]))];
  },

  "matrices of chainrule/nn"(draw) {
    const [n, k, m] = [draw.length(1, 5), draw.length(1, 7), draw.length(1, 7)];
    const x = Matrix.from(draw.matrix(n, k));
    const w = Matrix.from(Array.from({ length: k }, () => draw.weights(m)));
    const out = x.matmul(w);
    const rows = Array.from({ length: n }, (_, i) => out.row(i).map(activation(draw)));
    return draw.chance(0.5)
      ? rows.flat()
      : [...rows.flatMap((row) => softmax(row)), ...out.transpose().row(0)];
  },

  "products of a list with itself and its neighbours"(draw) {
    const [rows, n] = [draw.length(1, 7), draw.length()];
    const x = draw.matrix(rows, n);
    const [own, other] = [draw.chance(0.5), draw.integer(0, rows)];
    return x.map((row, i) => {
      const partner = own ? row : (x[(i + other) % rows] as Value[]);
      return dot(row, draw.chance(0.1) ? [...partner].reverse() : partner).add(1);
    });
  },

  "mixed lists"(draw) {
    const [n, length] = [draw.length(), draw.length(0)];
    const [w, x] = [draw.weights(length + n), draw.leaves(n)];
    return Array.from({ length: n }, (_, j) => {
      const mixed = Array.from({ length }, (__, i) =>
        i % 3 === 0 ? (w[i] as Value) : i % 3 === 1 ? (x[j] as Value) : constant(0.5 + (j % 4)),
      );
      return dot(mixed, w.slice(j, j + length)).add(x[j] as Value);
    });
  },

  /** Large enough for the form that skips factors of 0. */
  "many inputs"(draw) {
    if (!draw.chance(0.12)) return [sum(draw.leaves(draw.length(0)))];
    const [n, k, m] = [draw.pick([8, 16]), 4 * draw.integer(24, 40), draw.pick([16, 33, 48])];
    const x = Array.from({ length: n }, () => draw.list(k, () => draw.input()));
    const w = draw.weights(k * m);
    const [act, isByInput, isFirst] = [activation(draw), draw.chance(0.6), draw.chance(0.5)];
    const bias = draw.weights(m);
    return x.flatMap((row) =>
      bias.map((b, j) => {
        const weights = row.map((_, i) => w[isByInput ? i * m + j : j * k + i] as Value);
        return act(isFirst ? b.add(dot(row, weights)) : dot(weights, row).add(b));
      }),
    );
  },
};
