/** Recurrences: nets that read one element after another, linear ones, polynomials, steps of differential equations, iterations. */
import { constant, dot, type Value } from "chainrule";
import type { Draw, Family } from "../draw.js";
import { activation, affine, smooth } from "./pieces.js";

/** A right-hand side x′ = f(x) in as many dimensions as `state` has. */
function rightHandSide(draw: Draw, dimensions: number): (state: readonly Value[]) => Value[] {
  const [w, form, act] = [draw.matrix(dimensions, dimensions), affine(draw), smooth(draw)];
  return (state) => w.map((row) => act(form(row, state)));
}

const along = (x: readonly Value[], slope: readonly Value[], h: number | Value): Value[] =>
  x.map((each, i) => each.add((slope[i] as Value).mul(h)));

export const recurrence: Readonly<Record<string, Family>> = {
  "recurrent net"(draw) {
    const [steps, inputs, units] = [draw.length(1, 9), draw.length(1, 5), draw.length(1, 6)];
    const [x, wx, wh] = [draw.matrix(steps, inputs), draw.matrix(units, inputs), draw.matrix(units, units)];
    const [form, act, bias] = [affine(draw), activation(draw), draw.weights(units)];
    let state: Value[] = draw.chance(0.5) ? draw.list(units, () => constant(0)) : draw.leaves(units);
    const all: Value[] = [];
    for (const row of x) {
      const before = state;
      state = bias.map((b, j) =>
        act(form([...(wx[j] as Value[]), ...(wh[j] as Value[])], [...row, ...before], b)),
      );
      all.push(...state);
    }
    return draw.chance(0.5) ? state : all;
  },

  "gated unit"(draw) {
    const [steps, units] = [draw.length(1, 6), draw.length(1, 4)];
    const [x, wz, wr, wc] = [0, 1, 2, 3].map(() => draw.matrix(units, units)) as [
      Value[][],
      Value[][],
      Value[][],
      Value[][],
    ];
    let state = draw.leaves(units);
    for (let t = 0; t < steps; t++) {
      const before = state;
      const seen = x[t % units] as Value[];
      const gate = (w: Value[][], j: number): Value =>
        dot(w[j] as Value[], before)
          .add(seen[j] as Value)
          .sigmoid();
      state = before.map((old, j) => {
        const reset = before.map((each, i) => each.mul(gate(wr, i)));
        const fresh = dot(wc[j] as Value[], reset).tanh();
        const z = gate(wz, j);
        return z.mul(old).add(z.neg().add(1).mul(fresh));
      });
    }
    return state;
  },

  "linear recurrence"(draw) {
    const [length, lags] = [draw.length(), draw.integer(1, 4)];
    const [x, a, form] = [draw.leaves(length), draw.weights(lags), affine(draw)];
    const out: Value[] = [];
    for (const each of x) {
      const seen = out.slice(-lags);
      out.push(seen.length === 0 ? each : form(a.slice(0, seen.length), seen, each));
    }
    return out;
  },

  "moving average"(draw) {
    const [x, a] = [draw.leaves(draw.length()), draw.parameter().sigmoid()];
    const out: Value[] = [];
    let at: Value = constant(0);
    for (const each of x)
      out.push((at = draw.chance(0.5) ? at.add(each.sub(at).mul(a)) : a.mul(each).add(at)));
    return out;
  },

  "polynomials by Horner"(draw) {
    const [points, degree] = [draw.leaves(draw.length()), draw.length(0, 9)];
    const coefficients = draw.leaves(degree + 1);
    return points.map((x) => coefficients.reduceRight((total, c) => total.mul(x).add(c), constant(0)));
  },

  "continued fraction"(draw) {
    const [a, b] = [draw.leaves(draw.length()), draw.parameter()];
    return [a.reduceRight((below, each) => each.add(b.div(below.square().add(1))), constant(1))];
  },

  "Euler and Runge–Kutta"(draw) {
    const n = draw.length(1, 4);
    const [f, h] = [rightHandSide(draw, n), draw.pick([0.1, 0.25, draw.parameter()])];
    const half = typeof h === "number" ? h / 2 : h.mul(0.5);
    let x: readonly Value[] = draw.leaves(n);
    const path = [...x];
    for (let i = draw.length(1, 4); i > 0; i--) {
      const k1 = f(x);
      if (draw.chance(0.4)) x = along(x, k1, h);
      else {
        const k2 = f(along(x, k1, half));
        const k3 = f(along(x, k2, half));
        const k4 = f(along(x, k3, h));
        const slope = k1.map((each, j) =>
          each
            .add((k2[j] as Value).mul(2))
            .add((k3[j] as Value).mul(2))
            .add(k4[j] as Value)
            .div(6),
        );
        x = along(x, slope, h);
      }
      path.push(...x);
    }
    return draw.chance(0.5) ? [...x] : path;
  },

  "leapfrog of bodies"(draw) {
    const n = draw.length(2, 5);
    let [x, v] = [draw.leaves(n), draw.leaves(n)];
    const masses = draw.leaves(n);
    for (let t = draw.integer(1, 3); t > 0; t--) {
      const at = x;
      const force = at.map((xi, i) =>
        at
          .filter((_, j) => j !== i)
          .map((xj, j) => {
            const d = xj.sub(xi);
            return d.mul(masses[j < i ? j : j + 1] as Value).div(d.square().add(0.5).pow(1.5));
          })
          .reduce((a, b) => a.add(b)),
      );
      v = along(v, force, 0.125);
      x = along(x, v, 0.125);
    }
    return [...x, ...v];
  },

  "Newton's iteration"(draw) {
    return draw.leaves(draw.length()).map((a) => {
      let x: Value = a.square().add(1);
      for (let i = draw.integer(1, 4); i > 0; i--) x = x.add(a.square().add(1).div(x)).mul(0.5);
      return x;
    });
  },
};
