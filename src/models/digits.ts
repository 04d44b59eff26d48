/** What a net that was trained on MNIST says of pictures: of one, and of all of a test set. */
import { noGrad, softmax } from "../index.js";
import { argmax, BatchProgram, Matrix, type Dataset, type TwoLayerNet } from "../nn/index.js";

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

/** A picture that the net takes for another digit. */
export interface Mistake {
  readonly pixels: Float64Array;
  readonly label: number;
  readonly said: number;
  /** How sure the net was, from 0 to 1. */
  readonly probability: number;
}

/** How the classes of a dataset are taken: counts by true class and answer, and the mistakes made with most confidence. */
export interface Confusion {
  readonly counts: readonly (readonly number[])[];
  readonly worst: readonly Mistake[];
}

const WORST = 12;
/** How many pictures are looked at at once. */
const ROWS = 100;

/** Goes through a dataset with a program compiled from the net. */
export function confusionOf(net: TwoLayerNet, data: Dataset): Confusion {
  const { inputSize, targetSize: classes } = data;
  const rows = Math.min(ROWS, data.count);
  const batch = new BatchProgram(net, (scores, t) => net.lossOf(scores, t), {
    rows,
    inputSize,
    targetSize: classes,
  });
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const mistakes: Mistake[] = [];
  for (let from = 0; from < data.count; from += rows) {
    const examples = Array.from({ length: Math.min(rows, data.count - from) }, (_, i) => from + i);
    batch.load(data, examples);
    batch.program.forward();
    examples.forEach((example, i) => {
      const scores = batch.program.outputs.subarray(i * classes, (i + 1) * classes);
      const [label, said] = [data.classOf(example), argmax(scores)];
      (counts[label] as number[])[said] = (counts[label]?.[said] ?? 0) + 1;
      if (label === said) return;
      const probability = softmax(scores)[said]?.data ?? NaN;
      const pixels = data.x.subarray(example * inputSize, (example + 1) * inputSize);
      mistakes.push({ pixels, label, said, probability });
    });
  }
  batch.program.dispose();
  mistakes.sort((a, b) => b.probability - a.probability);
  return { counts, worst: mistakes.slice(0, WORST) };
}
