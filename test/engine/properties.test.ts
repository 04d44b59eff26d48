/** What holds of derivatives whatever the function: forward and reverse mode, linearity, the product and the chain rule, on random graphs. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  dot,
  grad,
  gradients,
  hessian,
  hvp,
  jacobian,
  jvp,
  noGrad,
  sum,
  topologicalOrder,
  Value,
  vjp,
} from "chainrule";
import { anyRecipes, build, leavesOf, smoothRecipes } from "../graphs.js";
import { relativeError } from "../tolerances.js";
import { data, of, plain, rows } from "./functions.js";

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
