/** A drawn digit → the net of the main job → the probability of each class. The net's weights come from the site itself. */
import { noGrad } from "chainrule";
import { TwoLayerNet } from "chainrule/book";
import { loadWeights, Matrix } from "chainrule/nn";
import { centred, INK } from "../../../../src/files/centre.js";

export const CLASSES = 10;
const SIZES = { inputSize: 784, hiddenSize: 50, outputSize: CLASSES };

/** @throws ChainruleError if the bytes are not the weights of this net. */
export function digitNet(bytes: Uint8Array): TwoLayerNet {
  const net = new TwoLayerNet(SIZES);
  loadWeights(net, bytes);
  return net;
}

/** Probabilities of the ten digits; undefined while nothing is drawn. `pixels` are from 0 to 1, `width` in a row. */
export function classify(net: TwoLayerNet, pixels: Float64Array, width: number): number[] | undefined {
  if (!pixels.some((x) => x > INK)) return undefined;
  const digit = centred({ width, height: pixels.length / width, pixels });
  return noGrad(() => probabilities(Array.from(net.predict(Matrix.from([Array.from(digit)])).data)));
}

/** Softmax, shifted by the largest score. */
function probabilities(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, x) => sum + x, 0);
  return powers.map((x) => x / total);
}
