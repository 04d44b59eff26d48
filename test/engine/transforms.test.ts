/** Transforms of functions: against closed forms, central differences and each other. */
import { describe, expect, test } from "@jest/globals";
import {
  ChainruleError,
  dot,
  grad,
  gradients,
  hessian,
  hvp,
  jacobian,
  jvp,
  logSumExp,
  noGrad,
  sum,
  Value,
  valueAndGrad,
  vjp,
} from "chainrule";
import { watched } from "../../src/engine/hooks.js";
import { centralDifference } from "../differences.js";
import { relativeError, tolerances } from "../tolerances.js";
import { byHand, data, plain, rosenbrock, rows } from "./functions.js";

describe("grad", () => {
  test("of any order, by nesting: the derivatives of sin and of x⁵", () => {
    const sin = (x: Value): Value => x.sin();
    const derivatives = [sin, grad(sin), grad(grad(sin)), grad(grad(grad(sin))), grad(grad(grad(grad(sin))))];
    const expected = [Math.sin(1), Math.cos(1), -Math.sin(1), -Math.cos(1), Math.sin(1)];
    derivatives.forEach((f, i) => {
      const x = new Value(1);
      expect(f(x).data).toBe(expected[i]);
    });
    const power = (x: Value): Value => x.pow(5);
    expect(grad(grad(grad(grad(grad(power)))))(7).data).toBe(120);
    expect(grad(grad(grad(grad(grad(grad(power))))))(7).data).toBe(0);
  });

  test("takes one variable, several, or a list, and answers in the same form", () => {
    expect(grad((x) => x.square())(3).data).toBe(6);
    expect(data(grad(rosenbrock)(-1.2, 1))).toEqual(
      byHand.gradient(-1.2, 1).map((x) => expect.closeTo(x, 10) as unknown),
    );
    const list = grad((x: Value[]) => dot(x, x));
    expect(data(list([1, 2, 3]))).toEqual([2, 4, 6]);
    expect(data(list(new Float64Array([1, 2])))).toEqual([2, 4]);
    expect(data(list([5]))).toEqual([10]);
  });

  test("a variable that is not used has the gradient 0, as has every variable of a constant result", () => {
    const [x, y] = grad((...[a]) => (a as Value).square())(3, 4);
    expect([x.data, y.data]).toEqual([6, 0]);
    expect(grad(() => new Value(3))(1).data).toBe(0);
    expect(grad(grad((x) => x.mul(3)))(1).data).toBe(0);
  });

  test("derivatives within derivatives do not mix: d/dx (x · d/dy (x + y)) = 1", () => {
    const f = (x: Value): Value => x.mul(grad((y) => x.add(y))(1));
    expect(grad(f)(2).data).toBe(1);
    // At y = x, d/dy (x · y) is x and not 2x, so d/dx (x · x) = 2x.
    expect(grad((x) => x.mul(grad((y) => x.mul(y))(x)))(3).data).toBe(6);
    // The same with forward mode inside, and inside that.
    expect(grad((x) => x.mul(jvp((y) => x.mul(y))(x)[1](1)))(3).data).toBe(6);
    expect(jvp((x) => x.mul(jvp((y) => x.mul(y))(x)[1](1)))(3)[1](1).data).toBe(6);
    // d/dx d/dy d/dz (x y z) with every variable given as the one before.
    const nested = (x: Value): Value => grad((y) => grad((z) => x.mul(y).mul(z))(y))(x);
    // d/dz = x y; d/dy of it is x at y = x
    expect(grad(nested)(5).data).toBe(1);
  });

  test("a derivative depends on what the function closes over", () => {
    const w = new Value(2, "w");
    const slope = grad((x) => w.mul(x).sin())(0.3);
    slope.backward();
    // d/dw (w cos(0.3 w))
    expect(w.grad).toBe(Math.cos(0.6) - 0.6 * Math.sin(0.6));
  });

  test("an argument that is a Value is differentiated through: a step of gradient descent, by its start and its rate", () => {
    const [x, rate] = [new Value(3), new Value(0.1)];
    const next = x.sub(rate.mul(grad((at) => at.square())(x)));
    // x − rate · 2x
    expect(gradients(next, [x, rate])).toEqual([1 - 0.2, -6]);
  });

  test("mixed partial derivatives commute", () => {
    const f = (x: Value, y: Value): Value => x.mul(y.square()).exp().sin();
    const by = (first: 0 | 1, second: 0 | 1): number =>
      grad((x, y) => grad((a, b) => f(a, b))(x, y)[first])(0.3, 0.7)[second].data;
    expect(relativeError(by(0, 1), by(1, 0))).toBeLessThan(tolerances.reordered);
    const numeric = centralDifference((y) => grad(f)(0.3, y)[0].data, 0.7);
    expect(relativeError(by(0, 1), numeric)).toBeLessThan(tolerances.firstDifference);
  });

  test("leaves every grad as it is", () => {
    const [w, x] = [new Value(2), new Value(3)];
    const y = w.mul(x);
    [w.grad, x.grad, y.grad] = [10, 20, 30];
    grad((v) => v.mul(w).add(y))(x);
    gradients(y.square(), [w, x, y]);
    gradients(y.square(), [w, x, y], { createGraph: true });
    expect([w.grad, x.grad, y.grad]).toEqual([10, 20, 30]);
  });

  test("inside noGrad it still differentiates, and its result is a constant", () => {
    const f = (x: Value): Value => x.exp().mul(x);
    const results = noGrad(() => [
      grad(f)(1),
      grad(grad(f))(1),
      ...valueAndGrad(f)(1),
      ...hessian(f)(1).flat(),
      ...jacobian(f)(1).flat(),
      hvp(f)(1)(1),
      jvp(f)(1)[1](1),
      jvp(f)(1)[0],
      vjp(f)(1)[1](1),
    ]);
    expect(results.map(({ op }) => op)).toEqual(results.map(() => "constant"));
    const [e2, e3, e] = [2 * Math.E, 3 * Math.E, Math.E];
    expect(data(results)).toEqual([e2, e3, e, e2, e3, e2, e3, e2, e, e2]);
  });

  test("and recording is as before, also after an error", () => {
    expect(() => grad(() => { throw new Error("mine"); })(1)).toThrow("mine"); // prettier-ignore
    noGrad(() => {
      expect(() => grad(() => { throw new Error("mine"); })(1)).toThrow("mine"); // prettier-ignore
      expect(new Value(1).exp().op).toBe("constant");
    });
    expect(new Value(1).exp().op).toBe("exp");
  });

  test("every transform says its own name", () => {
    const transforms = { grad, valueAndGrad, jacobian, hessian, jvp, vjp, hvp } as unknown as Readonly<
      Record<string, (f: (x: Value) => unknown) => (x: unknown) => unknown>
    >;
    for (const [name, transform] of Object.entries(transforms)) {
      expect(() => transform((x) => x)("3")).toThrow(`${name}: argument 0 is the string "3"`);
      expect(() => transform(() => 3)(1)).toThrow(
        new RegExp(`^${name}: f returned the number 3, expected a Value$`),
      );
      expect(() => transform(() => Promise.resolve(1))(1)).toThrow(`${name}: f is asynchronous`);
    }
    for (const name of ["grad", "valueAndGrad", "hessian", "hvp"]) {
      expect(() => transforms[name]?.((x) => [x, x])(1)).toThrow(`${name}: f returned a list of 2`);
    }
    const [, short] = jvp((a, b) => a.mul(b))(1, 2) as unknown as [Value, (v: number) => Value];
    expect(() => short(1)).toThrow("jvp: the vector has 1 elements, expected 2");
    expect(() => vjp((a) => [a, a])(1)[1]([1])).toThrow("vjp: the vector has 1 elements, expected 2");
  });

  test("arguments are independent of each other, also where one was computed from another", () => {
    const x = new Value(2);
    const y = x.mul(3);
    const f = (a: Value, b: Value): Value => a.square().add(b);
    const check = (): void => {
      expect(data(grad(f)(x, y))).toEqual([4, 1]);
      expect(jacobian(f)(x, y).map(data)).toEqual([[4, 1]]);
      expect(hessian(f)(x, y).map(data)).toEqual([[2, 0], [0, 0]]); // prettier-ignore
      expect(jvp(f)(x, y)[1](1, 0).data).toBe(4);
      expect(data(vjp(f)(x, y)[1](1))).toEqual([4, 1]);
      expect(data(hvp(f)(x, y)(1, 0))).toEqual([2, 0]);
    };
    check();
    noGrad(check);
  });

  test("wrong arguments and results are named", () => {
    const wrong = "3" as unknown as number;
    expect(() => grad((x) => x)(wrong)).toThrow(
      'grad: argument 0 is the string "3", expected a Value or a number',
    );
    expect(() => grad((x: Value[]) => sum(x))([])).toThrow("grad: there are no arguments");
    expect(() => grad((x, y) => x.add(y))([1] as unknown as number, 2)).toThrow(
      "grad: argument 0 is an array of 1",
    );
    expect(() => grad((() => 3) as unknown as (x: Value) => Value)(1)).toThrow(
      "grad: f returned the number 3, expected a Value",
    );
    expect(() => grad(((x: Value) => [x, x]) as unknown as (x: Value) => Value)(1)).toThrow(
      "grad: f returned a list of 2, expected one Value (see jacobian)",
    );
    expect(() => jacobian(((x: Value) => [x, 1]) as unknown as (x: Value) => Value)(1)).toThrow(
      "jacobian: f returned the number 1, expected a Value in every place",
    );
    const one = hvp(rosenbrock)(1, 1) as unknown as (v: number) => Value;
    expect(() => one(1)).toThrow("hvp: the vector has 1 elements, expected 2");
    expect(() => grad((x) => Promise.resolve(x) as unknown as Value)(1)).toThrow("grad: f is asynchronous");
    expect(() => grad((x) => x)(wrong)).toThrow(ChainruleError);
  });
});

describe("jacobian, hessian and products", () => {
  test("the Jacobian of spherical coordinates, and of the map back, is its inverse", () => {
    const forward = (r: Value, t: Value, p: Value): Value[] => [
      r.mul(t.sin()).mul(p.cos()),
      r.mul(t.sin()).mul(p.sin()),
      r.mul(t.cos()),
    ];
    const back = (x: Value, y: Value, z: Value): Value[] => [
      x.hypot(y).hypot(z),
      x.hypot(y).atan2(z),
      y.atan2(x),
    ];
    const at = [2, 0.7, 1.1] as const;
    const image = data(forward(...(at.map((x) => new Value(x)) as [Value, Value, Value])));
    const [j, k] = [
      rows(jacobian(forward)(...at)),
      rows(jacobian(back)(...(image as [number, number, number]))),
    ];
    k.forEach((row, i) => {
      [0, 1, 2].forEach((c) => {
        const product = row.reduce((total, x, m) => total + x * (j[m]?.[c] ?? NaN), 0);
        expect(relativeError(product, i === c ? 1 : 0)).toBeLessThan(tolerances.closedForm);
      });
    });
  });

  test("is the same by rows and by columns, with and without a graph", () => {
    const f = (x: Value[]): Value[] => [dot(x, x), logSumExp(x), (x[0] as Value).mul(x[1] as Value).tanh()];
    const wide = [0.1, -0.4, 0.7, 1.2];
    const tall = wide.slice(0, 2);
    const expected = (at: number[]): number[][] =>
      [0, 1, 2].map((i) => at.map((x, k) => centralDifference((moved) => f(at.with(k, moved).map((v) => new Value(v)))[i]?.data ?? NaN, x))); // prettier-ignore
    for (const at of [wide, tall]) {
      const graph = rows(jacobian(f)(at));
      expect(plain(noGrad(() => rows(jacobian(f)(at))).flat())).toEqual(plain(graph.flat()));
      graph.flat().forEach((x, i) => {
        expect(relativeError(x, expected(at).flat()[i] ?? NaN)).toBeLessThan(tolerances.firstDifference);
      });
    }
    expect(rows(jacobian((x) => x.square())(3))).toEqual([[6]]);
  });

  test("the Hessian of Rosenbrock's function, by hand", () => {
    const points: [number, number][] = [[-1.2, 1], [1, 1], [0.5, -2]]; // prettier-ignore
    for (const [x, y] of points) {
      const h = rows(hessian(rosenbrock)(x, y)).flat();
      for (const [i, expected] of byHand.hessian(x, y).flat().entries()) {
        expect(relativeError(h[i] ?? NaN, expected)).toBeLessThan(tolerances.closedForm);
      }
    }
    expect(rows(hessian((x) => x.pow(3))(2))).toEqual([[12]]);
  });

  test("products with the Jacobian and the Hessian are linear in the vector, which may be Values", () => {
    const v: [Value, Value] = [new Value(0.3), new Value(-2)];
    const [h, at] = [byHand.hessian(-1.2, 1), [-1.2, 1] as const];
    const product = hvp(rosenbrock)(...at)(...v);
    expect(plain(gradients(product[0], v))).toEqual(
      (h[0] as number[]).map((x) => expect.closeTo(x, 9) as unknown),
    );
    const [value, pushforward] = jvp(rosenbrock)(...at);
    expect(value.data).toBe(rosenbrock(new Value(-1.2), new Value(1)).data);
    const slope = byHand.gradient(...at);
    expect(gradients(pushforward(...v), v)).toEqual(slope.map((x) => expect.closeTo(x, 9) as unknown));
    const [both, pullback] = vjp((x: Value[]) => x.map((each) => each.square()))([2, 3]);
    expect(data(both)).toEqual([4, 9]);
    expect(data(pullback([1, 10]))).toEqual([4, 60]);
    expect(data(pullback([0, 1]))).toEqual([0, 6]);
  });
});

test("the Jacobian costs as many passes as there are results or variables, whichever are fewer", () => {
  const counted = (f: () => unknown): { made: number; propagated: number } => {
    const count = { made: 0, propagated: 0 };
    watched({ made: () => count.made++, propagated: () => count.propagated++ }, f);
    return count;
  };
  const size = 20;
  const wide = (xs: Value[]): Value[] => [sum(xs.map((x) => x.exp()))];
  const tall = ([x]: Value[]): Value[] => Array.from({ length: size }, () => (x as Value).exp().exp());
  const at = (f: (xs: Value[]) => Value[], n: number) => (): unknown =>
    jacobian(f)(Array.from({ length: n }, () => 0.1));
  // A pass makes a few nodes an operation; all passes over the graph of one of these would make more than size² of them.
  expect(counted(at(wide, size)).made).toBeLessThan(size ** 2);
  expect(counted(at(tall, 1)).made).toBeLessThan(size ** 2);
  // On numbers, reverse passes go through the closures of `backward`, and forward passes do not.
  expect(counted(() => noGrad(at(wide, size))).propagated).toBe(size + 1);
  expect(counted(() => noGrad(at(tall, 1))).propagated).toBe(0);
});
