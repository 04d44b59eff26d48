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
   * ∂/∂x of x⁰ is 0 everywhere, also at x = 0, where y · x^(y−1) is 0 · ∞. At x = 0, ∂/∂y is the limit from the right for y ≠ 0, and 0
   * for y = 0. For x < 0 the exponent cannot move within the reals, and ∂/∂y is NaN. NaN⁰ is 1 to JavaScript; its gradients are NaN
   * all the same.
   */
  pow: binary({
    doc: "Power, x^y.",
    torch:
      "NaN⁰ is 1 with NaN gradients, as has NaN¹; PyTorch has 0 and 1 for ∂/∂x. 1^NaN and (±1)^±∞ are NaN, as in JavaScript; PyTorch has 1. Where an operand is infinite and the power is 0, both gradients are 0 (for x < 0 only the first is); PyTorch has NaN for one or both. Where x < 0 and y is not an integer, both gradients are NaN; PyTorch has y · x^(y − 1) where that rounds to a number. ∂/∂x of (−1)^y with a large even y is −y, since y − 1 is odd; PyTorch rounds it and has y.",
    num: (x, y) => x ** y,
    grad: (x, y) => [x.powDerivative(y, one, zero), x.powDerivative(y, zero, one)],
    written: (x, y, out) => {
      const slope = y.mul(x.pow(y.sub(one)));
      return [
        y.equal(zero).where(x.equal(zero).where(zero, slope), slope),
        x.equal(zero).where(zero, out.mul(x.log())),
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
      [[0, 0.5], 0, [Infinity, 0]],
      [[0, -1], Infinity, [-Infinity, -Infinity]],
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
    grad: (x) => [half.mul(x.rsqrt())],
    written: (_x, out) => [half.div(out)],
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
    grad: (x) => [x.cbrtSlope()],
    written: (_x, out) => [constant(3).mul(out.square()).reciprocal()],
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
    torch:
      "At the origin both gradients are 0; PyTorch has NaN. Where one operand is infinite its gradient is ±1, where both are ±1/√2; PyTorch has NaN. Near the origin, where x² + y² underflows, the gradients keep their digits; PyTorch has 1 and 1.",
    num: (x, y) => Math.hypot(x, y),
    grad: (x, y) => [x.direction(y), y.direction(x)],
    written: (x, y, out) => [x.div(out), y.div(out)],
    exact: (x, y) => x.square().add(y.square()).sqrt(),
    notation: named("hypot"),
    domain: [nonzero, nonzero],
    points: [
      [[3, -4], 5, [0.6, -0.8]],
      [[0, 0], 0, [0, 0]],
      [[3 * 2 ** 600, 4 * 2 ** 600], 5 * 2 ** 600, [0.6, 0.8]],
    ],
  }),
};
