/** The shapes that a chain rule has to get right, by name. */
import { describe, expect, test } from "@jest/globals";
import { inspect } from "node:util";
import { constant, noGrad, sum, topologicalOrder, Value } from "chainrule";
import { relativeError, tolerances } from "../tolerances.js";

const value = (data: number, label = ""): Value => new Value(data, label);

describe("chain-rule shapes", () => {
  test("series: the local gradients multiply", () => {
    const x = value(0.5);
    x.square().exp().sin().backward();
    // d/dx sin(e^(x²)) = cos(e^(x²)) · e^(x²) · 2x
    const e = Math.exp(0.25);
    expect(relativeError(x.grad, Math.cos(e) * e)).toBeLessThan(tolerances.reordered);
  });

  test("fan-out a·a: both paths count", () => {
    const a = value(3);
    a.mul(a).backward();
    expect(a.grad).toBe(6);
  });

  test("fan-out a + a", () => {
    const a = value(3);
    a.add(a).backward();
    expect(a.grad).toBe(2);
  });

  test("diamond: x → (u, v) → u·v", () => {
    const x = value(2);
    const [u, v] = [x.square(), x.mul(3)];
    u.mul(v).backward();
    // 3x³ has the derivative 9x²
    expect(x.grad).toBe(36);
    expect(u.grad).toBe(6);
    expect(v.grad).toBe(4);
  });

  test("shared subgraph: one node that three others read", () => {
    const x = value(2);
    const shared = x.add(1);
    sum([shared, shared.mul(2), shared.square()]).backward();
    // 1 + 2 + 2 · 3
    expect(shared.grad).toBe(9);
    expect(x.grad).toBe(9);
  });

  test("two roots over a shared subgraph: inner gradients start afresh, leaves add up", () => {
    const x = value(2);
    const shared = x.square();
    const [first, second] = [shared.mul(3), shared.mul(5)];
    first.backward();
    second.backward();
    expect(shared.grad).toBe(5);
    expect(x.grad).toBe(3 * 4 + 5 * 4);
  });

  test("unused leaf: its gradient is 0", () => {
    const [x, unused] = [value(2), value(7)];
    unused.mul(2);
    x.square().backward();
    expect(unused.grad).toBe(0);
  });

  test("constant operand: a number gets no gradient", () => {
    const x = value(2);
    const out = x.mul(3);
    out.backward();
    expect(x.grad).toBe(3);
    const [, three] = out.parents as [Value, Value];
    expect([three.op, three.data, three.grad]).toEqual(["constant", 3, 0]);
  });

  test("repeated backward: leaves double exactly, inner nodes do not go stale", () => {
    const [x, y] = [value(0.1), value(0.7)];
    const inner = x.mul(y);
    const out = inner.tanh();
    out.backward();
    const once = [x.grad, y.grad, inner.grad];
    out.backward();
    expect([x.grad, y.grad, inner.grad]).toEqual([2 * (once[0] as number), 2 * (once[1] as number), once[2]]);
  });

  test("inner root: nodes above it are left alone", () => {
    const x = value(2);
    const inner = x.square();
    const above = inner.exp();
    inner.backward();
    expect([x.grad, inner.grad, above.grad]).toEqual([4, 1, 0]);
  });

  test("backward on a leaf adds the seed to it", () => {
    const x = value(2);
    x.backward();
    x.backward(3);
    expect(x.grad).toBe(4);
  });

  test("backward on a constant does nothing", () => {
    const c = constant(2);
    c.backward();
    expect(c.grad).toBe(0);
  });

  test("seed: the upstream gradient of the root", () => {
    const x = value(3);
    x.square().backward(1.5);
    expect(x.grad).toBe(9);
    expect(() => {
      x.square().backward("1" as unknown as number);
    }).toThrow('backward: seed is the string "1", expected a number');
  });

  test("deep: a chain of 100,000", () => {
    const x = value(1);
    let out: Value = x;
    for (let i = 0; i < 100_000; i++) out = out.add(x);
    out.backward();
    expect(x.grad).toBe(100_001);
  });

  test("wide: a sum of 100,000", () => {
    const x = value(2);
    const terms = Array.from({ length: 100_000 }, (_, i) => x.mul(i));
    sum(terms).backward();
    expect(x.grad).toBe((99_999 * 100_000) / 2);
  });
});

describe("what a Value remembers", () => {
  test("parents in order, repeated where used twice", () => {
    const [x, y] = [value(1, "x"), value(2, "y")];
    expect(x.sub(y).parents).toEqual([x, y]);
    expect(y.mul(y).parents).toEqual([y, y]);
    expect(x.parents).toEqual([]);
  });

  test("a label is that of one node, however many there are", () => {
    const values = Array.from({ length: 1000 }, (_, i) => value(i));
    values.forEach((each, i) => { if (i % 3 === 1) each.label = `x${String(i)}`; }); // prettier-ignore
    values.forEach((each, i) => {
      expect([each.data, each.label]).toEqual([i, i % 3 === 1 ? `x${String(i)}` : ""]);
    });
    expect(noGrad(() => value(2).square()).label).toBe("");
  });

  test("a leaf has no local gradients", () => {
    expect([value(2).localGradients(), constant(2).localGradients()]).toEqual([[], []]);
  });

  test("op, label and text", () => {
    const x = value(3, "x");
    const out = x.square();
    out.label = "y";
    out.backward();
    expect([x.op, out.op, constant(1).op]).toEqual(["leaf", "square", "constant"]);
    expect(String(out)).toBe('Value(data=9, grad=1, op=square, label="y")');
    expect(String(value(1))).toBe("Value(data=1, grad=0, op=leaf)");
    expect(inspect(out)).toBe(String(out));
  });

  test("topologicalOrder: parents before children, each node once, the root last", () => {
    const [x, y] = [value(1), value(2)];
    const t = x.add(y);
    const z = t.mul(t).sub(x);
    const order = topologicalOrder(z);
    expect(order).toHaveLength(5);
    expect(new Set(order).size).toBe(5);
    expect(order.at(-1)).toBe(z);
    for (const node of order) {
      for (const parent of node.parents) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(node));
    }
    expect(topologicalOrder(x)).toEqual([x]);
    expect(z.grad).toBe(0);
  });

  test.each([4095, 4096, 4097, 8192, 8193])("topologicalOrder of a chain of %i, kept in pieces", (length) => {
    const x = value(1);
    const chain = [x];
    for (let i = 0; i < length; i++) chain.push((chain[i] as Value).neg());
    const root = chain[length] as Value;
    const order = topologicalOrder(root);
    expect(order).toHaveLength(chain.length);
    expect(order.every((node, i) => node === chain[i])).toBe(true);
    root.backward();
    expect(x.grad).toBe(length % 2 === 0 ? 1 : -1);
  });

  test("a list may change after it was used", () => {
    const x = value(2);
    const terms: Value[] = [x, x];
    const out = sum(terms);
    terms.push(x);
    out.backward();
    expect(x.grad).toBe(2);
  });

  test("data is a number", () => {
    expect(() => new Value("3" as unknown as number)).toThrow(
      'Value: data is the string "3", expected a number',
    );
    expect(() => new Value(undefined as unknown as number)).toThrow(
      "Value: data is undefined, expected a number",
    );
  });
});

describe("where nothing is recorded", () => {
  test("noGrad makes constants without parents, and recording is on again afterwards", () => {
    const x = value(3);
    const out = noGrad(() => x.square());
    expect([out.data, out.parents.length, out.op]).toEqual([9, 0, "constant"]);
    expect(x.square().parents).toEqual([x]);
  });

  test("noGrad ends with an exception too", () => {
    expect(() => noGrad(() => { throw new Error("user code"); })).toThrow("user code"); // prettier-ignore
    expect(value(1).neg().parents).toHaveLength(1);
  });

  test("noGrad nests, and refuses what goes on after it", () => {
    expect(noGrad(() => noGrad(() => 1) + value(2).neg().parents.length)).toBe(1);
    expect(() => noGrad(() => Promise.resolve(1))).toThrow(
      "noGrad: f is asynchronous, expected a plain function",
    );
  });

  test("backward inside noGrad walks what was recorded before", () => {
    const x = value(3);
    const out = x.square();
    noGrad(() => { out.backward(); }); // prettier-ignore
    expect(x.grad).toBe(6);
  });

  test("detach: the same number, and no gradient passes", () => {
    const x = value(3, "x");
    const out = x.mul(x.detach());
    out.backward();
    expect([out.data, x.grad]).toEqual([9, 3]);
  });
});
