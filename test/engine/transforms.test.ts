/** Transforms of functions and gradients of recorded graphs: against closed forms, central differences, back propagation and each other. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
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
  topologicalOrder,
  Value,
  valueAndGrad,
  vjp,
} from "chainrule";
import { watched } from "../../src/engine/watch.js";
import { centralDifference } from "../differences.js";
import { anyRecipes, build, leavesOf, smoothRecipes, type Recipe } from "../graphs.js";
import { relativeError, tolerances } from "../tolerances.js";

const data = (values: readonly Value[]): number[] => values.map((value) => value.data);
const rows = (matrix: readonly (readonly Value[])[]): number[][] => matrix.map(data);
/** Compares signed zeros as equal, and NaN with NaN. */
const plain = (numbers: readonly number[]): number[] => numbers.map((x) => x + 0);
const of = (recipe: Recipe) => (x: Value[]) => build(recipe, x);

/** Rosenbrock's valley, with its gradient and Hessian by hand. */
const rosenbrock = (x: Value, y: Value): Value =>
  x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
const byHand = {
  gradient: (x: number, y: number) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: (x: number, y: number) => [
    [2 - 400 * (y - 3 * x * x), -400 * x],
    [-400 * x, 200],
  ],
};

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
    expect([x?.data, y?.data]).toEqual([6, 0]);
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
      grad((x, y) => grad((a, b) => f(a, b))(x, y)[first] as Value)(0.3, 0.7)[second]?.data ?? NaN;
    expect(relativeError(by(0, 1), by(1, 0))).toBeLessThan(tolerances.reordered);
    const numeric = centralDifference((y) => grad(f)(0.3, y)[0]?.data ?? NaN, 0.7);
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
    expect(() => jvp((a, b) => a.mul(b))(1, 2)[1](1)).toThrow("jvp: the vector has 1 elements, expected 2");
    expect(() => vjp((a) => [a, a])(1)[1]([1])).toThrow("vjp: the vector has 1 elements, expected 2");
  });

  test("arguments are independent of each other, also where one was computed from another", () => {
    const x = new Value(2);
    const y = x.mul(3);
    const f = (a: Value, b: Value): Value => a.square().add(b);
    const datas = (values: readonly Value[]): number[] => values.map(({ data }) => data);
    const check = (): void => {
      expect(datas(grad(f)(x, y))).toEqual([4, 1]);
      expect(jacobian(f)(x, y).map(datas)).toEqual([[4, 1]]);
      expect(hessian(f)(x, y).map(datas)).toEqual([[2, 0], [0, 0]]); // prettier-ignore
      expect(jvp(f)(x, y)[1](1, 0).data).toBe(4);
      expect(datas(vjp(f)(x, y)[1](1))).toEqual([4, 1]);
      expect(datas(hvp(f)(x, y)(1, 0))).toEqual([2, 0]);
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
    expect(() => grad((x) => x)(...([[1], 2] as unknown as [number, number]))).toThrow(
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
    expect(() => hvp(rosenbrock)(1, 1)(1)).toThrow("hvp: the vector has 1 elements, expected 2");
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
    const [j, k] = [rows(jacobian(forward)(...at)), rows(jacobian(back)(...image))];
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
    const v = [new Value(0.3), new Value(-2)];
    const [h, at] = [byHand.hessian(-1.2, 1), [-1.2, 1] as const];
    const product = hvp(rosenbrock)(...at)(...v);
    expect(plain(gradients(product[0] as Value, v))).toEqual(
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

describe("properties on random graphs", () => {
  test("gradients are those of backward(), as numbers and as a graph, bit for bit, save NaN", () => {
    fc.assert(
      fc.property(anyRecipes(), (recipe) => {
        const leaves = leavesOf(recipe);
        const root = build(recipe, leaves);
        root.backward();
        const order = topologicalOrder(root).filter(({ op }) => op !== "constant");
        const expected = plain(order.map((node) => node.grad));
        expect(plain(gradients(root, order))).toEqual(expected);
        // backward() multiplies a gradient that is 0 by whatever follows; in a graph an exact 0 goes no further, so 0 · ∞ does not arise.
        const graph = plain(data(gradients(root, order, { createGraph: true })));
        expect(graph.map((x, i) => (Number.isNaN(expected[i]) ? NaN : x))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("forward mode equals reverse mode", () => {
    fc.assert(
      fc.property(
        smoothRecipes(),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (recipe, direction) => {
          // prettier-ignore
          const v = direction.slice(0, recipe.leaves.length);
          const forward = jvp(of(recipe))(recipe.leaves)[1](v).data;
          const slopes = data(grad(of(recipe))(recipe.leaves));
          const size = slopes.reduce((total, slope, i) => total + Math.abs(slope * (v[i] ?? 0)), 1);
          const reverse = slopes.reduce((total, slope, i) => total + slope * (v[i] ?? 0), 0);
          expect(Math.abs(forward - reverse) / size).toBeLessThan(1e-11);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("products are the same inside noGrad, on numbers alone, bit for bit, save NaN", () => {
    fc.assert(
      fc.property(anyRecipes(), (recipe) => {
        const v = recipe.leaves.map((_, i) => Math.sin(i + 1));
        const all = (): number[] => [
          jvp(of(recipe))(recipe.leaves)[1](v).data,
          ...data(hvp(of(recipe))(recipe.leaves)(v)),
          ...data(vjp(of(recipe))(recipe.leaves)[1](0.7)),
        ];
        // In numbers a tangent of 0 goes no further, so 0 · ∞ does not arise.
        const expected = plain(all());
        expect(plain(noGrad(all)).map((x, i) => (Number.isNaN(expected[i]) ? NaN : x))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test("the Hessian is symmetric, is the derivative of the gradient, and its products are those of hvp", () => {
    fc.assert(
      fc.property(smoothRecipes(14), (recipe) => {
        const f = of(recipe);
        const h = rows(hessian(f)(recipe.leaves));
        const size = h.flat().reduce((most, x) => Math.max(most, Math.abs(x)), 1);
        h.forEach((row, i) => {
          row.forEach((x, j) => {
            expect(Math.abs(x - (h[j]?.[i] ?? NaN)) / size).toBeLessThan(1e-10);
          });
          const v = row.map((_, j) => (i === j ? 1 : 0));
          data(hvp(f)(recipe.leaves)(v)).forEach((x, j) => {
            expect(Math.abs(x - (h[j]?.[i] ?? NaN)) / size).toBeLessThan(1e-10);
          });
          const reverse = grad((x: Value[]) => dot(grad(f)(x), v))(recipe.leaves);
          data(reverse).forEach((x, j) => {
            expect(Math.abs(x - (h[j]?.[i] ?? NaN)) / size).toBeLessThan(1e-10);
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  test("the gradient is linear, and obeys the product rule and the chain rule", () => {
    fc.assert(
      fc.property(smoothRecipes(12), smoothRecipes(12), (one, other) => {
        const at = one.leaves;
        const [f, g] = [of(one), of({ ...other, leaves: at })];
        const [df, dg] = [data(grad(f)(at)), data(grad(g)(at))];
        const leaves = at.map((x) => new Value(x));
        const [fx, gx] = [f(leaves).data, g(leaves).data];
        const close = (actual: number[], expected: (i: number) => number): void => {
          const size = Math.max(1, ...df.map(Math.abs), ...dg.map(Math.abs)) * Math.max(1, Math.abs(fx), Math.abs(gx)); // prettier-ignore
          actual.forEach((x, i) => {
            expect(Math.abs(x - expected(i)) / size).toBeLessThan(1e-11);
          });
        };
        const [a, b] = [df, dg].map((d) => (i: number) => d[i] ?? NaN) as [(i: number) => number, (i: number) => number]; // prettier-ignore
        close(data(grad((x: Value[]) => f(x).mul(3).add(g(x).mul(-2)))(at)), (i) => 3 * a(i) - 2 * b(i));
        close(data(grad((x: Value[]) => f(x).mul(g(x)))(at)), (i) => a(i) * gx + fx * b(i));
        close(data(grad((x: Value[]) => f(x).sin())(at)), (i) => Math.cos(fx) * a(i));
      }),
      { numRuns: 100 },
    );
  });

  test("the gradient of a permuted sum is the same", () => {
    fc.assert(
      fc.property(smoothRecipes(10), fc.infiniteStream(fc.nat(1000)), (recipe, keys) => {
        const at = recipe.leaves;
        const terms = (x: Value[]): Value[] => x.map((each, i) => build(recipe, x).mul(each).add(i));
        const order = at.map((_, i) => [keys.next().value as number, i] as const).sort(([a], [b]) => a - b);
        const permuted = (x: Value[]): Value => sum(order.map(([, i]) => terms(x)[i] as Value));
        const straight = data(grad((x: Value[]) => sum(terms(x)))(at));
        data(grad(permuted)(at)).forEach((x, i) => {
          expect(relativeError(x, straight[i] ?? NaN)).toBeLessThan(1e-11);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("the Jacobian of a composition is the product of the Jacobians", () => {
    fc.assert(
      fc.property(smoothRecipes(8), smoothRecipes(8), (inner, outer) => {
        const at = inner.leaves;
        const f = (x: Value[]): Value[] => [build(inner, x).tanh(), build(inner, x.toReversed()).sin()];
        const g = (y: Value[]): Value[] => [
          build(outer, y),
          build(outer, y.toReversed()).cos(),
          y[0] as Value,
        ];
        const jf = rows(jacobian(f)(at));
        const jg = rows(jacobian(g)(data(f(at.map((x) => new Value(x))))));
        const both = rows(jacobian((x: Value[]) => g(f(x)))(at));
        both.forEach((row, i) => {
          row.forEach((x, j) => {
            const terms = [0, 1].map((k) => (jg[i]?.[k] ?? NaN) * (jf[k]?.[j] ?? NaN));
            const size = terms.reduce((total, term) => total + Math.abs(term), 1);
            expect(Math.abs(x - (terms[0] as number) - (terms[1] as number)) / size).toBeLessThan(1e-11);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe("gradients of a recorded graph", () => {
  test("by leaves and inner nodes, one above the other, an output among them, and twice the same", () => {
    const x = new Value(3);
    const y = x.square();
    const z = y.mul(x);
    expect(gradients(z, [x, y, z, x])).toEqual([27, 3, 1, 27]);
    expect(data(gradients(z, [x, y, z, x], { createGraph: true }))).toEqual([27, 3, 1, 27]);
    expect(data(gradients([z, y, z], [x], { createGraph: true }))).toEqual([60]);
    expect(gradients([z, y, z], [x])).toEqual([60]);
  });

  test("of what the output does not depend on is 0", () => {
    const [x, other] = [new Value(3), new Value(4)];
    expect(gradients(x.square(), [other, x])).toEqual([0, 6]);
    expect(data(gradients(x.square(), [other, x], { createGraph: true }))).toEqual([0, 6]);
    expect(gradients(new Value(1), [x])).toEqual([0]);
    expect(gradients([], [x])).toEqual([0]);
  });

  test("a constant input, and what is no Value, are answered", () => {
    const made = noGrad(() => new Value(2).square());
    expect(() => gradients(new Value(1), [made])).toThrow(
      "gradients: input 0 is a constant with data 4, expected a node of the graph " +
        "(numbers, and what noGrad or detach() made, get no gradient)",
    );
    expect(() => gradients(3 as unknown as Value, [])).toThrow(
      "gradients: output 0 is the number 3, expected a Value",
    );
    expect(() => gradients(made, ["x" as unknown as Value])).toThrow('gradients: input 0 is the string "x"');
  });

  test("a graph of gradients leaves out what is known: the derivative of x³ is 3 · x²", () => {
    const x = new Value(2, "x");
    const [slope] = gradients(x.pow(3), [x], { createGraph: true }) as [Value];
    expect(topologicalOrder(slope).map(({ op }) => op)).toEqual([
      "leaf",
      "constant",
      "pow",
      "constant",
      "mul",
    ]);
    const [one] = gradients(x.add(3).neg(), [x], { createGraph: true }) as [Value];
    expect([one.op, one.data]).toEqual(["constant", -1]);
  });

  test("long chains: nothing recurses", () => {
    const chain =
      (length: number) =>
      (x: Value): Value => {
        let y = x;
        for (let i = 0; i < length; i++) y = y.neg();
        return y;
      };
    expect(noGrad(() => grad(chain(1_000_000))(2)).data).toBe(1);
    expect(jvp(chain(100_000))(2)[1](3).data).toBe(3);
    expect(grad(grad(chain(100_000)))(2).data).toBe(0);
  });

  test("unrolled gradient descent is differentiated by its start and its rate", () => {
    const [start, rate] = [new Value(1.5), new Value(0.1)];
    const steps = 30;
    let x: Value = start;
    for (let i = 0; i < steps; i++) x = x.sub(rate.mul(grad((at) => at.square())(x)));
    // x = start · (1 − 2 rate)^steps
    const expected = [0.8 ** steps, 1.5 * steps * 0.8 ** (steps - 1) * -2];
    gradients(x, [start, rate]).forEach((slope, i) => {
      expect(Math.abs(slope / (expected[i] as number) - 1)).toBeLessThan(1e-13);
    });
  });

  test("the cost: operands in the graph of f, of its gradient, and of a product with its Hessian", () => {
    const functions: Readonly<Record<string, readonly [number, (x: Value[]) => Value]>> = {
      products: [50, (x) => x.reduce((a, b) => a.mul(b))],
      quotients: [50, (x) => x.reduce((a, b) => a.div(b))],
      logSumExp: [50, (x) => logSumExp(x)],
      rosenbrock: [50, (x) => sum(x.slice(1).map((y, i) => rosenbrock(x[i] as Value, y)))],
      elementary: [
        50,
        (x) =>
          sum(
            x.map((each, i) =>
              each
                .sin()
                .exp()
                .mul((x[i] as Value).tanh()),
            ),
          ),
      ],
      net: [72, (x) => dot(x.slice(64), Array.from({ length: 8 }, (_, i) => dot(x.slice(8 * i, 8 * i + 8), x.slice(0, 8)).tanh()))], // prettier-ignore
    };
    const operands = (roots: readonly Value[]): number =>
      topologicalOrder(sum(roots)).reduce((total, node) => total + node.parents.length, -roots.length);
    for (const [name, [size, f]] of Object.entries(functions)) {
      const at = Array.from({ length: size }, (_, i) => new Value(1 + i / 100));
      const cost = operands([f(at)]);
      const gradient = operands(grad(f)(at));
      const product = operands(hvp(f)(at)(at.map((_, i) => new Value(i / 10))));
      expect([name, gradient / cost < 6, product / gradient < 4.5]).toEqual([name, true, true]);
    }
  });
});
