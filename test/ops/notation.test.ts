/** How operations are written: symbol, text and TeX as textbooks have them, and parentheses where, and only where, they are needed. */
import { describe, expect, test } from "@jest/globals";
import katex from "katex";
import {
  apply,
  constant,
  listOps,
  ops,
  print,
  variable,
  type OpName,
  type Sym,
  type ListOp,
} from "../../src/ops/index.js";

const TEX = String.raw;
const [x, y, z] = [variable("x"), variable("y"), variable("z")];
const text = (sym: Sym): string => print(sym, "text");
const tex = (sym: Sym): string => print(sym, "tex");

/** Symbol, text and TeX where they are not those of a function with the name of the row. */
const written: Readonly<Partial<Record<OpName, readonly [symbol: string, text: string, tex: string]>>> = {
  neg: ["−", "−x", "-x"],
  add: ["+", "x + y", "x + y"],
  sub: ["−", "x − y", "x - y"],
  mul: ["×", "x × y", TEX`x \cdot y`],
  div: ["÷", "x / y", TEX`\frac{x}{y}`],
  reciprocal: ["1/x", "1 / x", TEX`\frac{1}{x}`],
  pow: ["^", "x^y", "{x}^{y}"],
  square: ["x²", "x²", "{x}^2"],
  sqrt: ["√", "√(x)", TEX`\sqrt{x}`],
  cbrt: ["∛", "∛(x)", TEX`\sqrt[3]{x}`],
  exp: ["exp", "exp(x)", "e^{x}"],
  expm1: ["expm1", "expm1(x)", TEX`\left(e^{x} - 1\right)`],
  log1p: ["log1p", "log1p(x)", TEX`\ln\left(1 + x\right)`],
  abs: ["|x|", "|x|", TEX`\left|x\right|`],
  sechSquared: ["sech²", "sech²(x)", TEX`\operatorname{sech}^2\left(x\right)`],
  gauss: ["gauss", "exp(−x²)", TEX`e^{-{x}^2}`],
  differenceOfSquares: ["x² − y²", "x² − y²", "{x}^2 - {y}^2"],
  oneMinusSquare: ["1 − x²", "1 − x²", TEX`1 - {x}^2`],
  rsqrt: ["1/√x", "1 / √(x)", TEX`\frac{1}{\sqrt{x}}`],
  powDerivative: ["∂x^y", "∂^(k, n) x^y", TEX`\partial_1^{k} \partial_2^{n} {x}^{y}`],
  greater: [">", "x > y", "x > y"],
  equal: ["=", "x = y", "x = y"],
  where: ["where", "where(x, y, z)", TEX`\begin{cases}y & x\\z & \text{otherwise}\end{cases}`],
};
/** Functions whose TeX is a command of its own, or a name in other letters. */
const commands: Readonly<Partial<Record<OpName, string>>> = {
  log: TEX`\ln`,
  log2: TEX`\log_2`,
  log10: TEX`\log_{10}`,
  sin: TEX`\sin`,
  cos: TEX`\cos`,
  tan: TEX`\tan`,
  asin: TEX`\arcsin`,
  acos: TEX`\arccos`,
  atan: TEX`\arctan`,
  sinh: TEX`\sinh`,
  cosh: TEX`\cosh`,
  tanh: TEX`\tanh`,
  cbrtSlope: TEX`\sqrt[3]{}'`,
  siluSlope: TEX`\operatorname{SiLU}'`,
  geluSlope: TEX`\operatorname{GELU}'`,
  normalPdf: TEX`\varphi`,
  normalCdf: TEX`\Phi`,
  sigmoid: TEX`\sigma`,
  min: TEX`\min`,
  max: TEX`\max`,
  relu: TEX`\operatorname{ReLU}`,
  leakyRelu: TEX`\operatorname{LeakyReLU}`,
  elu: TEX`\operatorname{ELU}`,
  silu: TEX`\operatorname{SiLU}`,
  gelu: TEX`\operatorname{GELU}`,
};

test.each(Object.entries(ops))("%s", (name, row) => {
  const { operands, notation } = row;
  const list = operands.join(", ");
  const command = commands[name as OpName] ?? TEX`\operatorname{${name}}`;
  const expected = written[name as OpName] ?? [name, `${name}(${list})`, TEX`${command}\left(${list}\right)`];
  const applied = apply(row, ...operands.map(variable));
  expect([notation.symbol, text(applied), tex(applied)]).toEqual(expected);
  expect(katex.renderToString(tex(applied), { strict: "error" })).toContain("katex");
});

const writtenLists: Readonly<Record<string, readonly [symbol: string, text: string, tex: string]>> = {
  sum: ["Σ", "sum(x)", TEX`\sum\left(x\right)`],
  dot: ["dot", "dot(x, y)", TEX`\operatorname{dot}\left(x, y\right)`],
  prod: ["Π", "prod(x)", TEX`\prod\left(x\right)`],
  mean: ["mean", "mean(x)", TEX`\operatorname{mean}\left(x\right)`],
  norm: ["norm", "‖(x)‖", TEX`\left\lVert\left(x\right)\right\rVert`],
  max: ["max", "max(x)", TEX`\max\left(x\right)`],
  min: ["min", "min(x)", TEX`\min\left(x\right)`],
  logSumExp: ["logSumExp", "logSumExp(x)", TEX`\operatorname{logSumExp}\left(x\right)`],
  crossEntropy: ["crossEntropy", "crossEntropy(x, y)", TEX`\operatorname{crossEntropy}\left(x, y\right)`],
};

test.each(Object.entries(writtenLists))("%s of a list", (name, expected) => {
  const row = (listOps as Readonly<Record<string, ListOp>>)[name] as ListOp;
  const applied = apply(row, ...row.operands.map(variable));
  expect([row.notation.symbol, text(applied), tex(applied)]).toEqual(expected);
});

test.each(Object.entries(listOps))("%s of a list is TeX that KaTeX reads", (_name, row) => {
  const applied = tex(apply(row, ...row.operands.map(variable)));
  expect(katex.renderToString(applied, { strict: "error" })).toContain("katex");
});

test("operands with a meaning of their own have its name", () => {
  expect([ops.leakyRelu.operands, ops.elu.operands]).toEqual([
    ["x", "slope"],
    ["x", "alpha"],
  ]);
});

test("a list is written with all its elements", () => {
  expect([text(apply(listOps.sum, x, y)), text(apply(listOps.dot, x, y))]).toEqual([
    "sum(x, y)",
    "dot(x, y)",
  ]);
});

test("the operators of JavaScript are known, for code to be written with", () => {
  const operators = Object.entries(ops).map(([name, { notation }]) => [name, notation.operator]);
  expect(operators.filter(([, operator]) => operator !== undefined)).toEqual([
    ["add", "+"],
    ["sub", "-"],
    ["mul", "*"],
    ["div", "/"],
    ["greater", ">"],
    ["equal", "==="],
  ]);
});

describe("parentheses", () => {
  const sum = x.add(y);
  const product = x.mul(y);
  const cases: readonly (readonly [string, Sym, string, string])[] = [
    ["a sum in a sum", sum.add(sum), "x + y + x + y", "x + y + x + y"],
    ["a difference taken away", x.sub(x.sub(y)), "x − (x − y)", TEX`x - \left(x - y\right)`],
    ["taken away from a difference", x.sub(y).sub(z), "x − y − z", "x - y - z"],
    [
      "a sum in a product",
      sum.mul(sum),
      "(x + y) × (x + y)",
      TEX`\left(x + y\right) \cdot \left(x + y\right)`,
    ],
    ["a product in a product", product.mul(product), "x × y × x × y", TEX`x \cdot y \cdot x \cdot y`],
    ["a product in a sum", product.add(product), "x × y + x × y", TEX`x \cdot y + x \cdot y`],
    ["a quotient of products", product.div(product), "x × y / (x × y)", TEX`\frac{x \cdot y}{x \cdot y}`],
    ["a quotient of sums", sum.div(sum), "(x + y) / (x + y)", TEX`\frac{x + y}{x + y}`],
    ["a quotient by a sign", x.div(y.neg()), "x / −y", TEX`\frac{x}{-y}`],
    ["the sign of a sum", sum.neg(), "−(x + y)", TEX`-\left(x + y\right)`],
    ["the sign of a product", product.neg(), "−x × y", TEX`-x \cdot y`],
    ["the square of a sign", x.neg().square(), "(−x)²", TEX`{\left(-x\right)}^2`],
    ["the square of a square", x.square().square(), "(x²)²", TEX`{\left({x}^2\right)}^2`],
    ["the sign of a square", x.square().neg(), "−x²", "-{x}^2"],
    ["a power of a power", x.pow(y).pow(z), "(x^y)^z", TEX`{\left({x}^{y}\right)}^{z}`],
    ["a power to a power", x.pow(y.pow(z)), "x^y^z", "{x}^{{y}^{z}}"],
    ["a power to a sum", x.pow(sum), "x^(x + y)", TEX`{x}^{\left(x + y\right)}`],
    ["the reciprocal of a product", product.reciprocal(), "1 / (x × y)", TEX`\frac{1}{x \cdot y}`],
    ["the reciprocal of a sign", x.neg().reciprocal(), "1 / −x", TEX`\frac{1}{-x}`],
    ["the square of a reciprocal", x.reciprocal().square(), "(1 / x)²", TEX`{\left(\frac{1}{x}\right)}^2`],
    ["the square of an exponential", x.exp().square(), "(exp(x))²", TEX`{\left(e^{x}\right)}^2`],
    ["the exponential of a sum", sum.exp(), "exp(x + y)", "e^{x + y}"],
    ["a function of a sum", sum.sin(), "sin(x + y)", TEX`\sin\left(x + y\right)`],
    ["the square of a function", x.sin().square(), "sin(x)²", TEX`{\sin\left(x\right)}^2`],
    ["the square of log1p", x.log1p().square(), "(log1p(x))²", TEX`{\left(\ln\left(1 + x\right)\right)}^2`],
    ["log1p in a product", x.log1p().mul(y), "log1p(x) × y", TEX`\ln\left(1 + x\right) \cdot y`],
    ["a comparison in a product", x.greater(y).mul(z), "(x > y) × z", TEX`\left(x > y\right) \cdot z`],
    ["a sum in a comparison", x.greater(y.add(z)), "x > y + z", "x > y + z"],
    ["compared with a comparison", x.equal(y.greater(z)), "x = (y > z)", TEX`x = \left(y > z\right)`],
    ["a comparison compared", x.greater(y).equal(z), "x > y = z", "x > y = z"],
    ["a negative number in a power", constant(-2).square(), "(-2)²", TEX`{\left(-2\right)}^2`],
    ["a negative number in a product", constant(-2).mul(x), "-2 × x", TEX`-2 \cdot x`],
    ["0 and positive numbers", constant(0).square().add(constant(2).square()), "0² + 2²", "{0}^2 + {2}^2"],
  ];

  test.each(cases)("%s", (_, sym, asText, asTex) => {
    expect([text(sym), tex(sym)]).toEqual([asText, asTex]);
  });
});

test("variables may be written under other names", () => {
  expect(print(x.add(y), "text", (name) => name.toUpperCase())).toBe("X + Y");
});
