/** What a net that was trained on MNIST says of a picture. */
import { noGrad, softmax } from "../index.js";
import { argmax, Matrix, type TwoLayerNet } from "../nn/index.js";

export interface Recognised {
  readonly digit: number;
  /** One for each digit, together 1. */
  readonly probabilities: readonly number[];
}

/** The digit of a picture, given as 28 · 28 numbers from 0 to 1. */
export function recognise(net: TwoLayerNet, pixels: Float64Array): Recognised {
  const probabilities = noGrad(() => {
    const scores = net.predict(Matrix.constants(pixels, 1, pixels.length));
    return softmax(scores.row(0)).map((p) => p.data);
  });
  return { digit: argmax(probabilities), probabilities };
}
