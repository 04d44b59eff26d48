/** Operations that users define: recorded, drawn, checked, differentiated and compiled like those of the table. */
import { describe, expect, test } from "@jest/globals";
import {
  ChainruleError,
  checkOp,
  constant,
  defineOp,
  grad,
  gradcheck,
  gradients,
  hessian,
  jvp,
  logSumExp,
  noGrad,
  sum,
  Value,
  type OpDefinition,
} from "chainrule";
import { compile } from "chainrule/compile";
import { toDot } from "chainrule/draw";
import { definitionOf } from "../../src/engine/define.js";
import type { FixedOp } from "../../src/ops/index.js";
import { inChild } from "../child.js";
import { relativeError, tolerances } from "../tolerances.js";
import { mixed, numericCube } from "./functions.js";

const cube = defineOp({ name: "cube", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)] });
/** sin πx and cos πx, each the derivative of the other but for a factor. */
const sinPi = defineOp({
  name: "sinPi",
  num: (x) => Math.sin(Math.PI * x),
  grad: (x): Value[] => [cosPi(x).mul(Math.PI)],
});
const cosPi = defineOp({
  name: "cosPi",
  num: (x) => Math.cos(Math.PI * x),
  grad: (x) => [sinPi(x).mul(-Math.PI)],
});
describe("defineOp", () => {
  test("records a node with the number, the parents and the name", () => {
    const x = new Value(2, "x");
    const y = cube(x);
    expect([y.data, y.op, y.parents, y.localGradients()]).toEqual([8, "cube", [x], [12]]);
    expect(cube(2).data).toBe(8);
    expect(noGrad(() => cube(x)).op).toBe("constant");
    y.backward(10);
    expect(x.grad).toBe(120);
  });

  test("differentiates any number of times, through other operations of the user", () => {
    expect(grad(grad(grad(cube)))(2).data).toBe(6);
    let f: (x: Value) => Value = sinPi;
    const expected = [Math.sin, Math.cos, (t: number) => -Math.sin(t), (t: number) => -Math.cos(t), Math.sin];
    for (const [order, derivative] of expected.entries()) {
      const actual = f(new Value(0.3)).data;
      expect(relativeError(actual, Math.PI ** order * derivative(Math.PI * 0.3))).toBeLessThan(
        tolerances.closedForm,
      );
      f = grad(f);
    }
    expect(jvp(cube)(2)[1](10).data).toBe(120);
  });

  test("may have many operands, use its result, lists and constants, and be flat in an operand", () => {
    const at = [0.5, -2, 0.3, 7];
    gradcheck((a, b, c, d) => mixed(a, b, c, d), at);
    const h = hessian((a, b, c, d) => mixed(a, b, c, d))(0.5, -2, 0.3, 7);
    const e = Math.exp(0.3);
    const expected = [0, e, -2 * e, 0, e, 0, 0.5 * e, 0, -2 * e, 0.5 * e, -e, 0, 0, 0, 0, 0];
    h.flat().forEach(({ data }, i) => {
      expect(relativeError(data, expected[i] as number)).toBeLessThan(tolerances.closedForm);
    });
  });

  test("with local gradients on numbers, it can be differentiated once, and says so the second time", () => {
    expect(grad(numericCube)(2).data).toBe(12);
    const x = new Value(2);
    const [slope] = gradients(numericCube(x).mul(x), [x], { createGraph: true });
    expect(slope?.data).toBe(32);
    const message =
      /^numericCube: its local gradients are given on numbers, so it can be differentiated once/;
    expect(() => grad(grad(numericCube))(2)).toThrow(message);
    expect(() => slope?.backward()).toThrow(message);
    expect(() => hessian(numericCube)(2)).toThrow(ChainruleError);
  });

  test("local gradients of three operands, in their order", () => {
    const product = defineOp({ name: "volume", num: (x, y, z) => x * y * z, grad: (x, y, z) => [y.mul(z), x.mul(z), x.mul(y)] }); // prettier-ignore
    expect(product(2, new Value(3), 5).localGradients()).toEqual([15, 10, 6]);
  });

  test("what is flat passes nothing on, not even an infinite signal, nor where derivatives are graphs", () => {
    const step = defineOp({ name: "step", num: (x) => (x < 3 ? 0 : 1), grad: () => [0] });
    // At 2 the signal that comes to the step is √'(0) = ∞.
    const f = (x: Value): Value => step(x).sqrt().add(x.square());
    const x = new Value(2);
    f(x).backward();
    expect([x.grad, grad(f)(2).data, grad(grad(f))(2).data]).toEqual([4, 4, 2]);
  });

  test("two operations of one name do not disturb each other, also when one has the name of a built-in", () => {
    const double = defineOp({ name: "scaled", num: (x) => 2 * x, grad: () => [2] });
    const triple = defineOp({ name: "scaled", num: (x) => 3 * x, grad: () => [3] });
    const tanh = defineOp({ name: "tanh", num: (x) => 7 * x, grad: () => [7] });
    const f = (x: Value): Value => double(x).mul(triple(x)).add(tanh(x)).add(x.tanh());
    const fourfold = defineOp({ name: "scaled", num: (x) => 4 * x, grad: () => [4] });
    expect([double, triple, fourfold, tanh].map((op) => op(1).op)).toEqual(["scaled", "scaled#2", "scaled#3", "tanh#2"]); // prettier-ignore
    const x = new Value(0.5);
    const slope = 12 * 0.5 + 7 + (1 - Math.tanh(0.5) ** 2);
    expect(grad(f)(0.5).data).toBe(slope);
    const program = compile(f(x), { parameters: [x] });
    program.run();
    expect(program.gradients[0]).toBe(slope);
  });

  test("is drawn with its symbol", () => {
    const norm = defineOp({
      name: "norm",
      num: (x, y) => Math.hypot(x, y),
      grad: (x, y, out) => [x.div(out), y.div(out)],
      symbol: "‖·‖",
      tex: (x = "", y = "") => `\\lVert ${x}, ${y} \\rVert`,
    });
    const root = norm(new Value(3, "x"), 4);
    expect(toDot(root)).toContain("‖·‖");
    expect(root.rule.op?.notation.tex("a", "b")).toBe("\\lVert a, b \\rVert");
    expect(toDot(cube(2))).toContain("cube");
  });

  test.each([
    ["f64", tolerances.reordered],
    ["f32", tolerances.single],
  ] as const)("compiles, in %s: alone, in loops, and with many operands", (precision, tolerance) => {
    // prettier-ignore
    const w = Array.from({ length: 40 }, (_, i) => new Value(Math.sin(i)));
    const loss = sum(w.map((x, i) => cube(x.mul(0.5)).add(sinPi(x)).mul(numericCube(w[(i * 7) % 40] as Value))))
      .add(mixed(w[0] as Value, w[1] as Value, w[2] as Value, 3)); // prettier-ignore
    const program = compile(loss, { parameters: w, precision });
    const value = program.run();
    loss.backward();
    expect(relativeError(value, loss.data)).toBeLessThan(tolerance);
    program.gradients.forEach((slope, i) => {
      expect(relativeError(slope, w[i]?.grad ?? NaN)).toBeLessThan(tolerance);
    });
  });

  test("a graph of its gradients compiles", () => {
    const x = new Value(0.3);
    const program = compile(grad(grad(sinPi))(x), { parameters: [x] });
    expect(relativeError(program.run(), -(Math.PI ** 2) * Math.sin(0.3 * Math.PI))).toBeLessThan(
      tolerances.closedForm,
    );
  });

  test("a rule that differentiates inside is no trouble: Newton's iteration as an operation", () => {
    /** The root of y³ + y = x, by Newton's method on Values; dy/dx = 1 / (3y² + 1). */
    const root = defineOp({
      name: "cubicRoot",
      num: (x) => {
        let y = 0;
        for (let i = 0; i < 60; i++) {
          const [value, slope] = noGrad((): [number, number] => {
            const [v, d] = jvp((t) => t.pow(3).add(t).sub(x))(y);
            return [v.data, d(1).data];
          });
          y -= value / slope;
        }
        return y;
      },
      grad: (_x, out) => [out.square().mul(3).add(1).reciprocal()],
    });
    expect(root(10).data).toBe(2);
    expect(grad(root)(10).data).toBe(1 / 13);
    // d²y/dx² = −6y y'³
    expect(relativeError(grad(grad(root))(10).data, -12 / 13 ** 3)).toBeLessThan(tolerances.closedForm);
    checkOp(root);
  });

  test("definitions that are wrong are answered with the part", () => {
    const num = (x: number): number => x;
    const grad = (): number[] => [1];
    const define = (definition: unknown) => () => defineOp(definition as OpDefinition);
    expect(define({ name: "a b", num, grad })).toThrow('defineOp: name is the string "a b", expected an identifier'); // prettier-ignore
    expect(define({ name: ["ab"] as unknown as string, num, grad })).toThrow(
      "defineOp: name is an array of 1",
    );
    expect(define({ name: "f", grad })).toThrow("defineOp: f: num is undefined, expected a function of numbers"); // prettier-ignore
    expect(define({ name: "f", num })).toThrow("defineOp: f: expected either grad");
    expect(define({ name: "f", num, grad, localGradients: grad })).toThrow("one of the two");
    expect(define({ name: "f", num: () => 1, grad })).toThrow("num has no parameters");
    expect(define({ name: "f", num, grad, operands: ["out"] })).toThrow("expected different names other than out"); // prettier-ignore
    expect(define({ name: "f", num, grad, operands: ["a", "a"] })).toThrow("operands are a, a");
    expect(define({ name: "f", num, grad, domain: [] })).toThrow("domain has 0 intervals, expected 1");
  });

  test("what a definition gets wrong when it runs is answered with its name", () => {
    const w = new Value(3, "w");
    const of = (definition: Partial<OpDefinition<[number]>>) => () => {
      const x = new Value(1);
      defineOp<[number]>({ name: "f", num: (y) => y, ...definition })(x).backward();
    };
    expect(of({ grad: () => [1, 2] })).toThrow("f: grad returned an array of 2, expected an array of 1");
    expect(of({ grad: () => ["1" as unknown as number] })).toThrow(
      'f: grad returned the string "1" in place 0',
    );
    expect(of({ grad: () => [w] })).toThrow(
      'f: grad reads the leaf "w" with data 3, expected the operands, out and constants only',
    );
    expect(of({ grad: (x) => [logSumExp([x])] })).toThrow("f: grad uses logSumExp");
    expect(of({ localGradients: () => [] })).toThrow("f: localGradients returned an array of 0");
    expect(of({ localGradients: () => [w as unknown as number] })).toThrow("in place 0, expected a number");
    expect(of({ grad: () => [1], num: (() => "1") as unknown as (x: number) => number, operands: ["x"] })).toThrow('f: num returned the string "1"'); // prettier-ignore
    expect(() => cube(...([1, 2] as unknown as [number]))).toThrow("cube: there are 2 operands, expected 1");
    expect(() => cube("1" as unknown as number)).toThrow(
      'cube: x is the string "1", expected a Value or a number',
    );
  });
});

describe("the row of a user's operation", () => {
  test("holds what the definition says, or what follows from it", () => {
    const name = "fiveOperands";
    const op = defineOp({
      name,
      num: (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e,
      localGradients: () => [1, 1, 1, 1, 1],
    });
    const operands = ["x", "y", "z", "x3", "x4"];
    expect(definitionOf(op)?.row).toMatchObject({
      kind: "fixed",
      doc: "fiveOperands(x, y, z, x3, x4).",
      operands,
      defaults: [],
    });
    const documented = defineOp({ name: "documented", num: (x) => x, grad: () => [1], doc: "The same." });
    expect(definitionOf(documented)?.row.doc).toBe("The same.");
  });

  test("on numbers, each local gradient is an operation of the operands and the result", () => {
    const domain = [
      { min: 1, max: 2 },
      { min: 3, max: 4 },
    ];
    const op = defineOp({ name: "area", num: (x: number, y: number) => x * y, localGradients: (x, y) => [y, x], domain }); // prettier-ignore
    const [x, y] = [new Value(1.5), new Value(3.5)];
    const [, slope] = gradients(op(x, y), [x, y], { createGraph: true });
    expect(() => {
      (slope as Value).backward();
    }).toThrow(
      "area: its local gradients are given on numbers, so it can be differentiated once only; " +
        "give defineOp grad (expressions) to differentiate again",
    );
    expect([slope?.op, slope?.data, slope?.parents.length]).toEqual(["area.y", 1.5, 3]);
    const row = slope?.rule.op as FixedOp;
    expect(row).toMatchObject({ kind: "fixed", doc: "Local gradient of area by y.", operands: ["x", "y", "out"], defaults: [] }); // prettier-ignore
    expect(row.domain).toHaveLength(3);
    expect(row.domain.slice(0, 2)).toEqual(domain);
    expect([row.notation.symbol, row.notation.text("a", "b", "c")]).toEqual([
      "∂area/∂y",
      "∂area/∂y(a, b, c)",
    ]);
    expect(row.notation.tex("a")).toBe("\\tfrac{\\partial}{\\partial y}\\operatorname{area}\\left(a\\right)");
  });

  test("a constant gets no gradient, and what is flat gets 0 even from an infinite signal", () => {
    const [x, fixed, flat] = [new Value(2), constant(3), new Value(4)];
    mixed(x, fixed, 0, flat).backward(Infinity);
    expect([x.grad, fixed.grad, flat.grad]).toEqual([Infinity, 0, 0]);
  });
});

test("an operation that nothing refers to is given back, with all that was made of it", () => {
  const { result } = inChild(
    `const use = (i) => {
       const name = "op" + String(i % 7);
       const exact = defineOp({ name, num: (x) => x * x + i, grad: (x) => [x.mul(2)] });
       const host = defineOp({ name: name + "OnNumbers", num: (x) => x * i, localGradients: () => [i] });
       const outer = defineOp({ name: "outer", num: (x) => x ** 3, grad: (x) => [exact(x).sub(i).mul(3)] });
       const x = new Value(2);
       host(outer(exact(x))).backward();
       const third = grad(grad(grad(outer)))(2).data;
       if (i % 50 === 0) compile(exact(x), { parameters: [x] }).dispose();
       return third;
     };
     const collected = async () => {
       for (let i = 0; i < 3; i++) { await new Promise((resolve) => setTimeout(resolve, 1)); globalThis.gc(); }
       return process.memoryUsage().heapUsed;
     };
     const kept = defineOp({ name: "kept", num: (x) => x ** 2, grad: (x) => [inner(x)] });
     function inner(x) { return defineOp({ name: "inner", num: (y) => 2 * y, grad: () => [2] })(x); }
     const first = grad(kept)(3).data;
     for (let i = 0; i < 200; i++) use(i);
     const before = await collected();
     let thirds = 0;
     for (let i = 0; i < 600; i++) thirds += use(i);
     const bytes = ((await collected()) - before) / 600;
     return [bytes, thirds, first, grad(kept)(4).data, grad(grad(kept))(4).data];`,
    ["--expose-gc"],
  );
  // What is left is code that was warmed up. It was 47 kB when tables held the rows.
  expect(result[0]).toBeLessThan(4000);
  expect(result.slice(1)).toEqual([3600, 6, 8, 2]);
});
