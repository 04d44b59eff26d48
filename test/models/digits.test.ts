/** A net that reads whole datasets, against the same net on Values. */
import { expect, test } from "@jest/globals";
import type { Value } from "chainrule";
import { TwoLayerNet } from "chainrule/book";
import { Dataset, Matrix, random } from "chainrule/nn";
import { DigitReader } from "../../src/models/digits.js";

const COUNT = 230;
const { normal, integer } = random(4);
const pixels = Float64Array.from({ length: COUNT * 6 }, normal);
const labels = Array.from({ length: COUNT }, () => integer(4));
const data = Dataset.ofClasses(pixels, labels, 4);
const x = Matrix.constants(pixels, COUNT, 6);
const net = new TwoLayerNet({ inputSize: 6, hiddenSize: 8, outputSize: 4, weightScale: 1 });

test("accuracy: that of the Values, also after they have changed, and where rows do not fill a batch", () => {
  const reader = new DigitReader(net, 6);
  const before = net.accuracy(x, labels);
  expect(reader.accuracy(data)).toBe(before);
  for (const bias of net.b2.values()) bias.data = 10 * normal();
  expect(net.accuracy(x, labels)).not.toBe(before);
  expect(reader.accuracy(data)).toBe(net.accuracy(x, labels));
});

test("confusion: every example once, and the surest mistakes first", () => {
  const { counts, worst } = new DigitReader(net, 6).confusion(data);
  const said = net.predict(x).argmax();
  const expected = [0, 1, 2, 3].map((label) =>
    [0, 1, 2, 3].map((answer) => labels.filter((l, i) => l === label && said[i] === answer).length),
  );
  expect(counts).toEqual(expected);
  expect(worst).toHaveLength(12);
  const exps = Array.from(net.predict(Matrix.constants(worst[0]?.pixels ?? [], 1, 6)).data, Math.exp);
  const total = exps.reduce((a, b) => a + b, 0);
  expect(Math.abs((worst[0]?.probability ?? NaN) - Math.max(...exps) / total)).toBeLessThan(1e-12);
  const sure = worst.map(({ probability }) => probability);
  expect(sure).toEqual([...sure].sort((a, b) => b - a));
  expect(worst.every((mistake) => mistake.label !== mistake.said)).toBe(true);
});

test("a net whose scores are NaN is right in no row, not in those of class 0", () => {
  const broken = new TwoLayerNet({ inputSize: 6, hiddenSize: 8, outputSize: 4 });
  for (const bias of broken.b2.values()) bias.data = NaN;
  expect(broken.accuracy(x, labels)).toBe(0);
  expect(new DigitReader(broken, 6).accuracy(data)).toBe(0);
  // One score that is NaN is no class that the net is sure of.
  for (const bias of broken.b2.values()) bias.data = 0;
  (broken.b2.row(0)[3] as Value).data = NaN;
  expect(new DigitReader(broken, 6).accuracy(data)).toBe(0);
});
