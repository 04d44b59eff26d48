/** minimize: classic problems with known minima by every method, its bounds, its reasons to stop, and what it answers to wrong input. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, dot, jacobian, sum, Value, valueAndGrad } from "chainrule";
import { minimize, type Progress } from "chainrule/optimize";
import { centralDifference } from "../differences.js";
import { relativeError, tolerances } from "../tolerances.js";
import { problems, type Problem } from "./problems.js";

const objective =
  ({ residuals }: Problem) =>
  (...x: Value[]): Value =>
    sum(residuals(...x).map((r) => r.square()));

describe.each(Object.entries(problems))("%s", (_, problem) => {
  const { start, startValue, startGradient, least, at, residuals } = problem;
  const f = objective(problem);

  test("value and gradient at the start are known", () => {
    const [value, gradient] = valueAndGrad((x: Value[]) => f(...x))(start);
    expect(relativeError(value.data, startValue)).toBeLessThan(tolerances.closedForm);
    gradient.forEach(({ data }, i) => {
      expect(relativeError(data, startGradient[i] as number)).toBeLessThan(tolerances.closedForm);
    });
  });

  test("its gradient elsewhere agrees with central differences", () => {
    const elsewhere = start.map((x, i) => 0.7 * x + 0.2 * (i + 1));
    valueAndGrad((x: Value[]) => f(...x))(elsewhere)[1].forEach(({ data }, i) => {
      const numeric = centralDifference((x) => f(...elsewhere.with(i, x).map((v) => new Value(v))).data, elsewhere[i] as number); // prettier-ignore
      expect(relativeError(data, numeric)).toBeLessThan(tolerances.firstDifference);
    });
  });

  test.each(["lbfgs", "newton-cg"] as const)("%s finds the minimum", (method) => {
    const result = minimize(f, start, { method, gradientTolerance: 1e-10 });
    expect(result.reason === "precision" || result.reason === "gradient").toBe(true);
    expectMinimum(result, least, at);
  });

  test("levenberg-marquardt finds the minimum", () => {
    const result = minimize(residuals, start, { method: "levenberg-marquardt", gradientTolerance: 1e-10 });
    expect(["gradient", "precision"]).toContain(result.reason);
    expectMinimum(result, least, at);
  });

  test("gradient descent comes down to where a step is small, or out of work", () => {
    const values: number[] = [];
    const result = minimize(f, start, {
      method: "gradient",
      maxIterations: 200,
      onProgress: ({ value }) => values.push(value),
    });
    expect(result.value).toBeLessThan(Math.min(startValue / 2, least + 5));
    values.reduce((before, value) => {
      expect(value).toBeLessThan(before);
      return value;
    });
  });
});

function expectMinimum(result: Progress, least: number, at: readonly number[] | undefined): void {
  if (at === undefined) {
    // The paper gives six digits.
    expect(Number(result.value.toPrecision(6))).toBe(least);
    return;
  }
  expect(Math.abs(result.value - least)).toBeLessThan(1e-10);
  // Powell's function is flat to the fourth order at its minimum.
  result.x.forEach((x, i) => {
    expect(Math.abs(x - (at[i] as number))).toBeLessThan(5e-3);
  });
}

const bowl = (...x: Value[]): Value => dot(x, x);

describe("stops for a reason", () => {
  const { start } = problems.Rosenbrock as Problem;
  const valley = objective(problems.Rosenbrock as Problem);

  test("at a small gradient, also at once", () => {
    const result = minimize(bowl, [0, 0]);
    expect(result).toMatchObject({ reason: "gradient", converged: true, iteration: 0, evaluations: 1 }); // prettier-ignore
    expect(minimize(bowl, new Float64Array([3, 4])).value).toBeLessThan(1e-20);
  });

  test("at the bound on iterations", () => {
    const seen: Progress[] = [];
    const result = minimize(valley, start, {
      maxIterations: 3,
      onProgress: (progress) => seen.push(progress),
    });
    expect(result).toMatchObject({ reason: "iterations", converged: false, iteration: 3 });
    expect(seen.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3]);
    expect(seen[0]).toMatchObject({
      evaluations: 1,
      x: start,
      gradientNorm: expect.closeTo(215.6, 10) as unknown,
    });
  });

  test.each(["gradient", "lbfgs", "newton-cg"] as const)(
    "%s, at the bound on evaluations, counted by f itself",
    (method) => {
      let calls = 0;
      const f = (...x: Value[]): Value => {
        calls++;
        return valley(...x);
      };
      const result = minimize(f, start, { method, maxEvaluations: 12, gradientTolerance: 1e-300 });
      expect(result).toMatchObject({ reason: "evaluations", converged: false, evaluations: calls });
      expect(calls).toBeLessThanOrEqual(13);
      expect(result.value).toBeLessThan(24.2);
    },
  );

  test("levenberg-marquardt, at the bound on evaluations", () => {
    const { residuals } = problems["Powell singular"] as Problem;
    const result = minimize(residuals, [3, -1, 0, 1], { method: "levenberg-marquardt", maxEvaluations: 4, gradientTolerance: 1e-300 }); // prettier-ignore
    expect(result).toMatchObject({ reason: "evaluations", evaluations: 4 });
  });

  test("when told to", () => {
    const result = minimize(valley, start, { onProgress: ({ iteration }) => iteration < 2 });
    expect(result).toMatchObject({ reason: "stopped", iteration: 2 });
  });

  test.each<[string, (x: Value, y: Value) => Value, number[]]>([
    ["a line", (x) => x.neg(), [1]],
    ["a line uphill on the left", (x) => x.mul(1e-3), [1e6]],
    ["a parabola", (x) => x.square().neg(), [0.5]],
    ["an exponential", (x) => x.exp().neg(), [1]],
    ["a saddle", (x, y) => x.square().sub(y.square()), [3, 1e-3]],
    ["a pole", (x) => x.square().reciprocal().neg(), [1]],
    ["a plane", (x, y) => x.mul(3).sub(y), [0, 0]],
  ])("where f falls without end: %s", (_, f, x0) => {
    for (const method of ["gradient", "lbfgs", "newton-cg"] as const) {
      const g = x0.length === 1 ? (x: Value) => f(x, x) : f;
      const result = minimize(g, x0, { method });
      expect({ method, reason: result.reason, converged: result.converged }).toEqual({
        method,
        reason: "unbounded",
        converged: false,
      });
    }
  });

  test("a slope that is small only beside a large f has not converged", () => {
    const slope = minimize((x) => x.neg(), [1e12], { maxIterations: 1, method: "newton-cg" });
    expect(slope).toMatchObject({ reason: "iterations", converged: false });
    // It is far to the minimum, but there is one.
    const far = minimize((x) => x.sub(1e15).hypot(1), [0]);
    expect(far).toMatchObject({ reason: "gradient", converged: true });
    expect(Math.abs((far.x[0] ?? NaN) - 1e15)).toBeLessThan(1);
    // A large constant does not hide the way to the minimum of (x − 5)² either.
    const { x } = minimize((a) => a.sub(5).square().add(1e6), [1e3]);
    expect(Math.abs((x[0] ?? NaN) - 5)).toBeLessThan(1e-4);
  });

  test("where nothing goes down any more but by rounding", () => {
    const result = minimize((x) => x.sin().neg(), [1], { gradientTolerance: 1e-300 });
    expect(result.reason).toBe("precision");
    expect(Math.abs((result.x[0] ?? NaN) - Math.PI / 2)).toBeLessThan(1e-7);
  });

  test("where f is not finite at the start; and steps back from where it is not", () => {
    expect(minimize((x) => x.log(), [-1])).toMatchObject({
      reason: "not finite",
      converged: false,
    });
    // x − ln x is NaN left of 0, where long steps from 0.01 go.
    for (const method of ["gradient", "lbfgs", "newton-cg"] as const) {
      const result = minimize((x) => x.sub(x.log()), [5], { method });
      expect(result.reason).toBe("gradient");
      expect(Math.abs((result.x[0] ?? NaN) - 1)).toBeLessThan(1e-6);
    }
  });
});

test("a least-squares fit of a curve to points: the decay and the amplitude of an exponential", () => {
  const times = [0, 1, 2, 3, 4, 5];
  const points = times.map((t) => 3 * Math.exp(-0.7 * t));
  const fit = minimize(
    (...[a, k]) =>
      times.map((t, i) =>
        (k as Value)
          .mul(-t)
          .exp()
          .mul(a as Value)
          .sub(points[i] as number),
      ),
    [1, 0],
    { method: "levenberg-marquardt" },
  );
  expect(fit.converged).toBe(true);
  expect(fit.x).toEqual([expect.closeTo(3, 8), expect.closeTo(0.7, 8)]);
});

test("thirty variables: the extended Rosenbrock function", () => {
  const f = (...x: Value[]): Value =>
    sum(
      x.slice(1).map((y, i) =>
        y
          .sub((x[i] as Value).square())
          .square()
          .mul(100)
          .add((x[i] as Value).sub(1).square()),
      ),
    );
  for (const method of ["lbfgs", "newton-cg"] as const) {
    const result = minimize(
      f,
      Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
      { method },
    );
    expect(result.reason).toBe("gradient");
    // Besides the minimum 0 there is a local one near x₁ = −1 with the value 3.99.
    expect(result.value < 1e-10 || Math.abs(result.value - 3.9866) < 0.01).toBe(true);
  }
});

describe("the form of f", () => {
  const at = [3, -4, 1];
  test("a list, also of one variable", () => {
    for (const method of ["gradient", "lbfgs", "newton-cg"] as const) {
      expect(minimize((q: Value[]) => dot(q, q), at, { method }).value).toBeLessThan(1e-12);
      expect(minimize((q: Value[]) => sum(q.map((x) => x.square())), [3], { method }).value).toBeLessThan(
        1e-12,
      );
    }
    const residuals = (q: Value[]): Value[] => q.map((x, i) => x.sub(i));
    const fit = minimize(residuals, at, { method: "levenberg-marquardt" });
    expect(fit.x).toEqual([0, 1, 2].map((i) => expect.closeTo(i, 6) as unknown));
  });

  test("a function of a list that goes on with a Value gets its list", () => {
    const bowlByLength = (q: Value[]): Value => {
      let total = new Value(0);
      for (let i = 0; i < q.length; i++) total = total.add((q[i] as Value).sub(2).square());
      return total;
    };
    expect(minimize(bowlByLength, [7]).x).toEqual([expect.closeTo(2, 6)]);
  });

  test("one variable, a first with the rest behind it, and a default", () => {
    expect(minimize((a) => a.sub(2).square(), [7]).x).toEqual([expect.closeTo(2, 6)]);
    const first = (a: Value, ...rest: Value[]): Value => a.sub(rest.length).square().add(dot(rest, rest));
    expect(minimize(first, at).x).toEqual([2, 0, 0].map((x) => expect.closeTo(x, 6) as unknown));
    const withDefault = (a: Value, b = new Value(5)): Value => a.sub(b).square();
    expect(minimize(withDefault, [7]).x).toEqual([expect.closeTo(5, 6)]);
  });

  test("200,000 variables in a list; one by one they are refused with what to write", () => {
    const x0 = new Float64Array(200_000).fill(2);
    const result = minimize((q: Value[]) => dot(q, q), x0, { maxEvaluations: 3 });
    expect(result.value).toBeLessThan(4 * 200_000);
    expect(() => minimize((...q) => dot(q, q), x0)).toThrow(
      "minimize: 200000 variables are too many for a function that takes them one by one; write one that takes a list: (x: Value[]) => …",
    );
  });

  test("an error of f itself comes through", () => {
    const broken = new Error("broken");
    const fails = (): never => {
      throw broken;
    };
    expect(() => minimize(fails, [1])).toThrow(broken);
    expect(() => minimize((a) => a.add(fails()), [1])).toThrow(broken);
    expect(() => minimize((q: Value[]) => (q[0] as Value).add(fails()), [1, 2])).toThrow(broken);
  });
});

test("wrong input is answered", () => {
  const any =
    (...args: unknown[]) =>
    () =>
      (minimize as (...args: unknown[]) => unknown)(...args);
  expect(any(bowl, 3)).toThrow("minimize: x0 is the number 3, expected an array of numbers");
  expect(any(bowl, [])).toThrow("minimize: x0 is empty");
  expect(any(bowl, [1, "2"])).toThrow('minimize: x0[1] is the string "2", expected a number');
  expect(any(bowl, [1], { method: "bfgs" })).toThrow(
    'minimize: method is the string "bfgs", expected one of gradient',
  );
  expect(any(bowl, [1], { maxIterations: 0 })).toThrow(
    "minimize: maxIterations is the number 0, expected more than 0",
  );
  expect(any(bowl, [1], { method: "levenberg-marquardt" })).toThrow("expected a list of residuals");
  expect(any(() => 3, [1])).toThrow(ChainruleError);
});

describe("objectives of ADBench, at small sizes", () => {
  const rand = (i: number): number => Math.sin(12.9898 * (i + 1)) * 0.9;

  test("bundle adjustment: the reprojection error of a camera with rotation, distortion and focus", () => {
    const cross = (a: Value[], b: Value[]): Value[] =>
      [0, 1, 2].map((i) => (a[(i + 1) % 3] as Value).mul(b[(i + 2) % 3] as Value).sub((a[(i + 2) % 3] as Value).mul(b[(i + 1) % 3] as Value))); // prettier-ignore
    /** Rodrigues' rotation of a point by the vector r. */
    const rotate = (r: Value[], x: Value[]): Value[] => {
      const angle = dot(r, r).sqrt();
      const axis = r.map((each) => each.div(angle));
      const [s, c] = [angle.sin(), angle.cos()];
      const along = dot(axis, x).mul(c.neg().add(1));
      const across = cross(axis, x);
      return x.map((each, i) =>
        each
          .mul(c)
          .add((across[i] as Value).mul(s))
          .add((axis[i] as Value).mul(along)),
      );
    };
    // Camera: rotation, centre, focal length, principal point, two radial terms; then the point, then its weight.
    const residuals = (v: Value[]): Value[] => {
      const [f, u0, v0, k1, k2] = v.slice(6, 11) as [Value, Value, Value, Value, Value];
      const centred = v.slice(11, 14).map((each, i) => each.sub(v[3 + i] as Value));
      const [px, py, pz] = rotate(v.slice(0, 3), centred) as [Value, Value, Value];
      const [x, y] = [px.div(pz), py.div(pz)];
      const r2 = x.square().add(y.square());
      const stretch = k1.mul(r2).add(k2.mul(r2.square())).add(1);
      const w = v[14] as Value;
      return [
        w.mul(f.mul(x.mul(stretch)).add(u0).sub(0.3)),
        w.mul(f.mul(y.mul(stretch)).add(v0).sub(-0.2)),
        w.square().neg().add(1),
      ];
    };
    const at = [0.1, -0.3, 0.2, 0.05, 0.1, -3, 1.5, 0.01, -0.02, 0.1, -0.05, 0.4, 0.3, 0.9, 0.8];
    const matrix = jacobian(residuals)(at);
    at.forEach((x, j) => {
      matrix.forEach((row, i) => {
        const numeric = centralDifference(
          (moved) => residuals(at.with(j, moved).map((v) => new Value(v)))[i]?.data ?? NaN,
          x,
        );
        expect(relativeError(row[j]?.data ?? NaN, numeric)).toBeLessThan(tolerances.firstDifference);
      });
    });
  });

  test("Gaussian mixture: the log-likelihood by weights, means and the factors of the inverse covariances", () => {
    const [k, d, n] = [3, 2, 8];
    const xs = Array.from({ length: n }, (_, i) => [rand(2 * i), rand(2 * i + 1)]);
    const count = k + k * d + k * d + (k * d * (d - 1)) / 2;
    const logLikelihood = (v: Value[]): Value => {
      const alphas = v.slice(0, k);
      const component = (x: readonly number[], c: number): Value => {
        const means = v.slice(k + c * d, k + (c + 1) * d);
        const q = v.slice(k + k * d + c * d, k + k * d + (c + 1) * d);
        const l = v[k + 2 * k * d + c] as Value;
        const [a, b] = x.map((each, i) => (means[i] as Value).neg().add(each)) as [Value, Value];
        const [qa, qb] = q as [Value, Value];
        const length = qa
          .exp()
          .mul(a)
          .square()
          .add(l.mul(a).add(qb.exp().mul(b)).square());
        return (alphas[c] as Value).add(sum(q)).sub(length.mul(0.5));
      };
      const points = xs.map((x) => logOfSum(alphas.map((_, c) => component(x, c))));
      const prior = alphas.map((_, c) => {
        const q = v.slice(k + k * d + c * d, k + k * d + (c + 1) * d);
        const diagonal = q.map((each) => each.exp());
        return dot(diagonal, diagonal)
          .add((v[k + 2 * k * d + c] as Value).square())
          .mul(0.5)
          .sub(sum(q));
      });
      return sum(points).sub(logOfSum(alphas).mul(n)).add(sum(prior));
    };
    const logOfSum = (terms: Value[]): Value => sum(terms.map((term) => term.exp())).log();
    const at = Array.from({ length: count }, (_, i) => rand(100 + i));
    const [, gradient] = valueAndGrad(logLikelihood)(at);
    gradient.forEach(({ data }, i) => {
      const numeric = centralDifference(
        (x) => logLikelihood(at.with(i, x).map((v) => new Value(v))).data,
        at[i] as number,
      );
      expect(relativeError(data, numeric)).toBeLessThan(tolerances.firstDifference);
    });
  });
});
