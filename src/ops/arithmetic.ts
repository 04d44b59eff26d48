/** Sums, products and quotients of two operands. */
import { R, nonzero } from "./domains.js";
import { bracketed, infix, Level } from "./notation.js";
import { binary, unary } from "./row.js";
import { one } from "./sym.js";

const frac = (x: string, y: string): string => `\\frac{${x}}{${y}}`;

export const arithmetic = {
  neg: unary({
    doc: "Negation, −x.",
    num: (x) => -x,
    grad: () => [one.neg()],
    notation: bracketed("−", (x) => `−${x}`, (x) => `-${x}`, Level.sign, [Level.product]), // prettier-ignore
    wasm: "neg",
    domain: [R],
    points: [[[0], -0, [-1]]],
  }),
  add: binary({
    doc: "Sum, x + y.",
    num: (x, y) => x + y,
    grad: () => [one, one],
    notation: infix("+", "+", Level.sum, Level.sum),
    wasm: "add",
    domain: [R, R],
  }),
  sub: binary({
    doc: "Difference, x − y.",
    num: (x, y) => x - y,
    grad: () => [one, one.neg()],
    notation: infix("−", "-", Level.sum, Level.product),
    wasm: "sub",
    domain: [R, R],
  }),
  mul: binary({
    doc: "Product, x · y: the backward pass swaps the operands.",
    num: (x, y) => x * y,
    grad: (x, y) => [y, x],
    notation: infix("×", "*", Level.product, Level.product, "\\cdot"),
    wasm: "mul",
    domain: [R, R],
  }),
  div: binary({
    doc: "Quotient, x / y.",
    num: (x, y) => x / y,
    grad: (_x, y, out) => [y.reciprocal(), out.div(y).neg()],
    notation: {
      ...infix("÷", "/", Level.product, Level.sign),
      text: (x, y) => `${x} / ${y}`,
      tex: frac,
      texNeeds: [],
    },
    wasm: "div",
    domain: [R, nonzero],
    points: [[[1, 0], Infinity, [Infinity, -Infinity]]],
  }),
  reciprocal: unary({
    doc: "Reciprocal, 1 / x.",
    num: (x) => 1 / x,
    grad: (_x, out) => [out.square().neg()],
    notation: {
      ...bracketed(
        "1/x",
        (x) => `1 / ${x}`,
        (x) => frac("1", x),
        Level.product,
      ),
      needs: [Level.sign],
      texNeeds: [],
    },
    lowered: (x) => one.div(x),
    domain: [nonzero],
    points: [[[0], Infinity, [-Infinity]]],
  }),
};
