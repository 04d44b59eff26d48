/** Linear algebra by elements: triangular solves, Cholesky, LU, Gram–Schmidt, Givens rotations, iterations, determinants. */
import { constant, dot, sum, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { adder, affine } from "./pieces.js";

type Rows = Value[][];
type Form = (a: readonly Value[], b: readonly Value[]) => Value;

const entry = (rows: readonly (readonly Value[])[], i: number, j: number): Value => rows[i]?.[j] as Value;

/** A matrix whose diagonal is large, so that elimination does not divide by what is small. */
function dominant(draw: Draw, n: number): Rows {
  return draw.matrix(n, n).map((row, i) => row.map((x, j) => (i === j ? x.square().add(n + 1) : x.tanh())));
}

/** x of L·x = b, forwards, or of U·x = b, backwards. */
function solved(a: Rows, b: readonly Value[], isLower: boolean, form: Form): Value[] {
  const n = b.length;
  const x: Value[] = [];
  for (let step = 0; step < n; step++) {
    const i = isLower ? step : n - 1 - step;
    const [from, to] = isLower ? [0, i] : [i + 1, n];
    const known = form((a[i] as Value[]).slice(from, to), x.slice(from, to));
    x[i] = (b[i] as Value).sub(known).div(entry(a, i, i));
  }
  return x;
}

function cholesky(a: Rows, form: Form): Rows {
  const l: Rows = [];
  a.forEach((row, i) => {
    const made: Value[] = [];
    l.push(made);
    for (let j = 0; j <= i; j++) {
      const rest = (row[j] as Value).sub(form(made.slice(0, j), (l[j] as Value[]).slice(0, j)));
      made[j] = i === j ? rest.sqrt() : rest.div(entry(l, j, j));
    }
  });
  return l;
}

function determinant(a: readonly (readonly Value[])[]): Value {
  const [first, ...rest] = a;
  if (first === undefined) return constant(1);
  const terms = first.map((x, j) => {
    const minor = determinant(rest.map((row) => row.filter((_, k) => k !== j)));
    return x.mul(minor).mul(j % 2 === 0 ? 1 : -1);
  });
  return sum(terms);
}

export const linearAlgebra: Readonly<Record<string, Family>> = {
  "triangular solves"(draw) {
    const [n, right] = [draw.length(1, 8), draw.integer(1, 3)];
    const [a, form, isLower] = [dominant(draw, n), affine(draw), draw.chance(0.5)];
    return Array.from({ length: right }, () => solved(a, draw.leaves(n), isLower, form)).flat();
  },

  Cholesky(draw) {
    const n = draw.length(1, 6);
    const [x, form] = [draw.matrix(n, n), affine(draw)];
    const a = x.map((row, i) => x.map((other, j) => form(row, other).add(i === j ? 1 : 0)));
    const l = cholesky(a, form);
    if (draw.chance(0.5)) return l.map((row, i) => (row[i] as Value).log());
    return solved(l, draw.leaves(n), true, form);
  },

  LU(draw) {
    const n = draw.length(1, 6);
    const a = dominant(draw, n).map((row) => [...row]);
    for (let k = 0; k < n; k++) {
      for (let i = k + 1; i < n; i++) {
        const row = a[i] as Value[];
        const factor = (row[k] as Value).div(entry(a, k, k));
        row[k] = factor;
        for (let j = k + 1; j < n; j++) row[j] = (row[j] as Value).sub(factor.mul(entry(a, k, j)));
      }
    }
    return draw.chance(0.5) ? a.flat() : a.map((row, i) => row[i] as Value);
  },

  "Gram–Schmidt"(draw) {
    const [n, width] = [draw.length(1, 5), draw.length(1, 7)];
    const basis: Value[][] = [];
    for (const row of draw.matrix(n, width)) {
      let rest = row;
      for (const unit of basis) {
        const part = dot(unit, draw.chance(0.5) ? rest : row);
        rest = rest.map((x, i) => x.sub(part.mul(unit[i] as Value)));
      }
      const length = dot(rest, rest).add(0.01).sqrt();
      basis.push(rest.map((x) => x.div(length)));
    }
    return basis.flat();
  },

  "Givens rotations"(draw) {
    const n = draw.length(2, 5);
    const a = draw.matrix(n, n).map((row) => [...row]);
    for (let j = 0; j < n - 1; j++) {
      for (let i = j + 1; i < n; i++) {
        const [x, y] = [entry(a, j, j), entry(a, i, j)];
        const r = x.hypot(y);
        const [c, s] = [x.div(r), y.div(r)];
        const [top, below] = [a[j] as Value[], a[i] as Value[]];
        a[j] = top.map((each, k) => c.mul(each).add(s.mul(below[k] as Value)));
        a[i] = below.map((each, k) => c.mul(each).sub(s.mul(top[k] as Value)));
      }
    }
    return a.flat();
  },

  "iterations of Jacobi and Gauss–Seidel"(draw) {
    const n = draw.length(1, 7);
    const [a, b, add, inPlace] = [dominant(draw, n), draw.leaves(n), adder(draw), draw.chance(0.5)];
    let x: Value[] = draw.chance(0.5) ? draw.leaves(n) : draw.list(n, () => constant(0));
    for (let t = draw.integer(1, 3); t > 0; t--) {
      const next = [...x];
      for (let i = 0; i < n; i++) {
        const seen = inPlace ? next : x;
        const others = (a[i] as Value[]).flatMap((each, j) => (j === i ? [] : [each.mul(seen[j] as Value)]));
        next[i] = (b[i] as Value).sub(add(others)).div(entry(a, i, i));
      }
      x = next;
    }
    return x;
  },

  "power iteration"(draw) {
    const n = draw.length(1, 7);
    const [a, form] = [draw.matrix(n, n), affine(draw)];
    let x = draw.leaves(n);
    for (let t = draw.integer(1, 3); t > 0; t--) {
      const y = a.map((row) => form(row, x));
      const norm = dot(y, y).add(1).sqrt();
      x = y.map((each) => each.div(norm));
    }
    return [
      ...x,
      form(
        x,
        a.map((row) => form(row, x)),
      ),
    ];
  },

  determinants(draw) {
    const n = draw.length(1, 4);
    return Array.from({ length: draw.integer(1, 3) }, () => determinant(draw.matrix(n, n)));
  },

  "bilinear and quadratic forms"(draw) {
    const [n, form] = [draw.length(1, 7), affine(draw)];
    const [a, xs, y] = [draw.matrix(n, n), draw.matrix(draw.length(1, 4), n), draw.leaves(n)];
    return xs.map((x, i) =>
      form(
        x,
        a.map((row) => form(row, i % 2 === 0 ? x : y)),
      ),
    );
  },
};
