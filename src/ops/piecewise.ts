/**
 * Operations with a kink or a step. At a tie or kink the local gradient is the one named in the row: `abs'(0) = 0`,
 * and `max(x, x)` splits evenly. `sign`, `greater`, `equal` and the condition of `where` are flat: their gradient is 0.
 */
import { R, nonzero } from "./domains.js";
import { bracketed, infix, Level, named } from "./notation.js";
import { binary, ternary, unary } from "./row.js";
import { half, one, zero, type Sym } from "./sym.js";

/** 1 where x is the greater operand, 1/2 at a tie, 0 elsewhere. */
const share = (x: Sym, y: Sym): Sym => x.greater(y).add(half.mul(x.equal(y)));

export const piecewise = {
  abs: unary({
    doc: "Absolute value, |x|; its slope at 0 is 0.",
    torch: "At NaN the gradient is NaN; PyTorch has 0.",
    num: Math.abs,
    grad: (x) => [x.sign()],
    notation: bracketed(
      "|x|",
      (x) => `|${x}|`,
      (x) => `\\left|${x}\\right|`,
    ),
    wasm: "abs",
    domain: [nonzero],
    points: [
      [[0], 0, [0]],
      [[-2], 2, [-1]],
      [[NaN], NaN, [NaN]],
    ],
  }),
  min: binary({
    doc: "The lesser of two; a tie splits 1/2 and 1/2. NaN if either is NaN.",
    torch:
      "Where an operand is NaN both gradients are NaN; PyTorch passes the upstream gradient on to both (a slope of 1). min(0, −0) is −0; PyTorch has the first of the two.",
    num: (x, y) => Math.min(x, y),
    grad: (x, y) => [y.share(x), x.share(y)],
    written: (x, y) => [share(y, x), share(x, y)],
    notation: named("min", "\\min"),
    wasm: "min",
    domain: [R, R],
    points: [
      [[2, 2], 2, [0.5, 0.5]],
      [[1, 2], 1, [1, 0]],
      [[Infinity, Infinity], Infinity, [0.5, 0.5]],
      [[NaN, 2], NaN, [NaN, NaN]],
      [[2, NaN], NaN, [NaN, NaN]],
    ],
  }),
  max: binary({
    doc: "The greater of two; a tie splits 1/2 and 1/2. NaN if either is NaN.",
    torch:
      "Where an operand is NaN both gradients are NaN; PyTorch passes the upstream gradient on to both (a slope of 1). max(−0, 0) is 0; PyTorch has the first of the two.",
    num: (x, y) => Math.max(x, y),
    grad: (x, y) => [x.share(y), y.share(x)],
    written: (x, y) => [share(x, y), share(y, x)],
    notation: named("max", "\\max"),
    wasm: "max",
    domain: [R, R],
    points: [
      [[2, 2], 2, [0.5, 0.5]],
      [[Infinity, Infinity], Infinity, [0.5, 0.5]],
      [[1, 2], 2, [0, 1]],
      [[NaN, 2], NaN, [NaN, NaN]],
      [[2, NaN], NaN, [NaN, NaN]],
    ],
  }),
  sign: unary({
    doc: "Sign: −1, 0 or 1; flat.",
    torch: "sign(NaN) is NaN and sign(−0) is −0; PyTorch has 0 for both.",
    num: Math.sign,
    grad: () => [zero],
    notation: named("sign"),
    lowered: (x) => x.greater(zero).where(one, zero.greater(x).where(one.neg(), x)),
    domain: [nonzero],
    points: [
      [[0], 0, [0]],
      [[NaN], NaN, [0]],
    ],
  }),
  greater: binary({
    doc: "1 where x > y, else 0; flat.",
    num: (x, y) => (x > y ? 1 : 0),
    grad: () => [zero, zero],
    notation: infix(">", ">", Level.comparison, Level.sum),
    wasm: "gt",
    domain: [R, R],
    points: [
      [[1, 1], 0, [0, 0]],
      [[NaN, 1], 0, [0, 0]],
    ],
  }),
  equal: binary({
    doc: "1 where x equals y, else 0; flat.",
    num: (x, y) => (x === y ? 1 : 0),
    grad: () => [zero, zero],
    notation: infix("=", "===", Level.comparison, Level.sum, "="),
    wasm: "eq",
    domain: [R, R],
    points: [[[1, 1], 1, [0, 0]]],
  }),
  /** NaN counts as true, since it is not 0. */
  where: ternary({
    doc: "y where the condition x is not 0, else z.",
    num: (x, y, z) => (x !== 0 ? y : z),
    grad: (x) => [zero, x.where(one, zero), x.where(zero, one)],
    notation: {
      ...named("where"),
      tex: (x, y, z) => `\\begin{cases}${y} & ${x}\\\\${z} & \\text{otherwise}\\end{cases}`,
    },
    wasm: "select",
    domain: [nonzero, R, R],
    points: [[[0, 1, 2], 2, [0, 0, 1]]],
  }),
};
