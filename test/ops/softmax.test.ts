/**
 * softmax and the gradient of logSumExp at numbers of any size: against 60 digits (mpmath), as Values, as graphs, at second order and compiled;
 * and at infinities and NaN against PyTorch.
 */
import { describe, expect, test } from "@jest/globals";
import { dot, gradients, hessian, logSumExp, softmax, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";

/** Elements, their softmax, and how that changes with each: the Hessian of logSumExp. */
const GOLDEN: readonly (readonly [number[], number[], number[][]])[] = [
  [[1e16, 1e16], [0.5, 0.5], [[0.25, -0.25], [-0.25, 0.25]]],
  [[1e16, 1e16, 1.0000000000000002e16], [0.10650697891920075, 0.10650697891920075, 0.7869860421615985], [[0.09516324236070568, -0.011343736558495073, -0.0838195058022106], [-0.011343736558495073, 0.09516324236070568, -0.0838195058022106], [-0.0838195058022106, -0.0838195058022106, 0.1676390116044212]]],
  [[1e8, 100000001, 99999998], [0.25949646034241913, 0.7053845126982412, 0.03511902695933972], [[0.19215804741217443, -0.18304478422555578, -0.00911326318661865], [-0.18304478422555578, 0.207817201943706, -0.024772417718150246], [-0.00911326318661865, -0.024772417718150246, 0.03388568090476889]]],
  [[1000, 1000.5, -3], [0.37754066879814546, 0.6224593312018546, 0], [[0.2350037122015945, -0.2350037122015945, 0], [-0.2350037122015945, 0.2350037122015945, 0], [0, 0, 0]]],
  [[-1e8, -100000000.5], [0.6224593312018546, 0.37754066879814546], [[0.2350037122015945, -0.2350037122015945], [-0.2350037122015945, 0.2350037122015945]]],
  [[0.1, 0.7, -1.3, 0.2], [0.23958484647291298, 0.4365520530469684, 0.05908089574663624, 0.26478220473348235], [[0.1821839478134637, -0.1045912566066929, -0.014154887336940022, -0.06343780386983078], [-0.1045912566066929, 0.2459743580274453, -0.02579188633404796, -0.11559121508670443], [-0.014154887336940022, -0.02579188633404796, 0.05559034350441134, -0.015643569833423365], [-0.06343780386983078, -0.11559121508670443, -0.015643569833423365, 0.19467258878995858]]],
  [[1e300, 1e300, -1e300], [0.5, 0.5, 0], [[0.25, -0.25, 0], [-0.25, 0.25, 0], [0, 0, 0]]],
  [[-745, -746.5, -744.25], [0.29938952887449777, 0.06680283352452965, 0.6338076376009726], [[0.20975543887480402, -0.020000068856390434, -0.1897553700184136], [-0.020000068856390434, 0.06234021495762362, -0.042340146101233184], [-0.1897553700184136, -0.042340146101233184, 0.2320955161196468]]],
  [[700, 710, 709.5], [2.82588113335825e-5, 0.6224417412410513, 0.3775299999476151], [[2.8258012773164514e-5, -1.7589463731877446e-5, -1.0668549041287066e-5], [-1.7589463731877446e-5, 0.23500802000185944, -0.23499043053812757], [-1.0668549041287066e-5, -0.23499043053812757, 0.23500109908716885]]],
]; // prettier-ignore

/** Expects numbers to be so many units in the last place of a double away at most; those near 0 by cancellation count with 1 · ulp. */
function expectClose(found: readonly number[], expected: readonly number[], ulps: number): void {
  found.forEach((x, i) => {
    const right = expected[i] as number;
    expect([found, i, Math.abs(x - right) <= ulps * Number.EPSILON * Math.abs(right)]).toEqual([
      found,
      i,
      true,
    ]);
  });
}

const leavesOf = (at: readonly number[]): Value[] => at.map((x) => new Value(x));

describe.each(GOLDEN)("at %j", (at, p, bends) => {
  test("softmax and the gradient of logSumExp are good to 4 ulp, as Values and as graphs", () => {
    expectClose(softmax(at).map(({ data }) => data), p, 4); // prettier-ignore
    const x = leavesOf(at);
    const out = logSumExp(x);
    out.backward();
    expectClose(x.map(({ grad }) => grad), p, 4); // prettier-ignore
    expectClose(out.localGradients(), p, 4);
    expectClose(gradients(out, x, { createGraph: true }).map(({ data }) => data), p, 4); // prettier-ignore
  });

  test("the second derivatives, by the sweep, as a graph and through softmax, are good to 8 ulp of the largest", () => {
    const largest = Math.max(...bends.flat().map(Math.abs));
    const same = (rows: readonly (readonly number[])[]): void => {
      rows.flat().forEach((bend, i) => {
        expect(Math.abs(bend - (bends.flat()[i] as number))).toBeLessThanOrEqual(
          8 * Number.EPSILON * largest,
        );
      });
    };
    same(hessian((x: Value[]) => logSumExp(x))(at).map((row) => row.map(({ data }) => data)));
    const x = leavesOf(at);
    same(gradients(logSumExp(x), x, { createGraph: true }).map((slope) => gradients(slope, x)));
    same(softmax(x).map((each) => gradients(each, x)));
  });

  test.each([1, 9])("compiled, %d side by side, it is as the Values, bit for bit in f64", (count) => {
    const rows = Array.from({ length: count }, () => leavesOf(at));
    const parameters = rows.flat();
    const outputs = rows.flatMap((row) => [
      ...softmax(row),
      ...gradients(logSumExp(row), row, { createGraph: true }),
    ]);
    const program = compile(sum(rows.map((row) => logSumExp(row))), { parameters, outputs });
    program.run();
    expectClose(Array.from(program.gradients), rows.flatMap(() => p), 4); // prettier-ignore
    expectClose(Array.from(program.outputs), rows.flatMap(() => [...p, ...p]), 4); // prettier-ignore
    expect(Array.from(program.outputs)).toEqual(outputs.map(({ data }) => data));
  });

  test("in single precision the elements, as singles, have a softmax good to 4 ulp of a single", () => {
    const near = at.map(Math.fround);
    if (!near.every(Number.isFinite)) return;
    const expected = softmax(near).map(({ data }) => data);
    const rows = Array.from({ length: 9 }, () => leavesOf(near));
    const outputs = rows.flatMap((row) => softmax(row));
    const program = compile(sum(rows.map((row) => logSumExp(row))), { parameters: rows.flat(), outputs, precision: "f32" }); // prettier-ignore
    program.run();
    for (const numbers of [program.outputs, program.gradients]) {
      numbers.forEach((x, i) => {
        const right = expected[i % at.length] as number;
        expect(Math.abs(x - right)).toBeLessThanOrEqual(4 * 2 ** -23 * right + 2 ** -140);
      });
    }
  });
});

/** Elements; then, of PyTorch: logsumexp, its gradient, softmax, and the gradient of the first of the latter. */
const N = NaN;
const INF = Infinity;
const SPECIAL: readonly (readonly [number[], number, number[], number[], number[]])[] = [
  [[1, INF, 2], INF, [0, N, 0], [N, N, N], [N, N, N]],
  [[-INF, -INF], -INF, [N, N], [N, N], [N, N]],
  [[-INF, 1], 1, [0, 1], [0, 1], [0, 0]],
  [[N, 1], N, [N, N], [N, N], [N, N]],
  [[INF, INF], INF, [N, N], [N, N], [N, N]],
  [[-INF], -INF, [N], [N], [N]],
  [[INF], INF, [N], [N], [N]],
  [[5], 5, [1], [1], [0]],
  [[-INF, INF], INF, [0, N], [N, N], [N, N]],
];

test.each(SPECIAL)(
  "at %j value and gradients are PyTorch's, as Values and compiled",
  (at, value, slopes, p, ofFirst) => {
    const [x, y] = [leavesOf(at), leavesOf(at)];
    const [out, weights] = [logSumExp(x), softmax(y)];
    out.backward();
    (weights[0] as Value).backward();
    expect([out.data, x.map(({ grad }) => grad)]).toEqual([value, slopes]);
    expect([weights.map(({ data }) => data), y.map(({ grad }) => grad + 0)]).toEqual([p, ofFirst]);
    expect(gradients(out, x, { createGraph: true }).map(({ data }) => data)).toEqual(slopes);
    for (const count of [1, 9]) {
      const rows = Array.from({ length: count }, () => leavesOf(at));
      const program = compile(sum(rows.map((row) => logSumExp(row))), { parameters: rows.flat() });
      program.run();
      expect(Array.from(program.gradients)).toEqual(rows.flatMap(() => slopes));
      const ofSoftmax = compile(rows.map((row) => softmax(row)[0] as Value), { parameters: rows.flat(), outputs: rows.flatMap((row) => softmax(row)) }); // prettier-ignore
      ofSoftmax.run();
      expect(Array.from(ofSoftmax.outputs)).toEqual(rows.flatMap(() => p));
      expect(Array.from(ofSoftmax.gradients, (g) => g + 0)).toEqual(rows.flatMap(() => ofFirst));
    }
  },
);

test("a program follows the largest element: none is frozen into it", () => {
  const [x, v] = [leavesOf([1, 2, 3]), leavesOf([4, 5, 6])];
  const program = compile(dot(softmax(x), v), { parameters: x, inputs: v });
  for (const at of [
    [1, 2, 3],
    [1e16, 0, 1],
    [-5000, 3, 7000],
  ]) {
    // prettier-ignore
    const fresh = leavesOf(at);
    const root = dot(softmax(fresh), [4, 5, 6]);
    root.backward();
    program.parameters.set(at);
    expect(program.run()).toBe(root.data);
    program.gradients.forEach((g, i) => { expect(Math.abs(g - (fresh[i] as Value).grad)).toBeLessThan(1e-15); }); // prettier-ignore
  }
});
