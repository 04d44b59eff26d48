/** Second derivatives as numbers and as graphs: two ways to the same Hessian, the second one held against others elsewhere. */
import { describe, expect, test } from "@jest/globals";
import {
  defineOp,
  dot,
  grad,
  hessian,
  hvp,
  jvp,
  logSumExp,
  noGrad,
  sum,
  topologicalOrder,
  Value,
  constant,
} from "chainrule";
import fc from "fast-check";
import { anyRecipes, build, smoothRecipes } from "../graphs.js";
import { applied, fixed, lists } from "../ops/rows.js";
import { samples } from "../ops/samples.js";
import { tolerances } from "../tolerances.js";
import { data } from "./functions.js";

type F = (x: Value[]) => Value;

const numeric = (f: F, at: readonly number[], v: readonly number[]): number[] => data(hvp(f)(at)(v));
/** The arguments are Values, so a graph is made. */
const graph = (f: F, at: readonly number[], v: readonly number[]): number[] =>
  data(hvp(f)(at.map((x) => new Value(x)))(v));

/** Compared on the scale of the whole: the terms that cancel in one place are as large as those that stay in another. */
function expectSame(actual: readonly number[], expected: readonly number[]): void {
  const size = expected.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1);
  actual.forEach((x, i) => {
    const y = expected[i] ?? NaN;
    if (Object.is(x + 0, y + 0)) return;
    expect(Math.abs(x - y) / size).toBeLessThan(tolerances.reordered);
  });
}

/** x + (x − at)²: x itself at the point, where it bends, so that the adjoint that comes to it shows. */
const bent = (x: readonly Value[], at: readonly number[]): Value[] =>
  x.map((each, i) => each.add(each.sub(at[i] as number).square()));
const vector = (length: number): number[] => Array.from({ length }, (_, i) => Math.cos(i + 1));

describe.each(fixed)("%s", (name, op) => {
  test("at points of its domain, with every operand and with one moving", () => {
    for (const at of samples(op, 10)) {
      // A square behind it, so that the adjoint is no 1.
      const f: F = (x) => applied(name, x).square();
      expectSame(numeric(f, at, vector(at.length)), graph(f, at, vector(at.length)));
      const inside: F = (x) => f(bent(x, at));
      expectSame(numeric(inside, at, vector(at.length)), graph(inside, at, vector(at.length)));
      at.forEach((moving, k) => {
        const one: F = ([x]) => applied(name, at.map((still, i) => (i === k ? (x as Value) : constant(still)))).square(); // prettier-ignore
        expectSame(numeric(one, [moving], [0.7]), graph(one, [moving], [0.7]));
      });
    }
  });

  test("at its hard points, save where the graph multiplies the branch not taken by 0 and gets NaN", () => {
    for (const [at] of op.points ?? []) {
      const f: F = (x) => applied(name, x);
      const actual = hessian(f)(at).flatMap(data);
      const expected = hessian(f)(at.map((x) => new Value(x))).flatMap(data);
      expect(actual.map((x, i) => (Number.isNaN(expected[i]) ? NaN : x + 0))).toEqual(
        expected.map((x) => x + 0),
      );
    }
  });

  test("its local gradients at hard points, in each of the three places that use them", () => {
    for (const [at, , gradients] of op.points ?? []) {
      at.forEach((_, k) => {
        const along = (...rest: number[]): number[] => [...at.map(() => 0), ...rest];
        const expected = (gradients[k] as number) + 0;
        // A tangent of the operand alone.
        expect(noGrad(() => jvp((x: Value[]) => applied(name, x))(at)[1](along().with(k, 1)).data + 0)).toBe(
          expected,
        );
        // Times y, along y: the tangent of the adjoint.
        const times: F = (x) => applied(name, x.slice(0, -1)).mul(x.at(-1) as Value);
        expect((numeric(times, [...at, 1], along(1))[k] as number) + 0).toBe(expected);
        // With s·t added to the operand at s = t = 0, along t: the adjoint of the operand is what comes to s.
        const shifted: F = (x) => {
          const [s, t] = x.slice(-2) as [Value, Value];
          return applied(
            name,
            x.slice(0, -2).map((each, i) => (i === k ? each.add(s.mul(t)) : each)),
          );
        };
        expect((numeric(shifted, [...at, 0, 0], along(0, 1)).at(-2) as number) + 0).toBe(expected);
      });
    }
  });
});

test("random graphs", () => {
  fc.assert(
    fc.property(smoothRecipes(20), (recipe) => {
      const f: F = (x) => build(recipe, x);
      const v = vector(recipe.leaves.length);
      expectSame(numeric(f, recipe.leaves, v), graph(f, recipe.leaves, v));
    }),
    { numRuns: 200 },
  );
});

test("random graphs with kinks and poles, wherever both are finite", () => {
  fc.assert(
    fc.property(anyRecipes(20), (recipe) => {
      const f: F = (x) => build(recipe, x);
      const v = vector(recipe.leaves.length);
      // The second derivative of √x at 1e-17 is 1e25: what is left where two of these cancel is noise.
      const leaves = recipe.leaves.map((x) => (Math.abs(x) < 1e-6 ? 0 : x));
      const [actual, expected] = [numeric(f, leaves, v), graph(f, leaves, v)];
      if ([...actual, ...expected].every(Number.isFinite)) expectSame(actual, expected);
    }),
    { numRuns: 200 },
  );
});

test("lists: the Hessian of log Σ exp is diag(p) − p pᵀ, that of a dot product is 1 between partners", () => {
  const x = [0.3, -1, 2];
  const total = x.reduce((sum, each) => sum + Math.exp(each), 0);
  const p = x.map((each) => Math.exp(each) / total);
  hessian((each: Value[]) => logSumExp(each))(x).forEach((row, i) => {
    row.forEach(({ data: d }, j) => {
      const expected = (i === j ? (p[i] as number) : 0) - (p[i] as number) * (p[j] as number);
      expect(Math.abs(d - expected)).toBeLessThan(tolerances.closedForm);
    });
  });
  const paired = hessian((each: Value[]) => dot(each.slice(0, 2), each.slice(2)))([1, 2, 3, 4]);
  expect(paired.map(data)).toEqual([
    [0, 0, 1, 0],
    [0, 0, 0, 1],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
  ]);
  // One element that does not move, next to one that does.
  const some: F = ([a, b]) => logSumExp([a as Value, 1, b as Value]).add(sum([a as Value, 2]).mul(dot([b as Value, 3], [4, a as Value]))); // prettier-ignore
  expectSame(numeric(some, [0.5, -0.5], [1, 2]), graph(some, [0.5, -0.5], [1, 2]));
  const inside: F = (each) => some(bent(each, [0.5, -0.5])).square();
  expectSame(numeric(inside, [0.5, -0.5], [1, 2]), graph(inside, [0.5, -0.5], [1, 2]));
});

describe("numbers or a graph", () => {
  const f: F = ([x, y]) => (x as Value).square().mul(y as Value);

  test("numbers where nobody holds anything to differentiate by", () => {
    expect(hvp(f)([3, 5])([1, 0]).map((each) => each.op)).toEqual(["constant", "constant"]);
    // The second list holds what stands still.
    const paired: F = (x) =>
      dot(
        x.map((each) => each.square()),
        [2, 5],
      );
    expect(hvp(paired)([3, 5])([1, 2]).map(({ op, data: d }) => [op, d])).toEqual([["constant", 4], ["constant", 20]]); // prettier-ignore
    expect(
      hessian(f)([3, 5])
        .flat()
        .map((each) => each.op),
    ).toEqual(Array.from({ length: 4 }, () => "constant"));
  });

  test("a graph where an argument, the vector, or what the function reads is a Value", () => {
    const [x, v, outer] = [new Value(3), new Value(2), new Value(7)];
    const slope = (value: Value | undefined, by: Value): number => {
      by.grad = 0;
      value?.backward();
      return by.grad;
    };
    // f_xx v + f_xy = 2 y v + 2 x
    expect(slope(hvp(f)([x, 5])([2, 1])[0], x)).toBe(2);
    expect(slope(hvp(f)([3, 5])([v, 1])[0], v)).toBe(10);
    expect(slope(hvp((each: Value[]) => f(each).mul(outer))([3, 5])([1, 0])[0], outer)).toBe(10);
    const scaled = outer.mul(2);
    expect(slope(hvp((each: Value[]) => f(each).mul(scaled))([3, 5])([1, 0])[0], outer)).toBe(20);
    expect(slope(hessian((each: Value[]) => f(each).mul(outer))([3, 5])[0]?.[1], outer)).toBe(6);
  });

  test("each vector decides for itself", () => {
    const along = hvp(f)([3, 5]);
    const v = new Value(1);
    expect(along([1, 0]).map((each) => each.op)).toEqual(["constant", "constant"]);
    expect(topologicalOrder(along([v, 0])[0] as Value)).toContain(v);
    expect(noGrad(() => along([v, 0])).map((each) => each.op)).toEqual(["constant", "constant"]);
  });
});

test("what does not move contributes nothing, even where its derivative is infinite", () => {
  const f: F = ([x, y]) => (x as Value).square().mul((y as Value).sqrt());
  // f_xx = 2 √y is 0 at y = 0, f_xy = x / √y is infinite there.
  const [[xx, xy]] = hessian(f)([3, 0]).map(data) as [number[]];
  expect([xx, xy]).toEqual([0, Infinity]);
});

const power: F = ([base, exponent]) => (base as Value).pow(exponent as Value);

test.each<[number, number, number[]]>([
  // f_xx = y(y − 1) x^(y−2), f_xy = x^(y−1) (1 + y ln x), f_yy = x^y ln² x
  [2, 0, [0, 0.5, 0.5, Math.LN2 ** 2]],
  [2, 1, [0, 1 + Math.LN2, 1 + Math.LN2, 2 * Math.LN2 ** 2]],
  // As x falls to 0, but for f_yy at (0, 0), where 0^y has no derivative: 0, as for f_y.
  [0, 0, [0, Infinity, Infinity, 0]],
  [0, 1, [0, -Infinity, -Infinity, 0]],
  [0, 2, [2, 0, 0, 0]],
  [0, -1, [Infinity, Infinity, Infinity, Infinity]],
])("the Hessian of a power at (%d, %d), as numbers and as a graph", (x, y, expected) => {
  expectSame(hessian(power)([x, y]).flatMap(data), expected);
  expectSame(hessian(power)([new Value(x), new Value(y)]).flatMap(data), expected);
});

test("the slope of a power in its base, differentiated: infinite at the pole 0, for a negative exponent", () => {
  // y(y − 1) x^(y−2) and x^(y−1) (1 + y ln x) as x falls to 0
  expect(data(hessian(power)([0, -1])[0] ?? [])).toEqual([Infinity, Infinity]);
});

test("powers at 0 and beside it: every derivative of x⁰ is 0, so is the third of x¹ and x², and that of x³ is 6", () => {
  const along = (y: number, times: number, x: number): number => {
    let f = (base: Value): Value => base.pow(y);
    for (let k = 0; k < times; k++) f = grad(f);
    return f(new Value(x)).data;
  };
  for (const x of [0, 5e-324, -5e-324, 1e-300]) {
    expect([along(0, 1, x), along(0, 2, x), along(0, 3, x)]).toEqual([0, 0, 0]);
    expect([along(1, 1, x), along(1, 2, x), along(1, 3, x)]).toEqual([1, 0, 0]);
    expect([along(2, 2, x), along(2, 3, x), along(3, 3, x), along(3, 4, x)]).toEqual([2, 0, 6, 0]);
  }
});

test.each([0, 1])("the Hessian of NaN to the power of %d is NaN", (y) => {
  expect(hessian(power)([NaN, y]).flatMap(data)).toEqual([NaN, NaN, NaN, NaN]);
});

describe("0 passes nothing on", () => {
  const user = defineOp({ name: "ofTwo", num: (x, y) => x * x * y, grad: (x, y) => [x.mul(y).mul(2), x.square()] }); // prettier-ignore
  const all: [string, number, F][] = [
    ...fixed.map(([name, op]): [string, number, F] => [name, op.operands.length, (x) => applied(name, x)]),
    ...Object.entries(lists).map(([name, of]): [string, number, F] => [
      name,
      3,
      (x) => of(x, [...x].reverse()),
    ]),
    ["a user's", 2, ([x, y]) => user(x as Value, y as Value)],
  ];

  test.each(all)("%s: a direction of 0, where all numbers are NaN", (_, count, f) => {
    const at = new Array<number>(count).fill(NaN);
    const still = at.map(() => 0);
    expect(numeric((x) => f(x).square(), at, still)).toEqual(still);
    expect(noGrad(() => jvp(f)(at)[1](still).data)).toBe(0);
  });

  test.each(all)("%s: a direction of 0, where the adjoint is infinite", (_, count, f) => {
    const at = [0.3, 0.4, 0.5, 0.6].slice(0, count);
    const still = at.map(() => 0);
    expect(numeric((x) => f(x).mul(Infinity), at, still)).toEqual(still);
  });

  test.each(all)("%s: an adjoint of 0, where all numbers are NaN", (_, count, f) => {
    const at = new Array<number>(count).fill(NaN);
    // The squares before it show what came to them.
    const g: F = (x) => f(x.map((each) => each.square())).mul(0);
    expect(numeric(g, at, vector(count))).toEqual(at.map(() => 0));
  });
});

test("an operation of the user's, by its expressions; one given on numbers is refused", () => {
  const cube = defineOp({ name: "cubed", num: (x) => x ** 3, grad: (x) => [x.square().mul(3)] });
  expect(hessian((x: Value) => cube(x))(2).map(data)).toEqual([[12]]);
  const wide = defineOp({
    name: "wide",
    num: (...x: number[]) => x.reduce((total, each) => total + each * each * each, 0),
    operands: Array.from({ length: 40 }, (_, i) => `x${String(i)}`),
    grad: (...x: Value[]) => x.slice(0, 40).map((each) => each.square().mul(3)),
  });
  const at = Array.from({ length: 40 }, (_, i) => i);
  expect(data(hvp((x: Value[]) => wide(...x))(at)(at))).toEqual(at.map((x) => 6 * x * x));
  const pair = defineOp({
    name: "pairOf",
    num: (x, y) => x * x * Math.sin(y),
    grad: (x, y) => [x.mul(y.sin()).mul(2), x.square().mul(y.cos())],
  });
  // Adjoints and tangents that are neither 0 nor 1 meet it on both sides.
  const inside: F = ([x, y]) => pair((x as Value).square(), (y as Value).exp()).square();
  expectSame(numeric(inside, [1.3, -0.4], [0.7, 2]), graph(inside, [1.3, -0.4], [0.7, 2]));
  const shared: F = ([x]) => pair((x as Value).square(), x as Value).exp();
  expectSame(numeric(shared, [0.6], [3]), graph(shared, [0.6], [3]));
  const once = defineOp({ name: "onlyOnce", num: (x) => x * x, localGradients: (x) => [2 * x] });
  expect(() => hvp((x: Value) => once(x))(1)(1)).toThrow(
    "onlyOnce: its local gradients are given on numbers",
  );
  expect(grad((x: Value) => once(x))(3).data).toBe(6);
});
