/** `chainrule predict` as a process: the digits of a PNG, and what goes wrong. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { loadMnist } from "chainrule/datasets";
import { readDigit, writeModel } from "chainrule/files";
import { TwoLayerNet } from "chainrule/book";
import { fit, Sgd, type Target } from "chainrule/nn";
import { encode } from "fast-png";
import { readDigitNet } from "../../src/cli/training/digit-net.js";
import { recognise } from "../../src/models/digits.js";
import { datasetOf } from "../../src/models/mnist-trainer.js";
import { chainrule } from "./process.js";

const { train, test: held } = loadMnist();
const directory = mkdtempSync(join(tmpdir(), "chainrule-predict-"));
const model = join(directory, "model.safetensors");

beforeAll(async () => {
  const net = new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10 });
  const optimizer = (target: Target): Sgd => new Sgd(target, { learningRate: 0.1 });
  await fit(net, datasetOf(train), { iterations: 600, batchSize: 100, optimizer });
  writeModel(model, net);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** A digit of the test set as a person would write it: dark on light, eight times as large. */
function picture(index: number): string {
  const path = join(directory, `digit-${String(index)}.png`);
  const side = 28 * 8;
  const data = Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [Math.floor((i % side) / 8), Math.floor(i / side / 8)];
    return 255 - Math.round(255 * (held.pixels[784 * index + 28 * y + x] ?? 0));
  });
  writeFileSync(path, encode({ width: side, height: side, channels: 1, data }));
  return path;
}

test("the net recognises enlarged pictures", () => {
  const trained = readDigitNet(model);
  for (const index of [0, 1, 2, 3, 4, 5]) {
    expect(recognise(trained, readDigit(picture(index))).digit).toBe(held.labels[index]);
  }
});

test("says which digit a picture shows, and how sure it is", async () => {
  const [{ code, stdout }, plain] = await Promise.all([
    chainrule("predict", picture(0), "--model", model, "--json"),
    chainrule("predict", picture(0), "--model", model),
  ]);
  const { digit, probabilities } = JSON.parse(stdout) as { digit: number; probabilities: number[] };
  expect([code, digit]).toEqual([0, 7]);
  expect(Math.abs(probabilities.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
  expect(probabilities.indexOf(Math.max(...probabilities))).toBe(7);
  expect(plain.stdout).toMatch(/digit-0\.png shows a 7\n {2}0 +\d\.\d %\n.* {2}7 +\d+\.\d % {2}█+\n/s);
});

test("weights of another net, and none", async () => {
  const other = join(directory, "other.json");
  writeModel(other, new TwoLayerNet({ inputSize: 2, hiddenSize: 2, outputSize: 2 }));
  expect(() => readDigitNet(other)).toThrow(`${other}: loadWeights: W1 is 2×2, expected 784×50`);
  const { code, stdout, stderr } = await chainrule("predict", picture(0), "--model", join(directory, "none"));
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^chainrule: .*none: there is no such file; `chainrule train mnist` makes one\n$/);
});
