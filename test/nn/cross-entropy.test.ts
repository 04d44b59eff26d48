/** The cross-entropies at scores of any size, against arithmetic with 400 digits (mpmath): as Values, in both precisions compiled, and microgpt's. */
import { describe, expect, test } from "@jest/globals";
import { crossEntropy, gradients, hessian, hvp, sum, Value } from "chainrule";
import { compile } from "chainrule/compile";
import { MicroGpt } from "chainrule/models";
import { SoftmaxWithLoss } from "chainrule/book";
import { binaryCrossEntropy, Matrix, random, softmaxCrossEntropy, type Loss } from "chainrule/nn";

const INF = Infinity;
/** Scores, targets, the loss, and its gradient by the scores. */
const GOLDEN: readonly (readonly [number[], number[], number, number[]])[] = [
  [[0.1, 0.7, -1.3, 0.2], [1, 0, 0, 0], 1.4288476598456026, [-0.760415153527087, 0.4365520530469684, 0.05908089574663624, 0.26478220473348235]],
  [[0.1, 0.7, -1.3, 0.2], [0, 1, 0, 0], 0.8288476598456025, [0.23958484647291298, -0.5634479469530316, 0.05908089574663624, 0.26478220473348235]],
  [[0.1, 0.7, -1.3, 0.2], [0, 0, 1, 0], 2.8288476598456027, [0.23958484647291298, 0.4365520530469684, -0.9409191042533638, 0.26478220473348235]],
  [[0.1, 0.7, -1.3, 0.2], [0, 0, 0, 1], 1.3288476598456025, [0.23958484647291298, 0.4365520530469684, 0.05908089574663624, -0.7352177952665176]],
  [[1e-17, 0, -2e-17], [1, 0, 0], 1.0986122886681098, [-0.6666666666666666, 0.3333333333333333, 0.3333333333333333]],
  [[1e-17, 0, -2e-17], [0, 1, 0], 1.0986122886681098, [0.3333333333333333, -0.6666666666666666, 0.3333333333333333]],
  [[1e-17, 0, -2e-17], [0, 0, 1], 1.0986122886681098, [0.3333333333333333, 0.3333333333333333, -0.6666666666666666]],
  [[40, -40, 0], [1, 0, 0], 4.248354255291589e-18, [-4.248354255291589e-18, 1.804851387845415e-35, 4.248354255291589e-18]],
  [[40, -40, 0], [0, 1, 0], 80, [1, -1, 4.248354255291589e-18]],
  [[40, -40, 0], [0, 0, 1], 40, [1, 1.804851387845415e-35, -1]],
  [[-40, 40, 39.5], [1, 0, 0], 80.4740769841801, [-1, 0.6224593312018546, 0.37754066879814546]],
  [[-40, 40, 39.5], [0, 1, 0], 0.4740769841801067, [1.1234465877969961e-35, -0.37754066879814546, 0.37754066879814546]],
  [[-40, 40, 39.5], [0, 0, 1], 0.9740769841801067, [1.1234465877969961e-35, 0.6224593312018546, -0.6224593312018546]],
  [[100000000, 100000001, 99999998], [1, 0, 0], 1.3490122167681864, [-0.7405035396575809, 0.7053845126982412, 0.03511902695933972]],
  [[100000000, 100000001, 99999998], [0, 1, 0], 0.3490122167681864, [0.25949646034241913, -0.29461548730175885, 0.03511902695933972]],
  [[100000000, 100000001, 99999998], [0, 0, 1], 3.349012216768186, [0.25949646034241913, 0.7053845126982412, -0.9648809730406602]],
  [[1e16, 1.0000000000000002e16, 3], [1, 0, 0], 2.1269280110429727, [-0.8807970779778824, 0.8807970779778824, 0]],
  [[1e16, 1.0000000000000002e16, 3], [0, 1, 0], 0.1269280110429725, [0.11920292202211756, -0.11920292202211756, 0]],
  [[1e16, 1.0000000000000002e16, 3], [0, 0, 1], 1e16, [0.11920292202211756, 0.8807970779778824, -1]],
  [[1e16, 1e16, 1.0000000000000002e16], [1, 0, 0], 2.2395447662218846, [-0.8934930210807992, 0.10650697891920075, 0.7869860421615985]],
  [[1e16, 1e16, 1.0000000000000002e16], [0, 1, 0], 2.2395447662218846, [0.10650697891920075, -0.8934930210807992, 0.7869860421615985]],
  [[1e16, 1e16, 1.0000000000000002e16], [0, 0, 1], 0.2395447662218845, [0.10650697891920075, 0.10650697891920075, -0.2130139578384015]],
  [[-1e16, -1.0000000000000002e16, -3e16], [1, 0, 0], 0.1269280110429725, [-0.11920292202211756, 0.11920292202211756, 0]],
  [[-1e16, -1.0000000000000002e16, -3e16], [0, 1, 0], 2.1269280110429727, [0.8807970779778824, -0.8807970779778824, 0]],
  [[-1e16, -1.0000000000000002e16, -3e16], [0, 0, 1], 2e16, [0.8807970779778824, 0.11920292202211756, -1]],
  [[1e300, 1e300, -1e300], [1, 0, 0], 0.6931471805599453, [-0.5, 0.5, 0]],
  [[1e300, 1e300, -1e300], [0, 1, 0], 0.6931471805599453, [0.5, -0.5, 0]],
  [[1e300, 1e300, -1e300], [0, 0, 1], 2e300, [0.5, 0.5, -1]],
  [[-745, -746.5, -744.25], [1, 0, 0], 1.2060097813072754, [-0.7006104711255022, 0.06680283352452965, 0.6338076376009726]],
  [[-745, -746.5, -744.25], [0, 1, 0], 2.706009781307275, [0.29938952887449777, -0.9331971664754704, 0.6338076376009726]],
  [[-745, -746.5, -744.25], [0, 0, 1], 0.45600978130727543, [0.29938952887449777, 0.06680283352452965, -0.3661923623990274]],
  [[-INF, 2, 0.5], [0, 1, 0], 0.2014132779827524, [0, -0.18242552380635635, 0.18242552380635635]],
  [[-INF, 2, 0.5], [0, 0, 1], 1.7014132779827524, [0, 0.8175744761936437, -0.8175744761936437]],
  [[700, -710, 5e-324], [1, 0, 0], 9.85967654375977e-305, [-9.85967654375977e-305, 0, 9.85967654375977e-305]],
  [[700, -710, 5e-324], [0, 1, 0], 1410, [1, -1, 9.85967654375977e-305]],
  [[700, -710, 5e-324], [0, 0, 1], 700, [1, 0, -1]],
  [[0.1, 0.7, -1.3], [0.2, 0.5, 0.3], 1.2412591562726754, [0.12586921591861508, 0.09377242479382263, -0.2196416407124377]],
  [[1e16, 1.0000000000000002e16, 3], [0.5, 0.5, 0], 1.1269280110429725, [-0.3807970779778824, 0.3807970779778824, 0]],
  [[40, -40, 0], [0.9, 0.05, 0.05], 6, [0.1, -0.05, -0.049999999999999996]],
  [[100000000, 100000001, 99999998], [0.25, 0.5, 0.25], 1.3490122167681864, [0.009496460342419117, 0.20538451269824115, -0.21488097304066028]],
  [[-INF, 3, 1e16], [0, 0.75, 0.25], 7499999999999998, [0, -0.75, 0.75]],
]; // prettier-ignore

/** Score, target from 0 to 1, the loss, and its gradient by the score. */
const BINARY: readonly (readonly [number, number, number, number])[] = [
  [0.3, 0, 0.8543552444685271, 0.574442516811659],
  [0.3, 1, 0.5543552444685271, -0.425557483188341],
  [0.3, 0.25, 0.7793552444685271, 0.324442516811659],
  [-0.7, 0, 0.4031860488854579, 0.3318122278318339],
  [-0.7, 1, 1.103186048885458, -0.668187772168166],
  [-0.7, 0.25, 0.5781860488854579, 0.08181222783183391],
  [40, 0, 40, 1],
  [40, 1, 4.248354255291589e-18, -4.248354255291589e-18],
  [-40, 0, 4.248354255291589e-18, 4.248354255291589e-18],
  [-40, 1, 40, -1],
  [100000000, 0, 100000000, 1],
  [100000000, 1, 0, -0],
  [-100000000, 0, 0, 0],
  [-100000000, 1, 100000000, -1],
  [1e16, 0, 1e16, 1],
  [1e16, 1, 0, -0],
  [-1e16, 0, 0, 0],
  [-1e16, 1, 1e16, -1],
  [1e300, 0, 1e300, 1],
  [1e300, 1, 0, -0],
  [-1e300, 0, 0, 0],
  [-1e300, 1, 1e300, -1],
  [1e-17, 0, 0.6931471805599453, 0.5],
  [1e-17, 1, 0.6931471805599453, -0.5],
  [1e-17, 0.25, 0.6931471805599453, 0.25],
  [-745, 0, 5e-324, 5e-324],
  [-745, 1, 745, -1],
]; // prettier-ignore

/** So many units in the last place of a double, of 1 where targets that are no 0 or 1 are taken away from probabilities. */
function expectClose(
  found: readonly number[],
  right: readonly number[],
  targets: readonly number[],
  epsilon = Number.EPSILON,
): void {
  const isHard = targets.every((t) => t === 0 || t === 1);
  const faults = found.flatMap((x, i) => {
    const expected = right[i] as number;
    const bound = 4 * epsilon * (isHard ? Math.abs(expected) : Math.max(1, Math.abs(expected)));
    // In single precision, what lies below the least number is 0.
    const least = epsilon === Number.EPSILON ? 0 : 2 ** -126;
    return Math.abs(x - expected) <= bound + least ? [] : [[i, x, expected]];
  });
  expect(faults).toEqual([]);
}

const leavesOf = (at: readonly number[]): Value[] => at.map((x) => new Value(x));
const dataOf = (values: readonly Value[]): number[] => values.map(({ data }) => data);

describe.each(GOLDEN)("at %j with targets %j", (at, targets, value, slopes) => {
  test("the operation, as Values and as a graph", () => {
    const x = leavesOf(at);
    const out = crossEntropy(x, targets);
    out.backward();
    expectClose([out.data], [value], targets);
    expectClose(x.map(({ grad }) => grad), slopes, targets); // prettier-ignore
    expectClose(out.localGradients().slice(0, at.length), slopes, targets);
    expectClose(dataOf(gradients(out, x, { createGraph: true })), slopes, targets);
  });

  test("the losses of chainrule/nn, with targets as a matrix and as classes", () => {
    const label = targets.indexOf(1);
    const losses: ((x: Matrix) => Value)[] = [
      (x) => new SoftmaxWithLoss().forward(x, Matrix.from([targets])),
      (x) => softmaxCrossEntropy()(x, Matrix.from([targets])),
      ...(label < 0 ? [] : [(x: Matrix) => new SoftmaxWithLoss().forward(x, [label])]),
    ];
    for (const loss of losses) {
      const x = leavesOf(at);
      const out = loss(Matrix.from([x]));
      out.backward();
      expectClose([out.data], [value], targets);
      expectClose(x.map(({ grad }) => grad), slopes, targets); // prettier-ignore
    }
  });

  test.each(["f64", "f32"] as const)("compiled in %s, alone and nine side by side", (precision) => {
    if (precision === "f32" && !at.every((x) => Math.fround(x) === x)) return;
    const epsilon = precision === "f32" ? 2 ** -23 : Number.EPSILON;
    for (const count of [1, 9]) {
      const rows = Array.from({ length: count }, () => ({ x: leavesOf(at), t: leavesOf(targets) }));
      const outputs = rows.map(({ x, t }) => crossEntropy(x, t));
      const program = compile(sum(outputs), {
        parameters: rows.flatMap(({ x }) => x),
        inputs: rows.flatMap(({ t }) => t),
        outputs,
        precision,
      });
      program.run();
      for (let i = 0; i < count; i++) {
        expectClose([program.outputs[i] as number], [value], targets, epsilon);
        expectClose(Array.from(program.gradients).slice(i * at.length, (i + 1) * at.length), slopes, targets, epsilon); // prettier-ignore
      }
      if (precision === "f64") expect(Array.from(program.outputs)).toEqual(dataOf(outputs));
    }
  });

  test("its Hessian is that of logSumExp, pᵢ (δᵢⱼ − pⱼ), by the sweep and as a graph", () => {
    const p = slopes.map((slope, i) => slope + (targets[i] as number));
    const expected = p.flatMap((a, i) => p.map((b, j) => (i === j ? a * (1 - b) : -a * b)));
    const f = (x: Value[]): Value => crossEntropy(x, targets);
    const x = leavesOf(at);
    const graph = gradients(f(x), x, { createGraph: true }).map((slope) => gradients(slope, x));
    for (const rows of [hessian(f)(at).map(dataOf), graph]) {
      rows.flat().forEach((bend, k) => {
        expect(Math.abs(bend - (expected[k] as number))).toBeLessThan(8 * Number.EPSILON);
      });
    }
    const direction = at.map((_, i) => i - 0.5);
    const product = expected.reduce<number[]>((total, each, k) => {
      const [i, j] = [Math.floor(k / at.length), k % at.length];
      return total.with(i, (total[i] as number) + each * (direction[j] as number));
    }, at.map(() => 0)); // prettier-ignore
    dataOf(hvp(f)(at)(direction)).forEach((each, i) => {
      expect(Math.abs(each - (product[i] as number))).toBeLessThan(16 * Number.EPSILON);
    });
  });
});

test("targets are operands: the gradient by one is ln Σ exp(xⱼ) − xᵢ, and they need not add up to 1", () => {
  const [x, t] = [leavesOf([1e16, 1.0000000000000002e16, 3]), leavesOf([2, 0, 0.5])];
  const out = crossEntropy(x, t);
  out.backward();
  expectClose([out.data], [5e15], []);
  expectClose(t.map(({ grad }) => grad), [2.1269280110429727, 0.1269280110429725, 1e16], []); // prettier-ignore
});

test.each(BINARY)("binary, at %d with target %d", (at, target, value, slope) => {
  for (const soft of [binaryCrossEntropy, ...(target === 0.25 ? [] : [ofTwoClasses])]) {
    const [y, t] = leavesOf([at, target]) as [Value, Value];
    const out = soft(Matrix.from([[y]]), Matrix.from([[t]]));
    out.backward();
    expectClose([out.data, y.grad], [value, slope], target === 0.25 ? [target] : []);
    const program = compile(out, { parameters: [y], inputs: [t] });
    expectClose([program.run(), ...program.gradients], [value, slope], target === 0.25 ? [target] : []);
  }
});

/** The same by the other operation. */
function ofTwoClasses(scores: Matrix, t: Matrix): ReturnType<Loss> {
  return crossEntropy([0, scores.at(0, 0)], [t.at(0, 0).neg().add(1), t.at(0, 0)]);
}

test("microgpt's, with scores around 1e16 that are all the same, is ln of the vocabulary", () => {
  const { normal } = random(1);
  const gpt = new MicroGpt({ vocabulary: 5, block: 4, width: 8, heads: 2 }, () => 0.08 * normal());
  for (const weight of gpt.namedParameters().head.values()) weight.data = 1e17;
  const tokens = [4, 0, 1].map((token) => gpt.oneHot(token));
  expect(Math.min(...dataOf(gpt.logits(tokens).flat()).map(Math.abs))).toBeGreaterThan(1e15);
  expectClose([gpt.loss([4, 0, 1, 2]).data], [Math.log(5)], []);
});
