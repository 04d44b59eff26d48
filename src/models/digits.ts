/** What a net that was trained on MNIST says of pictures: of one, and of all of a test set. */
import type { TwoLayerNet } from "../book/index.js";
import { compile, type Program } from "../compile/index.js";
import { ChainruleError } from "../errors.js";
import { noGrad, softmax } from "../index.js";
import { argmax, Matrix, type Dataset } from "../nn/index.js";
import { countRight } from "../nn/matrix/display.js";

export interface Recognised {
  readonly digit: number;
  /** One for each digit, together 1. */
  readonly probabilities: readonly number[];
}

/** The digit of a picture, given as 28 · 28 numbers from 0 to 1. @throws ChainruleError if the net gives no probabilities. */
export function recognise(net: TwoLayerNet, pixels: Float64Array): Recognised {
  const probabilities = noGrad(() => {
    const scores = net.predict(Matrix.constants(pixels, 1, pixels.length));
    return softmax(scores.values()).map((p) => p.data);
  });
  if (probabilities.some(Number.isNaN)) {
    throw new ChainruleError(
      "recognise: the net gives NaN for this picture: its weights are too large, or broken",
    );
  }
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
type Numbers = Program["outputs"];

/** How many pictures are looked at at once. */
const ROWS = 100;

/** Reads whole datasets, by a program that is compiled once and takes the numbers of the net as they are. */
export class DigitReader {
  private readonly program: Program;

  constructor(net: TwoLayerNet, inputSize: number) {
    const x = Matrix.zeros(ROWS, inputSize);
    this.program = compile([], {
      parameters: net.parameters(),
      inputs: x.values(),
      outputs: net.predict(x).values(),
    });
  }

  /** Calls `see` with the scores of so many examples from one on, row by row, until all have been read. */
  private read(data: Dataset, see: (scores: Numbers, rows: number, from: number) => void): void {
    const { program } = this;
    program.pull();
    for (let from = 0; from < data.count; from += ROWS) {
      const examples = Array.from({ length: Math.min(ROWS, data.count - from) }, (_, i) => from + i);
      data.copy(examples, program.inputs, undefined);
      program.forward();
      const { length } = program.outputs;
      see(program.outputs.subarray(0, (length / ROWS) * examples.length), examples.length, from);
    }
  }

  /** The share of examples that are taken for what they are, from 0 to 1. */
  accuracy(data: Dataset): number {
    let right = 0;
    this.read(data, (scores, rows, from) => {
      right += countRight(scores, rows, (i) => data.classOf(from + i));
    });
    return right / data.count;
  }

  confusion(data: Dataset): Confusion {
    const { inputSize, targetSize: classes } = data;
    const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    const mistakes: Mistake[] = [];
    const see = (example: number, scores: Numbers): void => {
      const [label, said] = [data.classOf(example), argmax(scores)];
      (counts[label] as number[])[said] = (counts[label]?.[said] ?? 0) + 1;
      if (label === said) return;
      const probability = softmax(Array.from(scores))[said]?.data ?? NaN;
      const pixels = data.x.subarray(example * inputSize, (example + 1) * inputSize);
      mistakes.push({ pixels, label, said, probability });
    };
    this.read(data, (scores, rows, from) => {
      for (let i = 0; i < rows; i++) see(from + i, scores.subarray(i * classes, (i + 1) * classes));
    });
    mistakes.sort((a, b) => b.probability - a.probability);
    return { counts, worst: mistakes.slice(0, WORST) };
  }
}
