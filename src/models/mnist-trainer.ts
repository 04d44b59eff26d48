/**
 * The two-layer net on MNIST as something that steps: batches in, losses out. One trainer runs the Values themselves, the other
 * a program compiled from the same net; both see the same batches and compute the same numbers up to rounding.
 */
import { compile, type Program } from "../compile/index.js";
import { ChainruleError } from "../errors.js";
import type { Digits } from "../datasets/index.js";
import {
  argmax,
  Matrix,
  oneHot,
  Sgd,
  type Gradients,
  type ParameterName,
  type Random,
  type TwoLayerNet,
} from "../nn/index.js";

export interface Trainer {
  /** One step of gradient descent on some of the digits; returns the loss before it. */
  step(digits: Digits, batch: ArrayLike<number>): number;
  /** The share of digits that the net recognises, from 0 to 1. */
  accuracy(digits: Digits): number;
  /** The gradients of the loss over the first digits, by back propagation and by central differences. */
  checkGradients(digits: Digits, count: number): { backprop: Gradients; numerical: Gradients };
}

/** The pixels of some digits, one after another. */
function pixelsOf({ pixels, rows, columns }: Digits, batch: ArrayLike<number>): Float64Array {
  const size = rows * columns;
  const out = new Float64Array(batch.length * size);
  for (let i = 0; i < batch.length; i++) {
    const at = (batch[i] as number) * size;
    out.set(pixels.subarray(at, at + size), i * size);
  }
  return out;
}

const labelsOf = ({ labels }: Digits, batch: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(batch, (i) => labels[i] as number);

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** How many digits are recognised at once. */
const SLICE = 100;

/** Trains on Values: every step records a graph and walks it back. */
export class EagerTrainer implements Trainer {
  private readonly sgd: Sgd;

  constructor(
    private readonly net: TwoLayerNet,
    learningRate: number,
  ) {
    this.sgd = new Sgd(net.parameters(), { learningRate });
  }

  private matrix(digits: Digits, batch: ArrayLike<number>): Matrix {
    return Matrix.constants(pixelsOf(digits, batch), batch.length, digits.rows * digits.columns);
  }

  step(digits: Digits, batch: ArrayLike<number>): number {
    const loss = this.net.loss(this.matrix(digits, batch), labelsOf(digits, batch));
    this.sgd.zeroGrad();
    loss.backward();
    this.sgd.step();
    return loss.data;
  }

  accuracy(digits: Digits): number {
    let right = 0;
    for (let from = 0; from < digits.count; from += SLICE) {
      const batch = range(from, Math.min(from + SLICE, digits.count));
      right += batch.length * this.net.accuracy(this.matrix(digits, batch), labelsOf(digits, batch));
    }
    return right / digits.count;
  }

  checkGradients(digits: Digits, count: number): { backprop: Gradients; numerical: Gradients } {
    const batch = range(0, count);
    const [x, t] = [this.matrix(digits, batch), labelsOf(digits, batch)];
    return { backprop: this.net.gradient(x, t), numerical: this.net.numericalGradient(x, t) };
  }
}

/** A net compiled for batches of one size: pixels and one-hot labels are its inputs, the scores its outputs. */
class BatchProgram {
  readonly program: Program;

  constructor(
    net: TwoLayerNet,
    readonly size: number,
  ) {
    const x = Matrix.leaves(new Float64Array(size * net.W1.rows), size, net.W1.rows);
    const t = Matrix.leaves(oneHot(new Uint8Array(size), net.b2.columns).data, size, net.b2.columns);
    const scores = net.predict(x);
    this.program = compile(net.lossOf(scores, t), {
      parameters: net.parameters(),
      inputs: [...x.values(), ...t.values()],
      outputs: scores.values(),
    });
  }

  load(digits: Digits, batch: ArrayLike<number>): void {
    const { inputs, outputs } = this.program;
    const pixels = digits.rows * digits.columns;
    const classes = outputs.length / this.size;
    for (let i = 0; i < batch.length; i++) {
      const digit = batch[i] as number;
      inputs.set(digits.pixels.subarray(digit * pixels, (digit + 1) * pixels), i * pixels);
    }
    inputs.fill(0, this.size * pixels);
    for (let i = 0; i < batch.length; i++) {
      inputs[this.size * pixels + i * classes + (digits.labels[batch[i] as number] as number)] = 1;
    }
  }

  /** The class with the largest score in row i. */
  best(i: number): number {
    const classes = this.program.outputs.length / this.size;
    return argmax(this.program.outputs.subarray(i * classes, (i + 1) * classes));
  }
}

/** Trains through a program: the graph of a batch is recorded once and replayed in WebAssembly. */
export class CompiledTrainer implements Trainer {
  private readonly batch: BatchProgram;
  private readonly sgd: Sgd;

  constructor(
    private readonly net: TwoLayerNet,
    learningRate: number,
    batchSize: number,
  ) {
    this.batch = new BatchProgram(net, batchSize);
    this.sgd = new Sgd(this.batch.program, { learningRate });
  }

  step(digits: Digits, batch: ArrayLike<number>): number {
    this.batch.load(digits, batch);
    const loss = this.batch.program.run();
    this.sgd.step();
    return loss;
  }

  accuracy(digits: Digits): number {
    const { size, program } = this.batch;
    let right = 0;
    for (let from = 0; from < digits.count; from += size) {
      const batch = range(from, Math.min(from + size, digits.count));
      this.batch.load(digits, batch);
      program.forward();
      batch.forEach((digit, i) => (right += this.batch.best(i) === digits.labels[digit] ? 1 : 0));
    }
    return right / digits.count;
  }

  checkGradients(digits: Digits, count: number): { backprop: Gradients; numerical: Gradients } {
    this.batch.program.push();
    const { program, ...first } = this.first(digits, count);
    program.run();
    const backprop = first.split(Float64Array.from(program.gradients));
    const numerical = first.split(centralDifferences(program));
    program.dispose();
    return { backprop, numerical };
  }

  /** A program of the first digits, and how its gradients fall to the parameters. */
  private first(
    digits: Digits,
    count: number,
  ): { program: Program; split: (all: Float64Array) => Gradients } {
    const batch = new BatchProgram(this.net, count);
    batch.load(digits, range(0, count));
    const split = (all: Float64Array): Gradients => {
      let at = 0;
      const parts = Object.entries(this.net.namedParameters()).map(([name, matrix]) => {
        const length = matrix.rows * matrix.columns;
        at += length;
        return [name as ParameterName, all.slice(at - length, at)] as const;
      });
      return Object.fromEntries(parts) as Record<ParameterName, Float64Array>;
    };
    return { program: batch.program, split };
  }
}

const CUBE_ROOT_EPSILON = Math.cbrt(Number.EPSILON);

/** (f(p + h) − f(p − h)) / 2h for every parameter of a program, by its forward pass alone. */
function centralDifferences(program: Program): Float64Array {
  const { parameters } = program;
  return Float64Array.from(parameters, (at, i) => {
    const step = CUBE_ROOT_EPSILON * Math.max(1, Math.abs(at));
    const [above, below] = [at + step, at - step];
    parameters[i] = above;
    const high = program.forward();
    parameters[i] = below;
    const low = program.forward();
    parameters[i] = at;
    return (high - low) / (above - below);
  });
}

/**
 * Mini-batches without end: every pass over the digits is a new random order, cut into batches. A last part that does not fill a
 * batch is left out of that pass.
 * @throws ChainruleError if a batch is larger than the data.
 */
export function shuffledBatches(random: Random, size: number, count: number): Generator<Int32Array, never> {
  if (size <= count) return batches(random, size, count);
  throw new ChainruleError(
    `train: a batch of ${String(size)} is larger than the ${String(count)} digits there are`,
  );
}

function* batches(random: Random, size: number, count: number): Generator<Int32Array, never> {
  for (;;) {
    const order = random.permutation(count);
    for (let from = 0; from + size <= count; from += size) yield order.subarray(from, from + size);
  }
}
