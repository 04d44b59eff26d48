/** Powers and roots. */
import { R, nonzero, positive } from "./domains.js";
import { bracketed, Level, named } from "./notation.js";
import { binary, unary } from "./row.js";
import { half, one, two, zero, constant } from "./sym.js";

const root = (symbol: string, index: string): ReturnType<typeof bracketed> =>
  bracketed(
    symbol,
    (x) => `${symbol}(${x})`,
    (x) => `\\sqrt${index}{${x}}`,
  );

export const powers = {
  /**
   * A power of 0 grows in no direction that a real exponent can take, so ∂/∂y is 0 there; ∂/∂x of x⁰ is 0 everywhere,
   * also at x = 0, where y · x^(y−1) is 0 · ∞. For x < 0 the exponent cannot move within the reals, and ∂/∂y is NaN. NaN⁰ is 1
   * to JavaScript; its gradients are NaN all the same.
   */
  pow: binary({
    doc: "Power, x^y.",
    num: (x, y) => x ** y,
    grad: (x, y, out) => {
      const slope = y.mul(x.pow(y.sub(one)));
      return [
        y.equal(zero).where(x.equal(zero).where(zero, slope), slope),
        x.equal(zero).where(zero, out.mul(x.equal(zero).where(one, x).log())),
      ];
    },
    notation: bracketed(
      "^",
      (x, y) => `${x}^${y}`,
      (x, y) => `{${x}}^{${y}}`,
      Level.power,
      [Level.atom, Level.power],
    ),
    domain: [positive, R],
    points: [
      [[0, 2], 0, [0, 0]],
      [[0, 1], 0, [1, 0]],
      [[0, 0], 1, [0, 0]],
      [[0, -1], Infinity, [-Infinity, 0]],
      [[-2, 3], -8, [12, NaN]],
      [[-2, 0.5], NaN, [NaN, NaN]],
      [[NaN, 0], 1, [NaN, NaN]],
    ],
  }),
  square: unary({
    doc: "Square, x².",
    num: (x) => x * x,
    grad: (x) => [two.mul(x)],
    notation: bracketed(
      "x²",
      (x) => `${x}²`,
      (x) => `{${x}}^2`,
      Level.power,
      [Level.atom],
    ),
    lowered: (x) => x.mul(x),
    domain: [R],
  }),
  sqrt: unary({
    doc: "Square root, √x; its slope at 0 is +∞.",
    num: Math.sqrt,
    grad: (_x, out) => [half.div(out)],
    notation: root("√", ""),
    wasm: "sqrt",
    domain: [positive],
    points: [
      [[0], 0, [Infinity]],
      [[-1], NaN, [NaN]],
    ],
  }),
  cbrt: unary({
    doc: "Cube root, ∛x, for negative x too; its slope at 0 is +∞.",
    num: Math.cbrt,
    grad: (_x, out) => [constant(3).mul(out.square()).reciprocal()],
    notation: root("∛", "[3]"),
    domain: [nonzero],
    points: [
      [[-8], -2, [1 / 12]],
      [[0], 0, [Infinity]],
    ],
  }),
  /** At the origin, where the slope depends on the direction, both local gradients are 0. */
  hypot: binary({
    doc: "Length of the hypotenuse, √(x² + y²), without overflow.",
    num: (x, y) => Math.hypot(x, y),
    grad: (x, y, out) => {
      const length = out.equal(zero).where(one, out);
      return [x.div(length), y.div(length)];
    },
    notation: named("hypot"),
    domain: [nonzero, nonzero],
    points: [
      [[3, -4], 5, [0.6, -0.8]],
      [[0, 0], 0, [0, 0]],
      [[3 * 2 ** 600, 4 * 2 ** 600], 5 * 2 ** 600, [0.6, 0.8]],
    ],
  }),
};
