// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { listOps, ops, totalOps, type Op } from "../../ops/index.js";
import type { GraphNode, SecondOrder } from "../rule.js";
import type { Binary, List, Lists, Quaternary, Ternary, Unary } from "./rules.js";

const reciprocalNum = ops.reciprocal.num;
const squareNum = ops.square.num;
const powDerivativeNum = ops.powDerivative.num;
const rsqrtNum = ops.rsqrt.num;
const cbrtSlopeNum = ops.cbrtSlope.num;
const directionNum = ops.direction.num;
const hypotNum = ops.hypot.num;
const expNum = ops.exp.num;
const cosNum = ops.cos.num;
const sinNum = ops.sin.num;
const oneMinusSquareNum = ops.oneMinusSquare.num;
const inversionNum = ops.inversion.num;
const differenceOfSquaresNum = ops.differenceOfSquares.num;
const coshNum = ops.cosh.num;
const sinhNum = ops.sinh.num;
const sechSquaredNum = ops.sechSquared.num;
const tanhNum = ops.tanh.num;
const gaussNum = ops.gauss.num;
const minNum = ops.min.num;
const maxNum = ops.max.num;
const shareNum = ops.share.num;
const normalPdfNum = ops.normalPdf.num;
const stepNum = ops.step.num;
const expm1Num = ops.expm1.num;
const sigmoidNum = ops.sigmoid.num;
const siluSlopeNum = ops.siluSlope.num;
const geluSlopeNum = ops.geluSlope.num;
const signNum = ops.sign.num;
const absNum = ops.abs.num;
const logNum = ops.log.num;

const add = (totals: Float64Array, i: number, term: number): void => {
  totals[i] = (totals[i] as number) + term;
};

/** Negation, −x. */
const negSecond: SecondOrder = {
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
const addSecond: SecondOrder = {
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
const subSecond: SecondOrder = {
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
const mulSecond: SecondOrder = {
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
const divSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * reciprocalNum(y.data);
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
    const s0 = reciprocalNum(y.data);
    const s1 = out.data / y.data;
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dy !== 0) add(bends, ix, dy * g * -squareNum(s0));
    }
    if (g !== 0) add(adjoints, iy, g * -s1);
    if (h !== 0) add(bends, iy, h * -s1);
    if (g !== 0) {
      if (dy !== 0) add(bends, iy, dy * g * -(-(s1 / y.data)));
      if (dout !== 0) add(bends, iy, dout * g * -reciprocalNum(y.data));
    }
  },
};

/** Reciprocal, 1 / x. */
const reciprocalSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -squareNum(out.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * -squareNum(out.data));
    if (h !== 0) add(bends, ix, h * -squareNum(out.data));
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * -(2 * out.data));
    }
  },
};

/** Power, x^y. */
const powSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * powDerivativeNum(x.data, y.data, 1, 0);
    if (dy !== 0) d += dy * powDerivativeNum(x.data, y.data, 0, 1);
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
    if (g !== 0) add(adjoints, ix, g * powDerivativeNum(x.data, y.data, 1, 0));
    if (h !== 0) add(bends, ix, h * powDerivativeNum(x.data, y.data, 1, 0));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * powDerivativeNum(x.data, y.data, 1 + 1, 0));
      if (dy !== 0) add(bends, ix, dy * g * powDerivativeNum(x.data, y.data, 1, 0 + 1));
    }
    if (g !== 0) add(adjoints, iy, g * powDerivativeNum(x.data, y.data, 0, 1));
    if (h !== 0) add(bends, iy, h * powDerivativeNum(x.data, y.data, 0, 1));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * powDerivativeNum(x.data, y.data, 0 + 1, 1));
      if (dy !== 0) add(bends, iy, dy * g * powDerivativeNum(x.data, y.data, 0, 1 + 1));
    }
  },
};

/** Square, x². */
const squareSecond: SecondOrder = {
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
const sqrtSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (0.5 * rsqrtNum(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = rsqrtNum(x.data);
    if (g !== 0) add(adjoints, ix, g * (0.5 * s0));
    if (h !== 0) add(bends, ix, h * (0.5 * s0));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-((0.5 * s0) / x.data) * 0.5));
    }
  },
};

/** Cube root, ∛x, for negative x too; its slope at 0 is +∞. */
const cbrtSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * cbrtSlopeNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = cbrtSlopeNum(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * ((-0.6666666666666666 * s0) / x.data));
    }
  },
};

/** Length of the hypotenuse, √(x² + y²), without overflow. */
const hypotSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * directionNum(x.data, y.data);
    if (dy !== 0) d += dy * directionNum(y.data, x.data);
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
    const s0 = directionNum(x.data, y.data);
    const s1 = directionNum(y.data, x.data);
    const s2 = directionNum(y.data, x.data);
    const s3 = hypotNum(x.data, y.data);
    const s4 = hypotNum(x.data, y.data);
    const s5 = hypotNum(y.data, x.data);
    const s6 = directionNum(x.data, y.data);
    const s7 = hypotNum(y.data, x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * ((s2 / (s3 === 0 ? 1 : s3)) * s2));
      if (dy !== 0) add(bends, ix, dy * g * -((directionNum(y.data, x.data) / (s4 === 0 ? 1 : s4)) * s0));
    }
    if (g !== 0) add(adjoints, iy, g * s1);
    if (h !== 0) add(bends, iy, h * s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -((directionNum(x.data, y.data) / (s5 === 0 ? 1 : s5)) * s1));
      if (dy !== 0) add(bends, iy, dy * g * ((s6 / (s7 === 0 ? 1 : s7)) * s6));
    }
  },
};

/** Exponential, eˣ. */
const expSecond: SecondOrder = {
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
const expm1Second: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * expNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = expNum(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * s0);
    }
  },
};

/** Natural logarithm, ln x. */
const logSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocalNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocalNum(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -squareNum(s0));
    }
  },
};

/** ln(1 + x), exact near 0. */
const log1pSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocalNum(1 + x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocalNum(1 + x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -squareNum(s0));
    }
  },
};

/** Logarithm to base 2. */
const log2Second: SecondOrder = {
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
const log10Second: SecondOrder = {
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

/** Sine. */
const sinSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * cosNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * cosNum(x.data));
    if (h !== 0) add(bends, ix, h * cosNum(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -sinNum(x.data));
    }
  },
};

/** Cosine. */
const cosSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -sinNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * -sinNum(x.data));
    if (h !== 0) add(bends, ix, h * -sinNum(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -cosNum(x.data));
    }
  },
};

/** Tangent. */
const tanSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (1 + squareNum(out.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * (1 + squareNum(out.data)));
    if (h !== 0) add(bends, ix, h * (1 + squareNum(out.data)));
    if (g !== 0) {
      if (dout !== 0) add(bends, ix, dout * g * (2 * out.data));
    }
  },
};

/** Arc sine, on [−1, 1]. */
const asinSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * rsqrtNum(oneMinusSquareNum(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = oneMinusSquareNum(x.data);
    const s1 = rsqrtNum(s0);
    if (g !== 0) add(adjoints, ix, g * s1);
    if (h !== 0) add(bends, ix, h * s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(2 * x.data) * ((0.5 * s1) / s0)));
    }
  },
};

/** Arc cosine, on [−1, 1]. */
const acosSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -rsqrtNum(oneMinusSquareNum(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = oneMinusSquareNum(x.data);
    const s1 = rsqrtNum(s0);
    if (g !== 0) add(adjoints, ix, g * -s1);
    if (h !== 0) add(bends, ix, h * -s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(-(2 * x.data) * ((0.5 * s1) / s0))));
    }
  },
};

/** Arc tangent. */
const atanSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * inversionNum(1, x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = inversionNum(1, x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2 * s0 * inversionNum(x.data, 1)));
    }
  },
};

/** Angle of the point with ordinate x and abscissa y, in (−π, π]. */
const atan2Second: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * inversionNum(y.data, x.data);
    if (dy !== 0) d += dy * -inversionNum(x.data, y.data);
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
    const s0 = inversionNum(y.data, x.data);
    const s1 = inversionNum(x.data, y.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(2 * s0 * inversionNum(x.data, y.data)));
      if (dy !== 0) add(bends, ix, dy * g * differenceOfSquaresNum(inversionNum(x.data, y.data), s0));
    }
    if (g !== 0) add(adjoints, iy, g * -s1);
    if (h !== 0) add(bends, iy, h * -s1);
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -differenceOfSquaresNum(inversionNum(y.data, x.data), s1));
      if (dy !== 0) add(bends, iy, dy * g * -(-(2 * s1 * inversionNum(y.data, x.data))));
    }
  },
};

/** Hyperbolic sine. */
const sinhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * coshNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * coshNum(x.data));
    if (h !== 0) add(bends, ix, h * coshNum(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * sinhNum(x.data));
    }
  },
};

/** Hyperbolic cosine. */
const coshSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * sinhNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * sinhNum(x.data));
    if (h !== 0) add(bends, ix, h * sinhNum(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * coshNum(x.data));
    }
  },
};

/** Hyperbolic tangent. */
const tanhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * sechSquaredNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = sechSquaredNum(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-2 * s0 * tanhNum(x.data)));
    }
  },
};

/** Square of the hyperbolic secant, 1 / cosh² x: the slope of tanh. */
const sechSquaredSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (-2 * out.data * tanhNum(x.data));
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
    const s1 = tanhNum(x.data);
    if (g !== 0) add(adjoints, ix, g * (s0 * s1));
    if (h !== 0) add(bends, ix, h * (s0 * s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (sechSquaredNum(x.data) * s0));
      if (dout !== 0) add(bends, ix, dout * g * (-2 * s1));
    }
  },
};

/** Inverse hyperbolic sine. */
const asinhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * directionNum(1, x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = directionNum(1, x.data);
    const s1 = hypotNum(1, x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -((directionNum(x.data, 1) / (s1 === 0 ? 1 : s1)) * s0));
    }
  },
};

/** Inverse hyperbolic cosine, on [1, ∞). */
const acoshSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (rsqrtNum(x.data - 1) * rsqrtNum(x.data + 1));
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
    const s1 = rsqrtNum(s0);
    const s2 = x.data + 1;
    const s3 = rsqrtNum(s2);
    if (g !== 0) add(adjoints, ix, g * (s1 * s3));
    if (h !== 0) add(bends, ix, h * (s1 * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-((0.5 * s1) / s0) * s3 + -((0.5 * s3) / s2) * s1));
    }
  },
};

/** Inverse hyperbolic tangent, on (−1, 1). */
const atanhSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * reciprocalNum(oneMinusSquareNum(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = reciprocalNum(oneMinusSquareNum(x.data));
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(-(2 * x.data) * squareNum(s0)));
    }
  },
};

/** Error function, 2/√π ∫₀ˣ exp(−t²) dt. */
const erfSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (1.1283791670955126 * gaussNum(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = gaussNum(x.data);
    if (g !== 0) add(adjoints, ix, g * (1.1283791670955126 * s0));
    if (h !== 0) add(bends, ix, h * (1.1283791670955126 * s0));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx * g * (maxNum(minNum(x.data, 4294967296), -4294967296) * s0 * -2 * 1.1283791670955126),
        );
    }
  },
};

/** Complementary error function, 1 − erf x, accurate in the tail. */
const erfcSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (-1.1283791670955126 * gaussNum(x.data));
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = gaussNum(x.data);
    if (g !== 0) add(adjoints, ix, g * (-1.1283791670955126 * s0));
    if (h !== 0) add(bends, ix, h * (-1.1283791670955126 * s0));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx * g * (maxNum(minNum(x.data, 4294967296), -4294967296) * s0 * -2 * -1.1283791670955126),
        );
    }
  },
};

/** Gaussian function, exp(−x²). */
const gaussSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (maxNum(minNum(x.data, 4294967296), -4294967296) * out.data * -2);
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
    const s0 = minNum(x.data, 4294967296);
    const s1 = maxNum(s0, -4294967296);
    if (g !== 0) add(adjoints, ix, g * (s1 * out.data * -2));
    if (h !== 0) add(bends, ix, h * (s1 * out.data * -2));
    if (g !== 0) {
      if (dx !== 0)
        add(bends, ix, dx * g * (shareNum(4294967296, x.data) * shareNum(s0, -4294967296) * out.data * -2));
      if (dout !== 0) add(bends, ix, dout * g * (s1 * -2));
    }
  },
};

/** Density of the normal distribution, exp(−x²/2) / √(2π). */
const normalPdfSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * -(maxNum(minNum(x.data, 4294967296), -4294967296) * out.data);
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
    const s0 = minNum(x.data, 4294967296);
    const s1 = maxNum(s0, -4294967296);
    if (g !== 0) add(adjoints, ix, g * -(s1 * out.data));
    if (h !== 0) add(bends, ix, h * -(s1 * out.data));
    if (g !== 0) {
      if (dx !== 0)
        add(bends, ix, dx * g * -(shareNum(4294967296, x.data) * shareNum(s0, -4294967296) * out.data));
      if (dout !== 0) add(bends, ix, dout * g * -s1);
    }
  },
};

/** Normal distribution function, Φ(x) = (1 + erf(x/√2)) / 2, accurate in the tail. */
const normalCdfSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * normalPdfNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdfNum(x.data);
    if (g !== 0) add(adjoints, ix, g * s0);
    if (h !== 0) add(bends, ix, h * s0);
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * -(maxNum(minNum(x.data, 4294967296), -4294967296) * s0));
    }
  },
};

/** Rectified linear unit, max(x, 0); its slope at 0 is 0. */
const reluSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * stepNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * stepNum(x.data));
    if (h !== 0) add(bends, ix, h * stepNum(x.data));
  },
};

/** x where x > 0, else slope · x; its slope at 0 is the left one. */
const leakyReluSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y: slope } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const islope = slope.mark - first;
    const dslope = tangents[islope] as number;
    if (dx !== 0) d += dx * (x.data > 0 ? 1 : slope.data * (1 - stepNum(x.data)));
    if (dslope !== 0) d += dslope * (x.data > 0 ? 0 : x.data * (1 - stepNum(x.data)));
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
    const s1 = 1 - stepNum(x.data);
    const s2 = x.data > 0 ? 1 : 0;
    const s3 = 1 - stepNum(x.data);
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
const eluSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y: alpha } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const ialpha = alpha.mark - first;
    const dalpha = tangents[ialpha] as number;
    if (dx !== 0)
      d += dx * (x.data > 0 ? 1 : alpha.data * expNum(x.data > 0 ? 0 : x.data * (1 - stepNum(x.data))));
    if (dalpha !== 0) d += dalpha * expm1Num(x.data > 0 ? 0 : x.data * (1 - stepNum(x.data)));
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
    const s2 = 1 - stepNum(x.data);
    const s3 = expNum(s1 !== 0 ? 0 : x.data * s2);
    const s4 = x.data > 0 ? 1 : 0;
    const s5 = 1 - stepNum(x.data);
    const s6 = s4 !== 0 ? 0 : x.data * s5;
    if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? 1 : alpha.data * s3));
    if (h !== 0) add(bends, ix, h * (s0 !== 0 ? 1 : alpha.data * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s0 !== 0 ? 0 : (s1 !== 0 ? 0 : s2) * s3 * alpha.data));
      if (dalpha !== 0) add(bends, ix, dalpha * g * (s0 !== 0 ? 0 : s3));
    }
    if (g !== 0) add(adjoints, ialpha, g * expm1Num(s6));
    if (h !== 0) add(bends, ialpha, h * expm1Num(s6));
    if (g !== 0) {
      if (dx !== 0) add(bends, ialpha, dx * g * ((s4 !== 0 ? 0 : s5) * expNum(s6)));
    }
  },
};

/** ln(1 + eˣ), without overflow. */
const softplusSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * sigmoidNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (g !== 0) add(adjoints, ix, g * sigmoidNum(x.data));
    if (h !== 0) add(bends, ix, h * sigmoidNum(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (0.25 * sechSquaredNum(0.5 * x.data)));
    }
  },
};

/** Logistic function, 1 / (1 + e⁻ˣ). */
const sigmoidSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * (0.25 * sechSquaredNum(0.5 * x.data));
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
    const s1 = sechSquaredNum(s0);
    if (g !== 0) add(adjoints, ix, g * (0.25 * s1));
    if (h !== 0) add(bends, ix, h * (0.25 * s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (0.5 * (-2 * s1 * tanhNum(s0)) * 0.25));
    }
  },
};

/** Sigmoid linear unit (swish), x · sigmoid(x). */
const siluSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * siluSlopeNum(x.data);
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
    if (g !== 0) add(adjoints, ix, g * siluSlopeNum(x.data));
    if (h !== 0) add(bends, ix, h * siluSlopeNum(x.data));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx *
            g *
            (0.25 * sechSquaredNum(s0) * (2 - maxNum(minNum(x.data, 4294967296), -4294967296) * tanhNum(s0))),
        );
    }
  },
};

/** Gaussian error linear unit, x · Φ(x), with Φ the normal distribution function. */
const geluSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * geluSlopeNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdfNum(x.data);
    const s1 = maxNum(minNum(x.data, 4294967296), -4294967296);
    if (g !== 0) add(adjoints, ix, g * geluSlopeNum(x.data));
    if (h !== 0) add(bends, ix, h * geluSlopeNum(x.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (2 * s0 - s1 * (s1 * s0)));
    }
  },
};

/** Absolute value, |x|; its slope at 0 is 0. */
const absSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    if (dx !== 0) d += dx * signNum(x.data);
    return d;
  },
  pullback(out: Unary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x } = out;
    const ix = x.mark - first;
    if (g !== 0) add(adjoints, ix, g * signNum(x.data));
    if (h !== 0) add(bends, ix, h * signNum(x.data));
  },
};

/** The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
const minSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * shareNum(y.data, x.data);
    if (dy !== 0) d += dy * shareNum(x.data, y.data);
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    if (g !== 0) add(adjoints, ix, g * shareNum(y.data, x.data));
    if (h !== 0) add(bends, ix, h * shareNum(y.data, x.data));
    if (g !== 0) add(adjoints, iy, g * shareNum(x.data, y.data));
    if (h !== 0) add(bends, iy, h * shareNum(x.data, y.data));
  },
};

/** The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN. */
const maxSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * shareNum(x.data, y.data);
    if (dy !== 0) d += dy * shareNum(y.data, x.data);
    return d;
  },
  pullback(out: Binary, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x, y } = out;
    const ix = x.mark - first;
    const iy = y.mark - first;
    if (g !== 0) add(adjoints, ix, g * shareNum(x.data, y.data));
    if (h !== 0) add(bends, ix, h * shareNum(x.data, y.data));
    if (g !== 0) add(adjoints, iy, g * shareNum(y.data, x.data));
    if (h !== 0) add(bends, iy, h * shareNum(y.data, x.data));
  },
};

/** Sign: −1, 0 or 1; flat. */
const signSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** 1 where x > y, else 0; flat. */
const greaterSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** 1 where x equals y, else 0; flat. */
const equalSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** y where the condition x is not 0, else z. */
const whereSecond: SecondOrder = {
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
const directionSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = directionNum(y.data, x.data);
    const s1 = hypotNum(x.data, y.data);
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
    const s0 = directionNum(y.data, x.data);
    const s1 = hypotNum(x.data, y.data);
    const s2 = s1 === 0 ? 1 : 0;
    const s3 = s2 !== 0 ? 1 : s1;
    const s4 = s0 / s3;
    const s5 = hypotNum(y.data, x.data);
    const s6 = -((directionNum(x.data, y.data) / (s5 === 0 ? 1 : s5)) * s0);
    const s7 = directionNum(x.data, y.data);
    const s8 = hypotNum(y.data, x.data);
    const s9 = (s7 / (s8 === 0 ? 1 : s8)) * s7;
    const s10 = hypotNum(y.data, x.data);
    const s11 = directionNum(x.data, y.data);
    const s12 = hypotNum(y.data, x.data);
    if (g !== 0) add(adjoints, ix, g * (s4 * s0));
    if (h !== 0) add(bends, ix, h * (s4 * s0));
    if (g !== 0) {
      if (dx !== 0)
        add(
          bends,
          ix,
          dx *
            g *
            ((s6 * reciprocalNum(s3) + -((s2 !== 0 ? 0 : directionNum(x.data, y.data)) * (s4 / s3))) * s0 +
              s6 * s4),
        );
      if (dy !== 0)
        add(
          bends,
          ix,
          dy *
            g *
            ((s9 * reciprocalNum(s3) + -((s2 !== 0 ? 0 : directionNum(y.data, x.data)) * (s4 / s3))) * s0 +
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
              (-((directionNum(x.data, y.data) / (s10 === 0 ? 1 : s10)) * s0) * reciprocalNum(s3) +
                -((s2 !== 0 ? 0 : directionNum(x.data, y.data)) * (s4 / s3))) *
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
              ((s11 / (s12 === 0 ? 1 : s12)) * s11 * reciprocalNum(s3) +
                -((s2 !== 0 ? 0 : directionNum(y.data, x.data)) * (s4 / s3))) *
              out.data
            ),
        );
      if (dout !== 0) add(bends, iy, dout * g * -s4);
    }
  },
};

/** First coordinate of the point (x, y) inverted in the unit circle, x / (x² + y²). */
const inversionSecond: SecondOrder = {
  pushforward(out: Binary, { first, tangents }) {
    let d = 0;
    const { x, y } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    const s0 = inversionNum(y.data, x.data);
    if (dx !== 0) d += dx * differenceOfSquaresNum(s0, out.data);
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
    const s0 = inversionNum(y.data, x.data);
    const s1 = 2 * out.data;
    if (g !== 0) add(adjoints, ix, g * differenceOfSquaresNum(s0, out.data));
    if (h !== 0) add(bends, ix, h * differenceOfSquaresNum(s0, out.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (-(2 * s0 * inversionNum(x.data, y.data)) * (2 * s0)));
      if (dy !== 0)
        add(bends, ix, dy * g * (differenceOfSquaresNum(inversionNum(x.data, y.data), s0) * (2 * s0)));
      if (dout !== 0) add(bends, ix, dout * g * -(2 * out.data));
    }
    if (g !== 0) add(adjoints, iy, g * -(s1 * s0));
    if (h !== 0) add(bends, iy, h * -(s1 * s0));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * -(-(2 * s0 * inversionNum(x.data, y.data)) * s1));
      if (dy !== 0) add(bends, iy, dy * g * -(differenceOfSquaresNum(inversionNum(x.data, y.data), s0) * s1));
      if (dout !== 0) add(bends, iy, dout * g * -(2 * s0));
    }
  },
};

/** x² − y² as (x − y)(x + y), with all its digits where x and y are close. */
const differenceOfSquaresSecond: SecondOrder = {
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
const oneMinusSquareSecond: SecondOrder = {
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
const rsqrtSecond: SecondOrder = {
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
      if (dout !== 0) add(bends, ix, dout * g * -(0.5 * reciprocalNum(x.data)));
    }
  },
};

/** Slope of the cube root, 1 / (3 ∛x²). */
const cbrtSlopeSecond: SecondOrder = {
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
      if (dout !== 0) add(bends, ix, dout * g * (-0.6666666666666666 * reciprocalNum(x.data)));
    }
  },
};

/** Slope of silu, s(x) (1 + x s(−x)) with the sigmoid s. */
const siluSlopeSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = 0.5 * x.data;
    if (dx !== 0)
      d +=
        dx *
        (0.25 * sechSquaredNum(s0) * (2 - maxNum(minNum(x.data, 4294967296), -4294967296) * tanhNum(s0)));
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
    const s1 = sechSquaredNum(s0);
    const s2 = 0.25 * s1;
    const s3 = minNum(x.data, 4294967296);
    const s4 = maxNum(s3, -4294967296);
    const s5 = tanhNum(s0);
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
            (0.5 * (-2 * s1 * tanhNum(s0)) * 0.25 * s6 +
              -(
                shareNum(4294967296, x.data) * shareNum(s3, -4294967296) * s5 +
                0.5 * sechSquaredNum(s0) * s4
              ) *
                s2),
        );
    }
  },
};

/** Slope of gelu, Φ(x) + x φ(x) with the distribution function and the density of the normal distribution. */
const geluSlopeSecond: SecondOrder = {
  pushforward(out: Unary, { first, tangents }) {
    let d = 0;
    const { x } = out;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const s0 = normalPdfNum(x.data);
    const s1 = maxNum(minNum(x.data, 4294967296), -4294967296);
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
    const s0 = normalPdfNum(x.data);
    const s1 = minNum(x.data, 4294967296);
    const s2 = maxNum(s1, -4294967296);
    const s3 = s2 * s0;
    const s4 = -(maxNum(minNum(x.data, 4294967296), -4294967296) * s0);
    const s5 = shareNum(4294967296, x.data) * shareNum(s1, -4294967296);
    if (g !== 0) add(adjoints, ix, g * (2 * s0 - s2 * s3));
    if (h !== 0) add(bends, ix, h * (2 * s0 - s2 * s3));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * (s4 * 2 + -(s5 * s3 + (s5 * s0 + s4 * s2) * s2)));
    }
  },
};

/** Derivative of x^y taken k times by x and n times by y; k and n count and have no derivative. */
const powDerivativeSecond: SecondOrder = {
  pushforward(out: Quaternary, { first, tangents }) {
    let d = 0;
    const [x, y, k, n] = out.x;
    const ix = x.mark - first;
    const dx = tangents[ix] as number;
    const iy = y.mark - first;
    const dy = tangents[iy] as number;
    if (dx !== 0) d += dx * powDerivativeNum(x.data, y.data, k.data + 1, n.data);
    if (dy !== 0) d += dy * powDerivativeNum(x.data, y.data, k.data, n.data + 1);
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
    if (g !== 0) add(adjoints, ix, g * powDerivativeNum(x.data, y.data, s0, n.data));
    if (h !== 0) add(bends, ix, h * powDerivativeNum(x.data, y.data, s0, n.data));
    if (g !== 0) {
      if (dx !== 0) add(bends, ix, dx * g * powDerivativeNum(x.data, y.data, s0 + 1, n.data));
      if (dy !== 0) add(bends, ix, dy * g * powDerivativeNum(x.data, y.data, s0, n.data + 1));
    }
    if (g !== 0) add(adjoints, iy, g * powDerivativeNum(x.data, y.data, k.data, s1));
    if (h !== 0) add(bends, iy, h * powDerivativeNum(x.data, y.data, k.data, s1));
    if (g !== 0) {
      if (dx !== 0) add(bends, iy, dx * g * powDerivativeNum(x.data, y.data, k.data + 1, s1));
      if (dy !== 0) add(bends, iy, dy * g * powDerivativeNum(x.data, y.data, k.data, s1 + 1));
    }
  },
};

/** 1 where x > 0, 0 where x ≤ 0, NaN where x is NaN; flat. */
const stepSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** What x has of the greater of two: 1 where x > y, 1/2 at a tie, 0 where x < y, NaN if either is NaN; flat. */
const shareSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** Sum of a list, Σ xᵢ, from left to right; 0 for an empty list. */
const sumOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
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
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      add(adjoints, ix, g);
      add(bends, ix, h);
    }
  },
};

/** Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right. */
const dotOfListSecond: SecondOrder = {
  pushforward(out: Lists, { first, tangents }) {
    let d = 0;
    const { x: xs, y: ys } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const y = ys[i] as GraphNode;
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
      const x = xs[i] as GraphNode;
      const y = ys[i] as GraphNode;
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

/** Product of a list, Π xᵢ, from left to right; 1 for an empty list. The gradient of an element is the product of the others. */
const prodOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;

    let zerosTotal = 0;
    for (let i = 0; i < xs.length; i++) zerosTotal = zerosTotal + ((xs[i] as GraphNode).data === 0 ? 1 : 0);

    let firstTotal = 0;
    for (let i = 0; i < xs.length; i++)
      firstTotal = firstTotal + ((xs[i] as GraphNode).data === 0 ? (xs[i] as GraphNode).data : 0);

    let secondTotal = 0;
    for (let i = 0; i < xs.length; i++)
      secondTotal =
        secondTotal + ((xs[i] as GraphNode).data === 0 ? squareNum((xs[i] as GraphNode).data) : 0);

    let restTotal = 1;
    for (let i = 0; i < xs.length; i++)
      restTotal = restTotal * ((xs[i] as GraphNode).data === 0 ? 1 : (xs[i] as GraphNode).data);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const s0 = zerosTotal - 1;
      const s1 = firstTotal - x.data;
      if (dx !== 0)
        d +=
          dx *
          (x.data === 0
            ? (s0 === 0
                ? 1
                : s0 === 1
                  ? s1
                  : s0 === 2
                    ? (squareNum(s1) - (secondTotal - squareNum(x.data))) / 2
                    : 0) * restTotal
            : (zerosTotal === 0
                ? 1
                : zerosTotal === 1
                  ? firstTotal
                  : zerosTotal === 2
                    ? (squareNum(firstTotal) - secondTotal) / 2
                    : 0) *
              (restTotal / (x.data === 0 ? 1 : x.data)));
    }
    return d;
  },
  pullback(out: List, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;

    let zerosTotal = 0;
    for (let i = 0; i < xs.length; i++) zerosTotal = zerosTotal + ((xs[i] as GraphNode).data === 0 ? 1 : 0);

    let firstTotal = 0;
    for (let i = 0; i < xs.length; i++)
      firstTotal = firstTotal + ((xs[i] as GraphNode).data === 0 ? (xs[i] as GraphNode).data : 0);
    let dfirst = 0;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) dfirst += x.data === 0 ? dx : 0;
    }
    let secondTotal = 0;
    for (let i = 0; i < xs.length; i++)
      secondTotal =
        secondTotal + ((xs[i] as GraphNode).data === 0 ? squareNum((xs[i] as GraphNode).data) : 0);
    let dsecond = 0;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) dsecond += x.data === 0 ? dx * (2 * x.data) : 0;
    }
    let restTotal = 1;
    for (let i = 0; i < xs.length; i++)
      restTotal = restTotal * ((xs[i] as GraphNode).data === 0 ? 1 : (xs[i] as GraphNode).data);
    let drest = 0;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) drest += (restTotal / (x.data === 0 ? 1 : x.data)) * (x.data === 0 ? 0 : dx);
    }
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const s0 = x.data === 0 ? 1 : 0;
      const s1 = zerosTotal - 1;
      const s2 = s1 === 0 ? 1 : 0;
      const s3 = s1 === 1 ? 1 : 0;
      const s4 = firstTotal - x.data;
      const s5 = s1 === 2 ? 1 : 0;
      const s6 =
        s2 !== 0 ? 1 : s3 !== 0 ? s4 : s5 !== 0 ? (squareNum(s4) - (secondTotal - squareNum(x.data))) / 2 : 0;
      const s7 = zerosTotal === 0 ? 1 : 0;
      const s8 = zerosTotal === 1 ? 1 : 0;
      const s9 = zerosTotal === 2 ? 1 : 0;
      const s10 =
        s7 !== 0 ? 1 : s8 !== 0 ? firstTotal : s9 !== 0 ? (squareNum(firstTotal) - secondTotal) / 2 : 0;
      const s11 = x.data === 0 ? 1 : 0;
      const s12 = s11 !== 0 ? 1 : x.data;
      const s13 = restTotal / s12;
      const s14 = -1;
      if (g !== 0) add(adjoints, ix, g * (s0 !== 0 ? s6 * restTotal : s10 * s13));
      if (h !== 0) add(bends, ix, h * (s0 !== 0 ? s6 * restTotal : s10 * s13));
      if (g !== 0) {
        if (dx !== 0)
          add(
            bends,
            ix,
            dx *
              g *
              (s0 !== 0
                ? (s2 !== 0
                    ? 0
                    : s3 !== 0
                      ? s14
                      : s5 !== 0
                        ? (s14 * (2 * s4) + -(-(2 * x.data))) * reciprocalNum(2)
                        : 0) * restTotal
                : -((s11 !== 0 ? 0 : 1) * (s13 / s12)) * s10),
          );
        if (dfirst !== 0)
          add(
            bends,
            ix,
            dfirst *
              g *
              (s0 !== 0
                ? (s2 !== 0 ? 0 : s3 !== 0 ? 1 : s5 !== 0 ? 2 * s4 * reciprocalNum(2) : 0) * restTotal
                : (s7 !== 0 ? 0 : s8 !== 0 ? 1 : s9 !== 0 ? 2 * firstTotal * reciprocalNum(2) : 0) * s13),
          );
        if (dsecond !== 0)
          add(
            bends,
            ix,
            dsecond *
              g *
              (s0 !== 0
                ? (s2 !== 0 ? 0 : s3 !== 0 ? 0 : s5 !== 0 ? -1 * reciprocalNum(2) : 0) * restTotal
                : (s7 !== 0 ? 0 : s8 !== 0 ? 0 : s9 !== 0 ? -1 * reciprocalNum(2) : 0) * s13),
          );
        if (drest !== 0) add(bends, ix, drest * g * (s0 !== 0 ? s6 : reciprocalNum(s12) * s10));
      }
    }
  },
};

/** Arithmetic mean of a list, Σ xᵢ / n. */
const meanOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;

    let countTotal = 0;
    for (let i = 0; i < xs.length; i++) countTotal = countTotal + 1;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * reciprocalNum(countTotal);
    }
    return d;
  },
  pullback(out: List, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;

    let countTotal = 0;
    for (let i = 0; i < xs.length; i++) countTotal = countTotal + 1;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      if (g !== 0) add(adjoints, ix, g * reciprocalNum(countTotal));
      if (h !== 0) add(bends, ix, h * reciprocalNum(countTotal));
    }
  },
};

/** Euclidean norm of a list, √Σ xᵢ², without overflow; 0 for an empty list. */
const normOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * (x.data / (out.data === 0 ? Infinity : out.data));
    }
    return d;
  },
  pullback(out: List, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const s0 = out.data === 0 ? 1 : 0;
      const s1 = s0 !== 0 ? Infinity : out.data;
      const s2 = x.data / s1;
      if (g !== 0) add(adjoints, ix, g * s2);
      if (h !== 0) add(bends, ix, h * s2);
      if (g !== 0) {
        if (dx !== 0) add(bends, ix, dx * g * reciprocalNum(s1));
        if (dout !== 0) add(bends, ix, dout * g * -((s0 !== 0 ? 0 : 1) * (s2 / s1)));
      }
    }
  },
};

/** Greatest of a list. Elements that tie share the gradient evenly. NaN if an element is NaN. */
const maxOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;
    let bestTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) bestTotal = maxNum(bestTotal, (xs[i] as GraphNode).data);

    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === bestTotal ? 1 : 0);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * ((x.data === out.data ? 1 : 0) / tiesTotal);
    }
    return d;
  },
  pullback(out: List, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;
    let bestTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) bestTotal = maxNum(bestTotal, (xs[i] as GraphNode).data);

    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === bestTotal ? 1 : 0);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      if (g !== 0) add(adjoints, ix, g * ((x.data === out.data ? 1 : 0) / tiesTotal));
      if (h !== 0) add(bends, ix, h * ((x.data === out.data ? 1 : 0) / tiesTotal));
    }
  },
};

/** Least of a list. Elements that tie share the gradient evenly. NaN if an element is NaN. */
const minOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;
    let bestTotal = Infinity;
    for (let i = 0; i < xs.length; i++) bestTotal = minNum(bestTotal, (xs[i] as GraphNode).data);

    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === bestTotal ? 1 : 0);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * ((x.data === out.data ? 1 : 0) / tiesTotal);
    }
    return d;
  },
  pullback(out: List, { first, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;
    let bestTotal = Infinity;
    for (let i = 0; i < xs.length; i++) bestTotal = minNum(bestTotal, (xs[i] as GraphNode).data);

    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === bestTotal ? 1 : 0);

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      if (g !== 0) add(adjoints, ix, g * ((x.data === out.data ? 1 : 0) / tiesTotal));
      if (h !== 0) add(bends, ix, h * ((x.data === out.data ? 1 : 0) / tiesTotal));
    }
  },
};

/** ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part. */
const logSumExpOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;
    let topTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

    const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
    let totalTotal = 0;
    const totals: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = expNum((xs[i] as GraphNode).data - shiftTotal);
      totalTotal = totalTotal + term;
      totals.push(term);
    }

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * ((totals[i] as number) / totalTotal);
    }
    return d;
  },
  pullback(out: List, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs } = out;
    let topTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

    const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
    let totalTotal = 0;
    const totals: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term = expNum((xs[i] as GraphNode).data - shiftTotal);
      totalTotal = totalTotal + term;
      totals.push(term);
    }
    let dtotal = 0;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) dtotal += dx * (totals[i] as number);
    }
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const s0 = (totals[i] as number) / totalTotal;
      if (g !== 0) add(adjoints, ix, g * s0);
      if (h !== 0) add(bends, ix, h * s0);
      if (g !== 0) {
        if (dx !== 0) add(bends, ix, dx * g * ((totals[i] as number) * reciprocalNum(totalTotal)));
        if (dtotal !== 0) add(bends, ix, dtotal * g * -(s0 / totalTotal));
      }
    }
  },
};

/** Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size. */
const crossEntropyOfListSecond: SecondOrder = {
  pushforward(out: Lists, { first, tangents }) {
    let d = 0;
    const { x: xs, y: ys } = out;
    let topTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

    const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);

    let restTotal = 0;
    const rests: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term =
        expNum((xs[i] as GraphNode).data - shiftTotal) - ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);
      restTotal = restTotal + term;
      rests.push(term);
    }

    let weightTotal = 0;
    for (let i = 0; i < xs.length; i++) weightTotal = weightTotal + (ys[i] as GraphNode).data;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const y = ys[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      const s0 = restTotal + (tiesTotal - 1);
      const s1 = 1 + s0;
      if (dx !== 0)
        d +=
          dx *
          ((weightTotal * ((rests[i] as number) + (x.data === shiftTotal ? 1 : 0)) -
            y.data * tiesTotal -
            y.data * restTotal) /
            (tiesTotal + restTotal));
      if (dy !== 0) d += dy * (logNum(s1) + (s0 - (s1 - 1)) / s1 + (shiftTotal - x.data));
    }
    return d;
  },
  pullback(out: Lists, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;

    const { x: xs, y: ys } = out;
    let topTotal = -Infinity;
    for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

    const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
    let tiesTotal = 0;
    for (let i = 0; i < xs.length; i++)
      tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);

    let restTotal = 0;
    const rests: number[] = [];
    for (let i = 0; i < xs.length; i++) {
      const term =
        expNum((xs[i] as GraphNode).data - shiftTotal) - ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);
      restTotal = restTotal + term;
      rests.push(term);
    }
    let drest = 0;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const y = ys[i] as GraphNode;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      if (dx !== 0 || dy !== 0) drest += dx * expNum(x.data - shiftTotal);
    }
    let weightTotal = 0;
    for (let i = 0; i < xs.length; i++) weightTotal = weightTotal + (ys[i] as GraphNode).data;
    let dweight = 0;
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const y = ys[i] as GraphNode;
      const iy = y.mark - first;
      const dy = tangents[iy] as number;
      if (dx !== 0 || dy !== 0) dweight += dy;
    }

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const y = ys[i] as GraphNode;
      const ix = x.mark - first;
      const iy = y.mark - first;
      const dx = tangents[ix] as number;
      const dy = tangents[iy] as number;
      const s0 = expNum(x.data - shiftTotal);
      const s1 = (rests[i] as number) + (x.data === shiftTotal ? 1 : 0);
      const s2 = tiesTotal + restTotal;
      const s3 = (weightTotal * s1 - y.data * tiesTotal - y.data * restTotal) / s2;
      const s4 = restTotal + (tiesTotal - 1);
      const s5 = 1 + s4;
      const s6 = (s4 - (s5 - 1)) / s5;
      if (g !== 0) add(adjoints, ix, g * s3);
      if (h !== 0) add(bends, ix, h * s3);
      if (g !== 0) {
        if (dx !== 0) add(bends, ix, dx * g * (s0 * weightTotal * reciprocalNum(s2)));
        if (dy !== 0) add(bends, ix, dy * g * ((-tiesTotal + -restTotal) * reciprocalNum(s2)));
        if (drest !== 0) add(bends, ix, drest * g * (-y.data * reciprocalNum(s2) + -(s3 / s2)));
        if (dweight !== 0) add(bends, ix, dweight * g * (s1 * reciprocalNum(s2)));
      }
      if (g !== 0) add(adjoints, iy, g * (logNum(s5) + s6 + (shiftTotal - x.data)));
      if (h !== 0) add(bends, iy, h * (logNum(s5) + s6 + (shiftTotal - x.data)));
      if (g !== 0) {
        if (dx !== 0) add(bends, iy, dx * -g);
        if (drest !== 0)
          add(bends, iy, drest * g * (reciprocalNum(s5) + ((1 + -1) * reciprocalNum(s5) + -(s6 / s5))));
      }
    }
  },
};

/** The largest of a list as a number to measure from: no gradient passes. −∞ for an empty list; NaN if an element is NaN. */
const largestOfListSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** The least of a list as a number to measure from: no gradient passes. ∞ for an empty list; NaN if an element is NaN. */
const smallestOfListSecond: SecondOrder = { pushforward: () => 0, pullback: () => undefined };

/** Product of a list in which no element is 0. */
const productOfListSecond: SecondOrder = {
  pushforward(out: List, { first, tangents }) {
    let d = 0;
    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      if (dx !== 0) d += dx * (out.data / x.data);
    }
    return d;
  },
  pullback(out: List, { first, tangents, adjoints, bends }) {
    const iout = out.mark - first;
    const g = adjoints[iout] as number,
      h = bends[iout] as number;
    const dout = tangents[iout] as number;
    const { x: xs } = out;

    for (let i = 0; i < xs.length; i++) {
      const x = xs[i] as GraphNode;
      const ix = x.mark - first;
      const dx = tangents[ix] as number;
      const s0 = out.data / x.data;
      if (g !== 0) add(adjoints, ix, g * s0);
      if (h !== 0) add(bends, ix, h * s0);
      if (g !== 0) {
        if (dx !== 0) add(bends, ix, dx * g * -(s0 / x.data));
        if (dout !== 0) add(bends, ix, dout * g * reciprocalNum(x.data));
      }
    }
  },
};

export const secondOrders: ReadonlyMap<Op, SecondOrder> = new Map<Op, SecondOrder>([
  [ops.neg, negSecond],
  [ops.add, addSecond],
  [ops.sub, subSecond],
  [ops.mul, mulSecond],
  [ops.div, divSecond],
  [ops.reciprocal, reciprocalSecond],
  [ops.pow, powSecond],
  [ops.square, squareSecond],
  [ops.sqrt, sqrtSecond],
  [ops.cbrt, cbrtSecond],
  [ops.hypot, hypotSecond],
  [ops.exp, expSecond],
  [ops.expm1, expm1Second],
  [ops.log, logSecond],
  [ops.log1p, log1pSecond],
  [ops.log2, log2Second],
  [ops.log10, log10Second],
  [ops.sin, sinSecond],
  [ops.cos, cosSecond],
  [ops.tan, tanSecond],
  [ops.asin, asinSecond],
  [ops.acos, acosSecond],
  [ops.atan, atanSecond],
  [ops.atan2, atan2Second],
  [ops.sinh, sinhSecond],
  [ops.cosh, coshSecond],
  [ops.tanh, tanhSecond],
  [ops.sechSquared, sechSquaredSecond],
  [ops.asinh, asinhSecond],
  [ops.acosh, acoshSecond],
  [ops.atanh, atanhSecond],
  [ops.erf, erfSecond],
  [ops.erfc, erfcSecond],
  [ops.gauss, gaussSecond],
  [ops.normalPdf, normalPdfSecond],
  [ops.normalCdf, normalCdfSecond],
  [ops.relu, reluSecond],
  [ops.leakyRelu, leakyReluSecond],
  [ops.elu, eluSecond],
  [ops.softplus, softplusSecond],
  [ops.sigmoid, sigmoidSecond],
  [ops.silu, siluSecond],
  [ops.gelu, geluSecond],
  [ops.abs, absSecond],
  [ops.min, minSecond],
  [ops.max, maxSecond],
  [ops.sign, signSecond],
  [ops.greater, greaterSecond],
  [ops.equal, equalSecond],
  [ops.where, whereSecond],
  [ops.direction, directionSecond],
  [ops.inversion, inversionSecond],
  [ops.differenceOfSquares, differenceOfSquaresSecond],
  [ops.oneMinusSquare, oneMinusSquareSecond],
  [ops.rsqrt, rsqrtSecond],
  [ops.cbrtSlope, cbrtSlopeSecond],
  [ops.siluSlope, siluSlopeSecond],
  [ops.geluSlope, geluSlopeSecond],
  [ops.powDerivative, powDerivativeSecond],
  [ops.step, stepSecond],
  [ops.share, shareSecond],
  [listOps.sum, sumOfListSecond],
  [listOps.dot, dotOfListSecond],
  [listOps.prod, prodOfListSecond],
  [listOps.mean, meanOfListSecond],
  [listOps.norm, normOfListSecond],
  [listOps.max, maxOfListSecond],
  [listOps.min, minOfListSecond],
  [listOps.logSumExp, logSumExpOfListSecond],
  [listOps.crossEntropy, crossEntropyOfListSecond],
  [totalOps.largest, largestOfListSecond],
  [totalOps.smallest, smallestOfListSecond],
  [totalOps.product, productOfListSecond],
]);
