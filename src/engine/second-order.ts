// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { ops } from "../ops/index.js";
import type { Binary, List, Lists, Quaternary, Ternary, Unary } from "./rules.js";
import type { SecondOrder } from "./sweep.js";
import type { Value } from "./value.js";

const reciprocal = ops.reciprocal.num;
const square = ops.square.num;
const powDerivative = ops.powDerivative.num;
const rsqrt = ops.rsqrt.num;
const cbrtSlope = ops.cbrtSlope.num;
const direction = ops.direction.num;
const hypot = ops.hypot.num;
const exp = ops.exp.num;
const max = ops.max.num;
const abs = ops.abs.num;
const log = ops.log.num;
const cos = ops.cos.num;
const sin = ops.sin.num;
const oneMinusSquare = ops.oneMinusSquare.num;
const inversion = ops.inversion.num;
const differenceOfSquares = ops.differenceOfSquares.num;
const cosh = ops.cosh.num;
const sinh = ops.sinh.num;
const sechSquared = ops.sechSquared.num;
const tanh = ops.tanh.num;
const gauss = ops.gauss.num;
const min = ops.min.num;
const share = ops.share.num;
const normalPdf = ops.normalPdf.num;
const step = ops.step.num;
const expm1 = ops.expm1.num;
const sigmoid = ops.sigmoid.num;
const siluSlope = ops.siluSlope.num;
const geluSlope = ops.geluSlope.num;
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
    if (dx !== 0) d += dx * powDerivative(x.data, y.data, 1, 0);
    if (dy !== 0) d += dy * powDerivative(x.data, y.data, 0, 1);
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
    if (g !== 0) add(adjoints, ix, g * powDerivative(x.data, y.data, 1, 0));
    if (h !== 0) add(bends, ix, h * powDerivative(x.data, y.data, 1, 0));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * powDerivative(x.data, y.data, 1 + 1, 0));
      if (dy !== 0) add(bends, ix, dy * g * powDerivative(x.data, y.data, 1, 0 + 1));
    }
    if (g !== 0) add(adjoints, iy, g * powDerivative(x.data, y.data, 0, 1));
    if (h !== 0) add(bends, iy, h * powDerivative(x.data, y.data, 0, 1));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * powDerivative(x.data, y.data, 0 + 1, 1));
      if (dy !== 0) add(bends, iy, dy * g * powDerivative(x.data, y.data, 0, 1 + 1));
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
    if (dx !== 0) d += dx * (0.5 * rsqrt(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = rsqrt(x.data);
    if (g !== 0) add(adjoints, ix, g * (0.5 * s0));
    if (h !== 0) add(bends, ix, h * (0.5 * s0));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-((0.5 * s0) / x.data) * 0.5));
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
    if (dx !== 0) d += dx * cbrtSlope(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = cbrtSlope(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * ((-0.6666666666666666 * s0) / x.data));
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
    if (dx !== 0) d += dx * direction(x.data, y.data);
    if (dy !== 0) d += dy * direction(y.data, x.data);
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
    const s0 = direction(x.data, y.data);
    const s1 = direction(y.data, x.data);
    const s2 = direction(y.data, x.data);
    const s3 = hypot(x.data, y.data);
    const s4 = hypot(x.data, y.data);
    const s5 = hypot(y.data, x.data);
    const s6 = direction(x.data, y.data);
    const s7 = hypot(y.data, x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * ((s2 / (s3 === 0 ? 1 : s3)) * s2));
      if (dy !== 0) add(bends, ix, dy * g * -((direction(y.data, x.data) / (s4 === 0 ? 1 : s4)) * s0));
    }
    if (g !== 0) add(adjoints, iy, g * s1);
    if (h !== 0) add(bends, iy, h * s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -((direction(x.data, y.data) / (s5 === 0 ? 1 : s5)) * s1));
      if (dy !== 0) add(bends, iy, dy * g * ((s6 / (s7 === 0 ? 1 : s7)) * s6));
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
    if (dx !== 0) d += dx * (1.4426950408889634 / x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 1.4426950408889634 / x.data;
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(s0 / x.data));
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
    if (dx !== 0) d += dx * (0.4342944819032518 / x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 0.4342944819032518 / x.data;
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(s0 / x.data));
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

/** Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size. */
export const crossEntropySecond: SecondOrder = {
  pushforward(out: Lists, { first, tangents }) {
    let d = 0;
    const { x: xs, y: ys } = out;
    let top = -Infinity;
    for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
    const shift = abs(top) === Infinity ? 0 : top;
    let ties = 0;
    for (let i = 0; i < xs.length; i++) ties = ties + ((xs[i] as Value).data === shift ? 1 : 0);
    let rest = 0;
    const rests: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = exp((xs[i] as Value).data - shift) - ((xs[i] as Value).data === shift ? 1 : 0);
      rest = rest + term;
      rests.push(term);
    }
    let weight = 0;
    for (let i = 0; i < xs.length; i++) weight = weight + (ys[i] as Value).data;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const y = ys[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      const s0 = rest + (ties - 1);
      const s1 = 1 + s0;
      if (dx !== 0)
        d +=
          dx *
          ((weight * ((rests[i] as number) + (x.data === shift ? 1 : 0)) - y.data * ties - y.data * rest) /
            (ties + rest));
      if (dy !== 0) d += dy * (log(s1) + (s0 - (s1 - 1)) / s1 + (shift - x.data));
    }
    return d;
  },
  pullback(out: Lists, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs, y: ys } = out;
    let top = -Infinity;
    for (let i = 0; i < xs.length; i++) top = max(top, (xs[i] as Value).data);
    const shift = abs(top) === Infinity ? 0 : top;
    let ties = 0;
    for (let i = 0; i < xs.length; i++) ties = ties + ((xs[i] as Value).data === shift ? 1 : 0);
    let rest = 0;
    const rests: number[] = [];
    let drest = 0;
    for (let i = 0; i < xs.length; i++) {
      const term = exp((xs[i] as Value).data - shift) - ((xs[i] as Value).data === shift ? 1 : 0);
      rest = rest + term;
      rests.push(term);
      const x = xs[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const y = ys[i] as Value;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      if (dx !== 0 || dy !== 0) drest += dx * exp(x.data - shift);
    }
    let weight = 0;
    let dweight = 0;
    for (let i = 0; i < xs.length; i++) {
      weight = weight + (ys[i] as Value).data;
      const x = xs[i] as Value;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const y = ys[i] as Value;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      if (dx !== 0 || dy !== 0) dweight += dy;
    }

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as Value;
      const y = ys[i] as Value;
      const ix = x.mark - first;
      const iy = y.mark - first;
      const dx = tangents[ix] as number;
      const dy = tangents[iy] as number;
      const s0 = exp(x.data - shift);
      const s1 = (rests[i] as number) + (x.data === shift ? 1 : 0);
      const s2 = ties + rest;
      const s3 = (weight * s1 - y.data * ties - y.data * rest) / s2;
      const s4 = rest + (ties - 1);
      const s5 = 1 + s4;
      const s6 = (s4 - (s5 - 1)) / s5;
      if (g !== 0) add(adjoints, ix, g * s3);
      if (h !== 0) add(bends, ix, h * s3);
      if (g !== 0) {
        if (dx !== 0) add(bends, ix, dx * g * (s0 * weight * reciprocal(s2)));
        if (dy !== 0) add(bends, ix, dy * g * ((-ties + -rest) * reciprocal(s2)));
        if (drest !== 0) add(bends, ix, drest * g * (-y.data * reciprocal(s2) + -(s3 / s2)));
        if (dweight !== 0) add(bends, ix, dweight * g * (s1 * reciprocal(s2)));
      }
      if (g !== 0) add(adjoints, iy, g * (log(s5) + s6 + (shift - x.data)));
      if (h !== 0) add(bends, iy, h * (log(s5) + s6 + (shift - x.data)));
      if (g !== 0) {
        if (dx !== 0) add(bends, iy, dx * -g);
        if (drest !== 0)
          add(bends, iy, drest * g * (reciprocal(s5) + ((1 + -1) * reciprocal(s5) + -(s6 / s5))));
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
    if (dx !== 0) d += dx * rsqrt(oneMinusSquare(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = oneMinusSquare(x.data);
    const s1 = rsqrt(s0);
    if (g !== 0) add(adjoints, ix, g * s1);
    if (h !== 0) add(bends, ix, h * s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(2 * x.data) * ((0.5 * s1) / s0)));
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
    if (dx !== 0) d += dx * -rsqrt(oneMinusSquare(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = oneMinusSquare(x.data);
    const s1 = rsqrt(s0);
    if (g !== 0) add(adjoints, ix, g * -s1);
    if (h !== 0) add(bends, ix, h * -s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(-(2 * x.data) * ((0.5 * s1) / s0))));
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
    if (dx !== 0) d += dx * inversion(1, x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = inversion(1, x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2 * s0 * inversion(x.data, 1)));
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
    if (dx !== 0) d += dx * inversion(y.data, x.data);
    if (dy !== 0) d += dy * -inversion(x.data, y.data);
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
    const s0 = inversion(y.data, x.data);
    const s1 = inversion(x.data, y.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2 * s0 * inversion(x.data, y.data)));
      if (dy !== 0) add(bends, ix, dy * g * differenceOfSquares(inversion(x.data, y.data), s0));
    }
    if (g !== 0) add(adjoints, iy, g * -s1);
    if (h !== 0) add(bends, iy, h * -s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -differenceOfSquares(inversion(y.data, x.data), s1));
      if (dy !== 0) add(bends, iy, dy * g * -(-(2 * s1 * inversion(y.data, x.data))));
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
    if (dx !== 0) d += dx * sechSquared(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = sechSquared(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-2 * s0 * tanh(x.data)));
    }
  },
};

/** Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh. */
export const sechSquaredSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (-2 * out.data * tanh(x.data));
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
    const s0 = -2 * out.data;
    const s1 = tanh(x.data);
    if (g !== 0) add(adjoints, ix, g * (s0 * s1));
    if (h !== 0) add(bends, ix, h * (s0 * s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (sechSquared(x.data) * s0));
      if (dout !== 0) add(bends, ix, dout * g * (-2 * s1));
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
    if (dx !== 0) d += dx * direction(1, x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = direction(1, x.data);
    const s1 = hypot(1, x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -((direction(x.data, 1) / (s1 === 0 ? 1 : s1)) * s0));
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
    if (dx !== 0) d += dx * (rsqrt(x.data - 1) * rsqrt(x.data + 1));
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
    const s1 = rsqrt(s0);
    const s2 = x.data + 1;
    const s3 = rsqrt(s2);
    if (g !== 0) add(adjoints, ix, g * (s1 * s3));
    if (h !== 0) add(bends, ix, h * (s1 * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-((0.5 * s1) / s0) * s3 + -((0.5 * s3) / s2) * s1));
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
    if (dx !== 0) d += dx * reciprocal(oneMinusSquare(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocal(oneMinusSquare(x.data));
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(2 * x.data) * square(s0)));
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
    if (dx !== 0) d += dx * (1.1283791670955126 * gauss(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = gauss(x.data);
    if (g !== 0) add(adjoints, ix, g * (1.1283791670955126 * s0));
    if (h !== 0) add(bends, ix, h * (1.1283791670955126 * s0));
    if (g !== 0) {
      if (dx !== 0)
        add(bends, ix, dx * g * (max(min(x.data, 4294967296), -4294967296) * s0 * -2 * 1.1283791670955126));
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
    if (dx !== 0) d += dx * (-1.1283791670955126 * gauss(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = gauss(x.data);
    if (g !== 0) add(adjoints, ix, g * (-1.1283791670955126 * s0));
    if (h !== 0) add(bends, ix, h * (-1.1283791670955126 * s0));
    if (g !== 0) {
      if (dx !== 0)
        add(bends, ix, dx * g * (max(min(x.data, 4294967296), -4294967296) * s0 * -2 * -1.1283791670955126));
    }
  },
};

/** Gaussian function, exp(−x²). */
export const gaussSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (max(min(x.data, 4294967296), -4294967296) * out.data * -2);
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
    const s0 = min(x.data, 4294967296);
    const s1 = max(s0, -4294967296);
    if (g !== 0) add(adjoints, ix, g * (s1 * out.data * -2));
    if (h !== 0) add(bends, ix, h * (s1 * out.data * -2));
    if (g !== 0) {
      if (dx !== 0)
        add(bends, ix, dx * g * (share(4294967296, x.data) * share(s0, -4294967296) * out.data * -2));
      if (dout !== 0) add(bends, ix, dout * g * (s1 * -2));
    }
  },
};

/** Density of the normal distribution, exp(−x²/2) / √(2π). */
export const normalPdfSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -(max(min(x.data, 4294967296), -4294967296) * out.data);
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
    const s0 = min(x.data, 4294967296);
    const s1 = max(s0, -4294967296);
    if (g !== 0) add(adjoints, ix, g * -(s1 * out.data));
    if (h !== 0) add(bends, ix, h * -(s1 * out.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(share(4294967296, x.data) * share(s0, -4294967296) * out.data));
      if (dout !== 0) add(bends, ix, dout * g * -s1);
    }
  },
};

/** Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail. */
export const normalCdfSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * normalPdf(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdf(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(max(min(x.data, 4294967296), -4294967296) * s0));
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
    if (dx !== 0) d += dx * step(x.data);
    return d;
  },
  pullback(out: Unary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * step(x.data));
    if (h !== 0) add(bends, ix, h * step(x.data));
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
    if (dx !== 0) d += dx * (x.data > 0 ? 1 : slope.data * (1 - step(x.data)));
    if (dslope !== 0) d += dslope * (x.data > 0 ? 0 : x.data * (1 - step(x.data)));
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
    const s1 = 1 - step(x.data);
    const s2 = x.data > 0 ? 1 : 0;
    const s3 = 1 - step(x.data);
    if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? 1 : slope.data * s1));
    if (h !== 0) add(bends, ix, h * (s0 !== 0 ? 1 : slope.data * s1));
    if (g !== 0) {
      if (dslope !== 0) add(bends, ix, dslope * g * (s0 !== 0 ? 0 : s1));
    }
    if (g !== 0) add(adjoints, islope, g * (s2 !== 0 ? 0 : x.data * s3));
    if (h !== 0) add(bends, islope, h * (s2 !== 0 ? 0 : x.data * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, islope, dx * g * (s2 !== 0 ? 0 : s3));
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
    if (dx !== 0) d += dx * (x.data > 0 ? 1 : alpha.data * exp(x.data > 0 ? 0 : x.data * (1 - step(x.data))));
    if (dalpha !== 0) d += dalpha * expm1(x.data > 0 ? 0 : x.data * (1 - step(x.data)));
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
    const s1 = x.data > 0 ? 1 : 0;
    const s2 = 1 - step(x.data);
    const s3 = exp(s1 !== 0 ? 0 : x.data * s2);
    const s4 = x.data > 0 ? 1 : 0;
    const s5 = 1 - step(x.data);
    const s6 = s4 !== 0 ? 0 : x.data * s5;
    if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? 1 : alpha.data * s3));
    if (h !== 0) add(bends, ix, h * (s0 !== 0 ? 1 : alpha.data * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s0 !== 0 ? 0 : (s1 !== 0 ? 0 : s2) * s3 * alpha.data));
      if (dalpha !== 0) add(bends, ix, dalpha * g * (s0 !== 0 ? 0 : s3));
    }
    if (g !== 0) add(adjoints, ialpha, g * expm1(s6));
    if (h !== 0) add(bends, ialpha, h * expm1(s6));
    if (g !== 0) {
      if (dx !== 0) add(bends, ialpha, dx * g * ((s4 !== 0 ? 0 : s5) * exp(s6)));
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
    if (g !== 0) add(adjoints, ix, g * sigmoid(x.data));
    if (h !== 0) add(bends, ix, h * sigmoid(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (0.25 * sechSquared(0.5 * x.data)));
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
    if (dx !== 0) d += dx * (0.25 * sechSquared(0.5 * x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 0.5 * x.data;
    const s1 = sechSquared(s0);
    if (g !== 0) add(adjoints, ix, g * (0.25 * s1));
    if (h !== 0) add(bends, ix, h * (0.25 * s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (0.5 * (-2 * s1 * tanh(s0)) * 0.25));
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
    if (dx !== 0) d += dx * siluSlope(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 0.5 * x.data;
    if (g !== 0) add(adjoints, ix, g * siluSlope(x.data));
    if (h !== 0) add(bends, ix, h * siluSlope(x.data));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx * g * (0.25 * sechSquared(s0) * (2 - max(min(x.data, 4294967296), -4294967296) * tanh(s0))),
        );
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
    if (dx !== 0) d += dx * geluSlope(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdf(x.data);
    const s1 = max(min(x.data, 4294967296), -4294967296);
    if (g !== 0) add(adjoints, ix, g * geluSlope(x.data));
    if (h !== 0) add(bends, ix, h * geluSlope(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (2 * s0 - s1 * (s1 * s0)));
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
    if (dx !== 0) d += dx * share(y.data, x.data);
    if (dy !== 0) d += dy * share(x.data, y.data);
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    if (g !== 0) add(adjoints, ix, g * share(y.data, x.data));
    if (h !== 0) add(bends, ix, h * share(y.data, x.data));
    if (g !== 0) add(adjoints, iy, g * share(x.data, y.data));
    if (h !== 0) add(bends, iy, h * share(x.data, y.data));
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
    if (dx !== 0) d += dx * share(x.data, y.data);
    if (dy !== 0) d += dy * share(y.data, x.data);
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    if (g !== 0) add(adjoints, ix, g * share(x.data, y.data));
    if (h !== 0) add(bends, ix, h * share(x.data, y.data));
    if (g !== 0) add(adjoints, iy, g * share(y.data, x.data));
    if (h !== 0) add(bends, iy, h * share(y.data, x.data));
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

/** Cosine of the angle at the origin of the point with abscissa x and ordinate y, x / √(x² + y²); 0 at the origin. */
export const directionSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = direction(y.data, x.data);
    const s1 = hypot(x.data, y.data);
    const s2 = s0 / (s1 === 0 ? 1 : s1);
    if (dx !== 0) d += dx * (s2 * s0);
    if (dy !== 0) d += dy * -(s2 * out.data);
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
    const s0 = direction(y.data, x.data);
    const s1 = hypot(x.data, y.data);
    const s2 = s1 === 0 ? 1 : 0;
    const s3 = s2 !== 0 ? 1 : s1;
    const s4 = s0 / s3;
    const s5 = hypot(y.data, x.data);
    const s6 = -((direction(x.data, y.data) / (s5 === 0 ? 1 : s5)) * s0);
    const s7 = direction(x.data, y.data);
    const s8 = hypot(y.data, x.data);
    const s9 = (s7 / (s8 === 0 ? 1 : s8)) * s7;
    const s10 = hypot(y.data, x.data);
    const s11 = direction(x.data, y.data);
    const s12 = hypot(y.data, x.data);
    if (g !== 0) add(adjoints, ix, g * (s4 * s0));
    if (h !== 0) add(bends, ix, h * (s4 * s0));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx *
            g *
            ((s6 * reciprocal(s3) + -((s2 !== 0 ? 0 : direction(x.data, y.data)) * (s4 / s3))) * s0 +
              s6 * s4),
        );
      if (dy !== 0)
        add(
          bends,
          ix,
          dy *
            g *
            ((s9 * reciprocal(s3) + -((s2 !== 0 ? 0 : direction(y.data, x.data)) * (s4 / s3))) * s0 +
              s9 * s4),
        );
    }
    if (g !== 0) add(adjoints, iy, g * -(s4 * out.data));
    if (h !== 0) add(bends, iy, h * -(s4 * out.data));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          iy,
          dx *
            g *
            -(
              (-((direction(x.data, y.data) / (s10 === 0 ? 1 : s10)) * s0) * reciprocal(s3) +
                -((s2 !== 0 ? 0 : direction(x.data, y.data)) * (s4 / s3))) *
              out.data
            ),
        );
      if (dy !== 0)
        add(
          bends,
          iy,
          dy *
            g *
            -(
              ((s11 / (s12 === 0 ? 1 : s12)) * s11 * reciprocal(s3) +
                -((s2 !== 0 ? 0 : direction(y.data, x.data)) * (s4 / s3))) *
              out.data
            ),
        );
      if (dout !== 0) add(bends, iy, dout * g * -s4);
    }
  },
};

/** First coordinate of the point (x, y) inverted in the unit circle, x / (x² + y²). */
export const inversionSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = inversion(y.data, x.data);
    if (dx !== 0) d += dx * differenceOfSquares(s0, out.data);
    if (dy !== 0) d += dy * -(2 * out.data * s0);
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
    const s0 = inversion(y.data, x.data);
    const s1 = 2 * out.data;
    if (g !== 0) add(adjoints, ix, g * differenceOfSquares(s0, out.data));
    if (h !== 0) add(bends, ix, h * differenceOfSquares(s0, out.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-(2 * s0 * inversion(x.data, y.data)) * (2 * s0)));
      if (dy !== 0) add(bends, ix, dy * g * (differenceOfSquares(inversion(x.data, y.data), s0) * (2 * s0)));
      if (dout !== 0) add(bends, ix, dout * g * -(2 * out.data));
    }
    if (g !== 0) add(adjoints, iy, g * -(s1 * s0));
    if (h !== 0) add(bends, iy, h * -(s1 * s0));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -(-(2 * s0 * inversion(x.data, y.data)) * s1));
      if (dy !== 0) add(bends, iy, dy * g * -(differenceOfSquares(inversion(x.data, y.data), s0) * s1));
      if (dout !== 0) add(bends, iy, dout * g * -(2 * s0));
    }
  },
};

/** x² − y² as (x − y)(x + y), with all its digits where x and y are close. */
export const differenceOfSquaresSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * (2 * x.data);
    if (dy !== 0) d += dy * -(2 * y.data);
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
    if (g !== 0) add(adjoints, ix, g * (2 * x.data));
    if (h !== 0) add(bends, ix, h * (2 * x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * 2);
    }
    if (g !== 0) add(adjoints, iy, g * -(2 * y.data));
    if (h !== 0) add(bends, iy, h * -(2 * y.data));
    if (g !== 0) {
      if (dy !== 0) add(bends, iy, dy * g * -2);
    }
  },
};

/** 1 − x², with all its digits near ±1. */
export const oneMinusSquareSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -(2 * x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * -(2 * x.data));
    if (h !== 0) add(bends, ix, h * -(2 * x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -2);
    }
  },
};

/** Reciprocal of the square root, 1 / √x. */
export const rsqrtSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -((0.5 * out.data) / x.data);
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
    const s0 = (0.5 * out.data) / x.data;
    if (g !== 0) add(adjoints, ix, g * -s0);
    if (h !== 0) add(bends, ix, h * -s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(s0 / x.data)));
      if (dout !== 0) add(bends, ix, dout * g * -(0.5 * reciprocal(x.data)));
    }
  },
};

/** Slope of the cube root, 1 / (3 ∛x²). */
export const cbrtSlopeSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * ((-0.6666666666666666 * out.data) / x.data);
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
    const s0 = (-0.6666666666666666 * out.data) / x.data;
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(s0 / x.data));
      if (dout !== 0) add(bends, ix, dout * g * (-0.6666666666666666 * reciprocal(x.data)));
    }
  },
};

/** Slope of silu, s(x) (1 + x s(−x)) with the sigmoid s. */
export const siluSlopeSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 0.5 * x.data;
    if (dx !== 0)
      d += dx * (0.25 * sechSquared(s0) * (2 - max(min(x.data, 4294967296), -4294967296) * tanh(s0)));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 0.5 * x.data;
    const s1 = sechSquared(s0);
    const s2 = 0.25 * s1;
    const s3 = min(x.data, 4294967296);
    const s4 = max(s3, -4294967296);
    const s5 = tanh(s0);
    const s6 = 2 - s4 * s5;
    if (g !== 0) add(adjoints, ix, g * (s2 * s6));
    if (h !== 0) add(bends, ix, h * (s2 * s6));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx *
            g *
            (0.5 * (-2 * s1 * tanh(s0)) * 0.25 * s6 +
              -(share(4294967296, x.data) * share(s3, -4294967296) * s5 + 0.5 * sechSquared(s0) * s4) * s2),
        );
    }
  },
};

/** Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution. */
export const geluSlopeSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdf(x.data);
    const s1 = max(min(x.data, 4294967296), -4294967296);
    if (dx !== 0) d += dx * (2 * s0 - s1 * (s1 * s0));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdf(x.data);
    const s1 = min(x.data, 4294967296);
    const s2 = max(s1, -4294967296);
    const s3 = s2 * s0;
    const s4 = -(max(min(x.data, 4294967296), -4294967296) * s0);
    const s5 = share(4294967296, x.data) * share(s1, -4294967296);
    if (g !== 0) add(adjoints, ix, g * (2 * s0 - s2 * s3));
    if (h !== 0) add(bends, ix, h * (2 * s0 - s2 * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s4 * 2 + -(s5 * s3 + (s5 * s0 + s4 * s2) * s2)));
    }
  },
};

/** Derivative of x^y taken k times by x and n times by y; k and n count and have no derivative. */
export const powDerivativeSecond: SecondOrder = {
  pushforward(out: Quaternary, { first, tangents }) {
    let d = 0;
    const [x, y, k, n] = out.x;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * powDerivative(x.data, y.data, k.data + 1, n.data);
    if (dy !== 0) d += dy * powDerivative(x.data, y.data, k.data, n.data + 1);
    return d;
  },
  pullback(out: Quaternary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const [x, y, k, n] = out.x;
    const ix = x.mark - first;
    const iy = y.mark - first;
    const dx = tangents[ix] as number;
    const dy = tangents[iy] as number;
    const s0 = k.data + 1;
    const s1 = n.data + 1;
    if (g !== 0) add(adjoints, ix, g * powDerivative(x.data, y.data, s0, n.data));
    if (h !== 0) add(bends, ix, h * powDerivative(x.data, y.data, s0, n.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * powDerivative(x.data, y.data, s0 + 1, n.data));
      if (dy !== 0) add(bends, ix, dy * g * powDerivative(x.data, y.data, s0, n.data + 1));
    }
    if (g !== 0) add(adjoints, iy, g * powDerivative(x.data, y.data, k.data, s1));
    if (h !== 0) add(bends, iy, h * powDerivative(x.data, y.data, k.data, s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * powDerivative(x.data, y.data, k.data + 1, s1));
      if (dy !== 0) add(bends, iy, dy * g * powDerivative(x.data, y.data, k.data, s1 + 1));
    }
  },
};

/** 1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat. */
export const stepSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat. */
export const shareSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };
