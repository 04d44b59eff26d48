/** What an expression over the table becomes as a graph: nothing is recorded that is known beforehand. */
import { describe, expect, test } from "@jest/globals";
import { constant, noGrad, Value } from "chainrule";
import { applied, graphOf, product, total } from "../../src/engine/apply.js";
import { identity } from "../../src/transforms/variables.js";
import { apply, ops, print, variable, type Op } from "../../src/ops/index.js";

const [x, y] = [new Value(2, "x"), new Value(3, "y")];

describe("applied", () => {
  test("records a node with the number, the operands and no label", () => {
    const node = applied(ops.pow, [x, y]);
    expect([node.data, node.op, node.parents, node.label]).toEqual([8, "pow", [x, y], ""]);
    const where = applied(ops.where, [x, y, x]);
    expect([where.data, where.op, where.parents, where.label]).toEqual([3, "where", [x, y, x], ""]);
    expect(noGrad(() => applied(ops.pow, [x, y])).op).toBe("constant");
  });

  test("of constants is a constant", () => {
    const node = applied(ops.pow, [constant(2), constant(3)]);
    expect([node.data, node.op]).toEqual([8, "constant"]);
    expect(applied(ops.pow, [constant(2), y]).op).toBe("pow");
  });

  test("leaves a factor 1 out, and a factor −1 is the sign", () => {
    expect([product(constant(1), x), product(x, constant(1))]).toEqual([x, x]);
    for (const negated of [product(constant(-1), x), product(x, constant(-1))]) {
      expect([negated.data, negated.op, negated.parents]).toEqual([-2, "neg", [x]]);
    }
    // A variable that happens to be 1 is no constant.
    const one = new Value(1);
    expect([product(one, x).op, product(x, one).op, product(x, constant(2)).op]).toEqual([
      "mul",
      "mul",
      "mul",
    ]);
  });

  test("takes the branch of a condition that is constant, and only of `where`", () => {
    expect(applied(ops.where, [constant(1), x, y])).toBe(x);
    expect(applied(ops.where, [constant(0), x, y])).toBe(y);
    expect(applied(ops.sub, [constant(0), x]).data).toBe(-2);
  });
});

describe("total", () => {
  test("of nothing, of one, of two and of more", () => {
    expect(total([])).toBeUndefined();
    expect(total([x])).toBe(x);
    expect([total([x, y])?.op, total([x, y])?.data]).toEqual(["add", 5]);
    expect([total([x, y, x])?.op, total([x, y, x])?.data]).toEqual(["sum", 7]);
  });

  test("is a constant where every term is", () => {
    const ones = [constant(1), constant(1), constant(1)];
    expect([total(ones)?.op, total(ones)?.data]).toEqual(["constant", 3]);
    expect(total([...ones, x])?.op).toBe("sum");
  });
});

test("graphOf: a variable is its Value, a shared expression one node", () => {
  const shared = variable("x").exp();
  const graph = graphOf(shared.mul(shared), () => x);
  expect(graph.parents[0]).toBe(graph.parents[1]);
  expect(graphOf(variable("x"), () => x)).toBe(x);
});

test("the variable of a transform is the same number, and is written as what it stands for", () => {
  const { data, rule } = identity(x);
  const row = rule.op as Op;
  expect([data, row.notation.symbol]).toEqual([2, "="]);
  const written = apply(row, variable("x"));
  expect([print(written, "text"), print(written, "tex")]).toEqual(["x", "x"]);
  expect(print(written.square(), "text")).toBe("(x)²");
});
