// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { ops } from "../ops/index.js";
import type { Binary, List, Lists, Ternary, Unary } from "./rules.js";
import type { SecondOrder } from "./sweep.js";
import type { Value } from "./value.js";

const reciprocal = ops.reciprocal.num;
const square = ops.square.num;
const pow = ops.pow.num;
const log = ops.log.num;
const exp = ops.exp.num;
const max = ops.max.num;
const abs = ops.abs.num;
const cos = ops.cos.num;
const sin = ops.sin.num;
const sqrt = ops.sqrt.num;
const cosh = ops.cosh.num;
const sinh = ops.sinh.num;
const hypot = ops.hypot.num;
const min = ops.min.num;
const expm1 = ops.expm1.num;
const sigmoid = ops.sigmoid.num;
const erfc = ops.erfc.num;
const sign = ops.sign.num;

const add = (totals: Float64Array, i: number, term: number): void => {
  totals[i] = (totals[i] as number) + term;
};

/** Negation, −x. */
export const negSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    d += -dx;
    return d;
  },
  pullback(out: Unary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    add(adjoints, ix, -g);
    add(bends, ix, -h);
  },
};

/** Sum, x + y. */
export const addSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    d += dx;
    d += dy;
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    add(adjoints, ix, g);
    add(bends, ix, h);
    add(adjoints, iy, g);
    add(bends, iy, h);
  },
};

/** Difference, x − y. */
export const subSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    d += dx;
    d += -dy;
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    add(adjoints, ix, g);
    add(bends, ix, h);
    add(adjoints, iy, -g);
    add(bends, iy, -h);
  },
};

/** Product, x · y: the backward pass swaps the operands. */
export const mulSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * y.data;
    if (dy !== 0) d += dy * x.data;
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    const dx = tangents[ix] as number;
    const dy = tangents[iy] as number;
    if (g !== 0) add(adjoints, ix, g * y.data);
    if (h !== 0) add(bends, ix, h * y.data);
    if (g !== 0) {
      if (dy !== 0) add(bends, ix, dy * g);
    }
    if (g !== 0) add(adjoints, iy, g * x.data);
    if (h !== 0) add(bends, iy, h * x.data);
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g);
    }
  },
};

/** Quotient, x / y. */
export const divSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * reciprocal(y.data);
    if (dy !== 0) d += dy * -(out.data / y.data);
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = reciprocal(y.data);
    const s1 = out.data / y.data;
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dy !== 0) add(bends, ix, dy * g * -square(s0));
    }
    if (g !== 0) add(adjoints, iy, g * -s1);
    if (h !== 0) add(bends, iy, h * -s1);
    if (g !== 0) {
      if (dy !== 0) add(bends, iy, dy * g * -(-(s1 / y.data)));
      if (dout !== 0) add(bends, iy, dout * g * -reciprocal(y.data));
    }
  },
};

/** Reciprocal, 1 / x. */
export const reciprocalSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -square(out.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * -square(out.data));
    if (h !== 0) add(bends, ix, h * -square(out.data));
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * -(2 * out.data));
    }
  },
};

/** Sum of a list, Σ xᵢ, from left to right; 0 for an empty list. */
export const sumSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      d += dx;
    }
    return d;
  },
  pullback(out: List, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const ix = x.mark - first;
      add(adjoints, ix, g);
      add(bends, ix, h);
    }
  },
};

/** Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right. */
export const dotSecond: SecondOrder = {
  pushforward(out: Lists, { first, tangents }) {
    let d = 0;
    const { x: xs, y: ys } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const y = ys[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      if (dx !== 0) d += dx * y.data;
      if (dy !== 0) d += dy * x.data;
    }
    return d;
  },
  pullback(out: Lists, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs, y: ys } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const y = ys[i] as Value;
      const ix = x.mark - first;
      const iy = y.mark - first;
      const dx = tangents[ix] as number;
      const dy = tangents[iy] as number;
      if (g !== 0) add(adjoints, ix, g * y.data);
      if (h !== 0) add(bends, ix, h * y.data);
      if (g !== 0) {
        if (dy !== 0) add(bends, ix, dy * g);
      }
      if (g !== 0) add(adjoints, iy, g * x.data);
      if (h !== 0) add(bends, iy, h * x.data);
      if (g !== 0) {
        if (dx !== 0) add(bends, iy, dx * g);
      }
    }
  },
};

/** Power, x^y. */
export const powSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = y.data * pow(x.data, y.data - 1);
    if (dx !== 0) d += dx * (y.data === 0 ? (x.data === 0 ? 0 : s0) : s0);
    if (dy !== 0) d += dy * (x.data === 0 ? 0 : out.data * log(x.data === 0 ? 1 : x.data));
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    const dx = tangents[ix] as number;
    const dy = tangents[iy] as number;
    const s0 = y.data === 0 ? 1 : 0;
    const s1 = x.data === 0 ? 1 : 0;
    const s2 = y.data - 1;
    const s3 = pow(x.data, s2);
    const s4 = y.data * s3;
    const s5 = x.data === 0 ? 1 : 0;
    const s6 = x.data === 0 ? 1 : 0;
    const s7 = s6 !== 0 ? 1 : x.data;
    const s8 = log(s7);
    const s9 = s2 * pow(x.data, s2 - 1);
    const s10 = (s2 === 0 ? (x.data === 0 ? 0 : s9) : s9) * y.data;
    const s11 = s3 + (x.data === 0 ? 0 : s3 * log(x.data === 0 ? 1 : x.data)) * y.data;
    if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? (s1 !== 0 ? 0 : s4) : s4));
    if (h !== 0) add(bends, ix, h * (s0 !== 0 ? (s1 !== 0 ? 0 : s4) : s4));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s0 !== 0 ? (s1 !== 0 ? 0 : s10) : s10));
      if (dy !== 0) add(bends, ix, dy * g * (s0 !== 0 ? (s1 !== 0 ? 0 : s11) : s11));
    }
    if (g !== 0) add(adjoints, iy, g * (s5 !== 0 ? 0 : out.data * s8));
    if (h !== 0) add(bends, iy, h * (s5 !== 0 ? 0 : out.data * s8));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * (s5 !== 0 ? 0 : (s6 !== 0 ? 0 : 1) * reciprocal(s7) * out.data));
      if (dout !== 0) add(bends, iy, dout * g * (s5 !== 0 ? 0 : s8));
    }
  },
};

/** Square, x². */
export const squareSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (2 * x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * (2 * x.data));
    if (h !== 0) add(bends, ix, h * (2 * x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * 2);
    }
  },
};

/** Square root, √x; its slope at 0 is +∞. */
export const sqrtSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (0.5 / out.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    const s0 = 0.5 / out.data;
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * -(s0 / out.data));
    }
  },
};

/** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
export const cbrtSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(3 * square(out.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    const s0 = reciprocal(3 * square(out.data));
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * -(2 * out.data * 3 * square(s0)));
    }
  },
};

/** Length of the hypotenuse, √(x² + y²), without overflow. */
export const hypotSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = out.data === 0 ? 1 : out.data;
    if (dx !== 0) d += dx * (x.data / s0);
    if (dy !== 0) d += dy * (y.data / s0);
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    const dx = tangents[ix] as number;
    const dy = tangents[iy] as number;
    const s0 = out.data === 0 ? 1 : 0;
    const s1 = s0 !== 0 ? 1 : out.data;
    const s2 = x.data / s1;
    const s3 = y.data / s1;
    if (g !== 0) add(adjoints, ix, g * s2);
    if (h !== 0) add(bends, ix, h * s2);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * reciprocal(s1));
      if (dout !== 0) add(bends, ix, dout * g * -((s0 !== 0 ? 0 : 1) * (s2 / s1)));
    }
    if (g !== 0) add(adjoints, iy, g * s3);
    if (h !== 0) add(bends, iy, h * s3);
    if (g !== 0) {
      if (dy !== 0) add(bends, iy, dy * g * reciprocal(s1));
      if (dout !== 0) add(bends, iy, dout * g * -((s0 !== 0 ? 0 : 1) * (s3 / s1)));
    }
  },
};

/** Exponential, eˣ. */
export const expSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * out.data;
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * out.data);
    if (h !== 0) add(bends, ix, h * out.data);
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g);
    }
  },
};

/** eˣ − 1, exact near 0. */
export const expm1Second: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * exp(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = exp(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * s0);
    }
  },
};

/** Natural logarithm, ln x. */
export const logSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocal(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -square(s0));
    }
  },
};

/** ln(1 + x), exact near 0. */
export const log1pSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(1 + x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocal(1 + x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -square(s0));
    }
  },
};

/** Logarithm to base 2. */
export const log2Second: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(x.data * 0.6931471805599453);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocal(x.data * 0.6931471805599453);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(0.6931471805599453 * square(s0)));
    }
  },
};

/** Logarithm to base 10. */
export const log10Second: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(x.data * 2.302585092994046);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocal(x.data * 2.302585092994046);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2.302585092994046 * square(s0)));
    }
  },
};

/** ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part. */
export const logSumExpSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;
    let top = -Infinity;
    for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
    const shift = abs(top) === Infinity ? 0 : top;
    let total = 0;
    const totals: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = exp((xs[i] as Value).data - shift);
      total = total + term;
      totals.push(term);
    }
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * ((totals[i] as number) / total);
    }
    return d;
  },
  pullback(out: List, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;
    let top = -Infinity;
    for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
    const shift = abs(top) === Infinity ? 0 : top;
    let total = 0;
    const totals: number[] = [];
    let dtotal = 0;
    for (let i = 0; i < xs.length; i++) {
      const term = exp((xs[i] as Value).data - shift);
      total = total + term;
      totals.push(term);
      const x = xs[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) dtotal += dx * term;
    }
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const s0 = (totals[i] as number) / total;
      if (g !== 0) add(adjoints, ix, g * s0);
      if (h !== 0) add(bends, ix, h * s0);
      if (g !== 0) {
        if (dx !== 0) add(bends, ix, dx * g * ((totals[i] as number) * reciprocal(total)));
        if (dtotal !== 0) add(bends, ix, dtotal * g * -(s0 / total));
      }
    }
  },
};

/** Sine. */
export const sinSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * cos(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * cos(x.data));
    if (h !== 0) add(bends, ix, h * cos(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -sin(x.data));
    }
  },
};

/** Cosine. */
export const cosSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -sin(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * -sin(x.data));
    if (h !== 0) add(bends, ix, h * -sin(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -cos(x.data));
    }
  },
};

/** Tangent. */
export const tanSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (1 + square(out.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * (1 + square(out.data)));
    if (h !== 0) add(bends, ix, h * (1 + square(out.data)));
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * (2 * out.data));
    }
  },
};

/** Arc sine, on [−1, 1]. */
export const asinSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(sqrt((1 - x.data) * (1 + x.data)));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 1 - x.data;
    const s1 = 1 + x.data;
    const s2 = sqrt(s0 * s1);
    const s3 = reciprocal(s2);
    if (g !== 0) add(adjoints, ix, g * s3);
    if (h !== 0) add(bends, ix, h * s3);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -((-1 * s1 + s0) * (0.5 / s2) * square(s3)));
    }
  },
};

/** Arc cosine, on [−1, 1]. */
export const acosSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -reciprocal(sqrt((1 - x.data) * (1 + x.data)));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 1 - x.data;
    const s1 = 1 + x.data;
    const s2 = sqrt(s0 * s1);
    const s3 = reciprocal(s2);
    if (g !== 0) add(adjoints, ix, g * -s3);
    if (h !== 0) add(bends, ix, h * -s3);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-((-1 * s1 + s0) * (0.5 / s2) * square(s3))));
    }
  },
};

/** Arc tangent. */
export const atanSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(1 + square(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocal(1 + square(x.data));
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2 * x.data * square(s0)));
    }
  },
};

/** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
export const atan2Second: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = square(x.data) + square(y.data);
    if (dx !== 0) d += dx * (y.data / s0);
    if (dy !== 0) d += dy * -(x.data / s0);
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    const dx = tangents[ix] as number;
    const dy = tangents[iy] as number;
    const s0 = square(x.data) + square(y.data);
    const s1 = y.data / s0;
    const s2 = x.data / s0;
    if (g !== 0) add(adjoints, ix, g * s1);
    if (h !== 0) add(bends, ix, h * s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2 * x.data * (s1 / s0)));
      if (dy !== 0) add(bends, ix, dy * g * (reciprocal(s0) + -(2 * y.data * (s1 / s0))));
    }
    if (g !== 0) add(adjoints, iy, g * -s2);
    if (h !== 0) add(bends, iy, h * -s2);
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -(reciprocal(s0) + -(2 * x.data * (s2 / s0))));
      if (dy !== 0) add(bends, iy, dy * g * -(-(2 * y.data * (s2 / s0))));
    }
  },
};

/** Hyperbolic sine. */
export const sinhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * cosh(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * cosh(x.data));
    if (h !== 0) add(bends, ix, h * cosh(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * sinh(x.data));
    }
  },
};

/** Hyperbolic cosine. */
export const coshSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * sinh(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * sinh(x.data));
    if (h !== 0) add(bends, ix, h * sinh(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * cosh(x.data));
    }
  },
};

/** Hyperbolic tangent. */
export const tanhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (1 - square(out.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * (1 - square(out.data)));
    if (h !== 0) add(bends, ix, h * (1 - square(out.data)));
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * -(2 * out.data));
    }
  },
};

/** Inverse hyperbolic sine. */
export const asinhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(hypot(x.data, 1));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = hypot(x.data, 1);
    const s1 = reciprocal(s0);
    if (g !== 0) add(adjoints, ix, g * s1);
    if (h !== 0) add(bends, ix, h * s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -((x.data / (s0 === 0 ? 1 : s0)) * square(s1)));
    }
  },
};

/** Inverse hyperbolic cosine, on [1, ∞). */
export const acoshSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal(sqrt((x.data - 1) * (x.data + 1)));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = x.data - 1;
    const s1 = x.data + 1;
    const s2 = sqrt(s0 * s1);
    const s3 = reciprocal(s2);
    if (g !== 0) add(adjoints, ix, g * s3);
    if (h !== 0) add(bends, ix, h * s3);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -((s1 + s0) * (0.5 / s2) * square(s3)));
    }
  },
};

/** Inverse hyperbolic tangent, on (−1, 1). */
export const atanhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocal((1 - x.data) * (1 + x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 1 - x.data;
    const s1 = 1 + x.data;
    const s2 = reciprocal(s0 * s1);
    if (g !== 0) add(adjoints, ix, g * s2);
    if (h !== 0) add(bends, ix, h * s2);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -((-1 * s1 + s0) * square(s2)));
    }
  },
};

/** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
export const reluSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    d += dx * (x.data > 0 ? 1 : 0);
    return d;
  },
  pullback(out: Unary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    add(adjoints, ix, g * (x.data > 0 ? 1 : 0));
    add(bends, ix, h * (x.data > 0 ? 1 : 0));
  },
};

/** x where x > 0, else slope · x; its slope at 0 is the left one. */
export const leakyReluSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y: slope } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const islope = slope.mark - first;
    const dslope = tangents[islope] as number;
    if (dx !== 0) d += dx * (x.data > 0 ? 1 : slope.data);
    if (dslope !== 0) d += dslope * (x.data > 0 ? 0 : x.data);
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y: slope } = out;
    const ix = x.mark - first;
    const islope = slope.mark - first;
    const dx = tangents[ix] as number;
    const dslope = tangents[islope] as number;
    const s0 = x.data > 0 ? 1 : 0;
    const s1 = x.data > 0 ? 1 : 0;
    if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? 1 : slope.data));
    if (h !== 0) add(bends, ix, h * (s0 !== 0 ? 1 : slope.data));
    if (g !== 0) {
      if (dslope !== 0) add(bends, ix, dslope * g * (s0 !== 0 ? 0 : 1));
    }
    if (g !== 0) add(adjoints, islope, g * (s1 !== 0 ? 0 : x.data));
    if (h !== 0) add(bends, islope, h * (s1 !== 0 ? 0 : x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, islope, dx * g * (s1 !== 0 ? 0 : 1));
    }
  },
};

/** Exponential linear unit: x where x > 0, else alpha · (eˣ − 1); its slope at 0 is the left one, alpha. */
export const eluSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y: alpha } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const ialpha = alpha.mark - first;
    const dalpha = tangents[ialpha] as number;
    if (dx !== 0) d += dx * (x.data > 0 ? 1 : alpha.data * exp(min(x.data, 0)));
    if (dalpha !== 0) d += dalpha * (x.data > 0 ? 0 : expm1(min(x.data, 0)));
    return d;
  },
  pullback(out: Binary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y: alpha } = out;
    const ix = x.mark - first;
    const ialpha = alpha.mark - first;
    const dx = tangents[ix] as number;
    const dalpha = tangents[ialpha] as number;
    const s0 = x.data > 0 ? 1 : 0;
    const s1 = exp(min(x.data, 0));
    const s2 = x.data > 0 ? 1 : 0;
    const s3 = min(x.data, 0);
    if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? 1 : alpha.data * s1));
    if (h !== 0) add(bends, ix, h * (s0 !== 0 ? 1 : alpha.data * s1));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx * g * (s0 !== 0 ? 0 : ((0 > x.data ? 1 : 0) + 0.5 * (0 === x.data ? 1 : 0)) * s1 * alpha.data),
        );
      if (dalpha !== 0) add(bends, ix, dalpha * g * (s0 !== 0 ? 0 : s1));
    }
    if (g !== 0) add(adjoints, ialpha, g * (s2 !== 0 ? 0 : expm1(s3)));
    if (h !== 0) add(bends, ialpha, h * (s2 !== 0 ? 0 : expm1(s3)));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ialpha,
          dx * g * (s2 !== 0 ? 0 : ((0 > x.data ? 1 : 0) + 0.5 * (0 === x.data ? 1 : 0)) * exp(s3)),
        );
    }
  },
};

/** ln(1 + eˣ), without overflow. */
export const softplusSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * sigmoid(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = sigmoid(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s0 * (1 - s0)));
    }
  },
};

/** Logistic function, 1 / (1 + e⁻ˣ). */
export const sigmoidSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (out.data * (1 - out.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    const s0 = 1 - out.data;
    if (g !== 0) add(adjoints, ix, g * (out.data * s0));
    if (h !== 0) add(bends, ix, h * (out.data * s0));
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * (s0 + -1 * out.data));
    }
  },
};

/** Sigmoid linear unit (swish), x · sigmoid(x). */
export const siluSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = sigmoid(x.data);
    if (dx !== 0) d += dx * (s0 + out.data * (1 - s0));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = sigmoid(x.data);
    const s1 = 1 - s0;
    const s2 = s0 * (1 - s0);
    if (g !== 0) add(adjoints, ix, g * (s0 + out.data * s1));
    if (h !== 0) add(bends, ix, h * (s0 + out.data * s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s2 + -s2 * out.data));
      if (dout !== 0) add(bends, ix, dout * g * s1);
    }
  },
};

/** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
export const geluSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0)
      d +=
        dx *
        (0.5 * erfc(x.data * -0.7071067811865476) +
          x.data * (0.3989422804014327 * exp(-(square(x.data) * 0.5))));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = x.data * -0.7071067811865476;
    const s1 = exp(-(square(x.data) * 0.5));
    const s2 = 0.3989422804014327 * s1;
    if (g !== 0) add(adjoints, ix, g * (0.5 * erfc(s0) + x.data * s2));
    if (h !== 0) add(bends, ix, h * (0.5 * erfc(s0) + x.data * s2));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx *
            g *
            (-0.7071067811865476 * (-1.1283791670955126 * exp(-square(s0))) * 0.5 +
              (s2 + -(2 * x.data * 0.5) * s1 * 0.3989422804014327 * x.data)),
        );
    }
  },
};

/** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
export const erfSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (1.1283791670955126 * exp(-square(x.data)));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = exp(-square(x.data));
    if (g !== 0) add(adjoints, ix, g * (1.1283791670955126 * s0));
    if (h !== 0) add(bends, ix, h * (1.1283791670955126 * s0));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-(2 * x.data) * s0 * 1.1283791670955126));
    }
  },
};

/** Complementary error function, 1 − erf x, accurate in the tail. */
export const erfcSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (-1.1283791670955126 * exp(-square(x.data)));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = exp(-square(x.data));
    if (g !== 0) add(adjoints, ix, g * (-1.1283791670955126 * s0));
    if (h !== 0) add(bends, ix, h * (-1.1283791670955126 * s0));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-(2 * x.data) * s0 * -1.1283791670955126));
    }
  },
};

/** Absolute value, |x|; its slope at 0 is 0. */
export const absSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * sign(x.data);
    return d;
  },
  pullback(out: Unary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * sign(x.data));
    if (h !== 0) add(bends, ix, h * sign(x.data));
  },
};

/** The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const minSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    d += dx * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0));
    d += dy * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0));
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    add(adjoints, ix, g * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0)));
    add(bends, ix, h * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0)));
    add(adjoints, iy, g * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0)));
    add(bends, iy, h * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0)));
  },
};

/** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
export const maxSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    d += dx * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0));
    d += dy * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0));
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    add(adjoints, ix, g * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0)));
    add(bends, ix, h * ((x.data > y.data ? 1 : 0) + 0.5 * (x.data === y.data ? 1 : 0)));
    add(adjoints, iy, g * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0)));
    add(bends, iy, h * ((y.data > x.data ? 1 : 0) + 0.5 * (y.data === x.data ? 1 : 0)));
  },
};

/** Sign: −1, 0 or 1; flat. */
export const signSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** 1 where x > y, else 0; flat. */
export const greaterSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** 1 where x equals y, else 0; flat. */
export const equalSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** y where the condition x is not 0, else z. */
export const whereSecond: SecondOrder = {
  pushforward(out: Ternary, { first, tangents }) {
    let d = 0;
    const [x, y, z] = out.x;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const iz = z.mark - first;
    const dz = tangents[iz] as number;
    d += dy * (x.data !== 0 ? 1 : 0);
    d += dz * (x.data !== 0 ? 0 : 1);
    return d;
  },
  pullback(out: Ternary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const [x, y, z] = out.x;
    const iy = y.mark - first;
    const iz = z.mark - first;
    add(adjoints, iy, g * (x.data !== 0 ? 1 : 0));
    add(bends, iy, h * (x.data !== 0 ? 1 : 0));
    add(adjoints, iz, g * (x.data !== 0 ? 0 : 1));
    add(bends, iz, h * (x.data !== 0 ? 0 : 1));
  },
};
