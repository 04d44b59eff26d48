/** Operations that a user defines, with gradients as expressions and as numbers, under names that the package uses itself. */
import { defineOp, dot, Value, type UserOp } from "chainrule";
import type { Family } from "../draw.js";
import { known } from "../operations.js";
import { activation } from "./pieces.js";

interface Defined {
  readonly op: (...operands: Value[]) => Value;
  readonly arity: number;
}

const all: Defined[] = [];

/** Keeps an operation under a variable's name, with its definition as a person would paste it. */
function state<A extends number[]>(variable: string, arity: number, defined: UserOp<A>, text: string): void {
  const op = (...operands: Value[]): Value => defined(...(operands as unknown as Parameters<UserOp<A>>));
  known(
    op(...Array.from({ length: arity }, () => new Value(0.5))),
    op,
    variable,
    `const ${variable} = defineOp(${text});`,
  );
  all.push({ op, arity });
}

state(
  "twice",
  1,
  defineOp({ name: "copy", num: (x) => 2 * x, grad: () => [2] }),
  `{ name: "copy", num: (x) => 2 * x, grad: () => [2] }`,
);
state(
  "squared",
  1,
  defineOp({ name: "constant", num: (x) => x * x, grad: (x) => [x.mul(2)] }),
  `{ name: "constant", num: (x) => x * x, grad: (x) => [x.mul(2)] }`,
);
state(
  "thrice",
  1,
  defineOp({ name: "leaf", num: (x) => 3 * x, localGradients: () => [3] }),
  `{ name: "leaf", num: (x) => 3 * x, localGradients: () => [3] }`,
);
state(
  "difference",
  2,
  defineOp({ name: "sum", num: (x, y) => x - y, grad: () => [1, -1] }),
  `{ name: "sum", num: (x, y) => x - y, grad: () => [1, -1] }`,
);
state(
  "cube",
  1,
  defineOp({ name: "cube", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)] }),
  `{ name: "cube", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)] }`,
);
state(
  "swirl",
  3,
  defineOp({
    name: "swirl",
    num: (x, y, z) => Math.sin(x) * y + z,
    localGradients: (x, y) => [Math.cos(x) * y, Math.sin(x), 1],
  }),
  `{ name: "swirl", num: (x, y, z) => Math.sin(x) * y + z, localGradients: (x, y) => [Math.cos(x) * y, Math.sin(x), 1] }`,
);
state(
  "clip",
  3,
  defineOp({
    name: "clip",
    num: (x, low, high) => (x < low ? low : x > high ? high : x),
    grad: (x, low, high) => [
      low.greater(x).where(0, x.greater(high).where(0, 1)),
      low.greater(x).where(1, 0),
      low.greater(x).where(0, x.greater(high).where(1, 0)),
    ],
  }),
  `{ name: "clip", num: (x, low, high) => (x < low ? low : x > high ? high : x), ` +
    `grad: (x, low, high) => [low.greater(x).where(0, x.greater(high).where(0, 1)), low.greater(x).where(1, 0), ` +
    `low.greater(x).where(0, x.greater(high).where(1, 0))] }`,
);
state(
  "blend",
  4,
  defineOp({
    name: "blend",
    num: (a, b, c, d) => a * d - b * c,
    grad: (a, b, c, d) => [d, c.neg(), b.neg(), a],
  }),
  `{ name: "blend", num: (a, b, c, d) => a * d - b * c, grad: (a, b, c, d) => [d, c.neg(), b.neg(), a] }`,
);
state(
  "step",
  1,
  defineOp({ name: "step", num: (x) => (x > 0 ? 1 : 0), grad: () => [0] }),
  `{ name: "step", num: (x) => (x > 0 ? 1 : 0), grad: () => [0] }`,
);
state(
  "root",
  1,
  defineOp({ name: "root", num: (x) => Math.sqrt(x), grad: (_x, out) => [out.mul(2).reciprocal()] }),
  `{ name: "root", num: (x) => Math.sqrt(x), grad: (_x, out) => [out.mul(2).reciprocal()] }`,
);

export const userOperations: Readonly<Record<string, Family>> = {
  "side by side"(draw) {
    const [n, { op, arity }] = [draw.length(), draw.pick(all)];
    const operands = Array.from({ length: arity }, () => draw.leaves(n));
    return Array.from({ length: n }, (_, i) => op(...operands.map((list) => list[i] as Value)));
  },

  "in layers"(draw) {
    let line: Value[] = draw.leaves(draw.length());
    for (let depth = draw.integer(1, 4); depth > 0; depth--) {
      const [{ op, arity }, before, act] = [draw.pick(all), line, activation(draw)];
      line = before.map((_, i) =>
        act(op(...Array.from({ length: arity }, (__, k) => before[(i + k) % before.length] as Value))),
      );
    }
    return [...line, dot(line, line)];
  },

  "among anything"(draw) {
    const made = draw.leaves(draw.length(1, 6));
    for (let i = draw.length(); i > 0; i--) {
      const { op, arity } = draw.pick(all);
      made.push(op(...draw.list(arity, () => (draw.chance(0.1) ? draw.constant() : draw.pick(made)))));
    }
    return made;
  },
};
