/**
 * The main job: trains the study note's two-layer net on the real digits, checks its gradients as the book does, and leaves the
 * loss curve and the graph of the apples behind.
 */
import { Value } from "../index.js";
import { loadMnist, type Mnist } from "../datasets/index.js";
import { toDot, toSvg } from "../draw/index.js";
import { CompiledTrainer, EagerTrainer, shuffledBatches, type Trainer } from "../models/mnist-trainer.js";
import { meanDifferences, random, TwoLayerNet, type ParameterName } from "../nn/index.js";
import { makeDirectory, writeWhole } from "./files.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { lossCurve } from "./plot.js";
import { progress, type Progress } from "./progress.js";

export interface TrainMnistOptions {
  readonly iterations: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly data?: string;
  readonly out: string;
  readonly json: boolean;
  readonly eager: boolean;
}

interface Epoch {
  readonly epoch: number;
  readonly iteration: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

interface Run {
  readonly losses: number[];
  readonly epochs: Epoch[];
  readonly isInterrupted: boolean;
}

const HIDDEN = 50;
const CLASSES = 10;
/** The book compares the gradients on the first three digits, and is content below this mean difference. */
const CHECKED_DIGITS = 3;
const CHECK_LIMIT = 1e-9;
/** Steps between two looks at the keyboard and the bar, in milliseconds of work. */
const TURN = 50;

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/** Returns the exit code. */
export async function trainMnist(options: TrainMnistOptions): Promise<number> {
  const start = performance.now();
  const say = (line: string): void => {
    if (!options.json) process.stdout.write(`${line}\n`);
  };
  makeDirectory(options.out);
  const mnist = loadMnist(options.data === undefined ? {} : { directory: options.data });
  const { rows, columns } = mnist.train;
  say(
    `MNIST: ${String(mnist.train.count)} digits to train on, ${String(mnist.test.count)} to test (${seconds(start)})`,
  );
  const batches = shuffledBatches(random(options.seed + 1), options.batch, mnist.train.count);
  const inputSize = rows * columns;
  const net = new TwoLayerNet({ inputSize, hiddenSize: HIDDEN, outputSize: CLASSES, seed: options.seed });
  const made = performance.now();
  const trainer = options.eager
    ? new EagerTrainer(net, options.learningRate)
    : new CompiledTrainer(net, options.learningRate, options.batch);
  const way = options.eager ? "on Values" : `compiled to WebAssembly in ${seconds(made)}`;
  say(
    `net ${String(inputSize)}-${String(HIDDEN)}-${String(CLASSES)}, ${String(net.parameters().length)} parameters, ${way}`,
  );

  const check = checkGradients(trainer, mnist, say);
  const run = await train(trainer, mnist, batches, options);
  const files = await save(options.out, run, options);
  const last = run.epochs.at(-1);
  if (options.json) {
    const { iterations, batch, learningRate, seed, eager } = options;
    const result = {
      settings: { iterations, batch, learningRate, seed, eager },
      gradientCheck: check,
      losses: run.losses,
      epochs: run.epochs,
      interrupted: run.isInterrupted,
      seconds: (performance.now() - start) / 1000,
      files,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const verb = run.isInterrupted ? "interrupted" : "done";
    say(`${verb} after ${String(run.losses.length)} iterations in ${seconds(start)}`);
    if (last !== undefined)
      say(`test accuracy ${percent(last.testAccuracy)} on all ${String(mnist.test.count)} test digits`);
    say(`saved ${files.join(", ")}`);
  }
  if (run.isInterrupted) return INTERRUPTED;
  return Object.values(check).every((difference) => difference <= CHECK_LIMIT) ? 0 : 1;
}

function checkGradients(
  trainer: Trainer,
  mnist: Mnist,
  say: (line: string) => void,
): Record<ParameterName, number> {
  const start = performance.now();
  const { backprop, numerical } = trainer.checkGradients(
    mnist.train,
    Math.min(CHECKED_DIGITS, mnist.train.count),
  );
  const differences = meanDifferences(backprop, numerical);
  say(
    `gradient check on the first ${String(CHECKED_DIGITS)} digits (${seconds(start)}), mean |backprop − numerical|:`,
  );
  for (const [name, difference] of Object.entries(differences)) {
    const verdict = difference <= CHECK_LIMIT ? "ok" : `above ${String(CHECK_LIMIT)}`;
    say(`  ${name}  ${difference.toExponential(2)}  ${verdict}`);
  }
  return differences;
}

async function train(
  trainer: Trainer,
  mnist: Mnist,
  batches: Iterator<Int32Array, never>,
  options: TrainMnistOptions,
): Promise<Run> {
  const { iterations, batch } = options;
  const perEpoch = Math.max(1, Math.floor(mnist.train.count / batch));
  const interrupt = onInterrupt();
  const shown = progress(iterations, options.json);
  const losses: number[] = [];
  const epochs: Epoch[] = [];
  const start = performance.now();
  let turned = start;
  let isInterrupted = false;
  while (losses.length < iterations && !isInterrupted) {
    losses.push(trainer.step(mnist.train, batches.next().value));
    const isEpoch = losses.length % perEpoch === 0 || losses.length === iterations;
    if (isEpoch) epochs.push(evaluate(trainer, mnist, losses.length, perEpoch, shown));
    if (!isEpoch && performance.now() - turned < TURN) continue;
    turned = performance.now();
    shown.update(losses.length, status(losses, epochs, iterations, turned - start));
    isInterrupted = await interrupt.check();
  }
  if (isInterrupted && losses.length < iterations) {
    epochs.push(evaluate(trainer, mnist, losses.length, perEpoch, shown));
  }
  shown.end();
  interrupt.release();
  return { losses, epochs, isInterrupted };
}

function evaluate(
  trainer: Trainer,
  mnist: Mnist,
  iteration: number,
  perEpoch: number,
  shown: Progress,
): Epoch {
  const epoch = iteration / perEpoch;
  const trainAccuracy = trainer.accuracy(mnist.train);
  const testAccuracy = trainer.accuracy(mnist.test);
  const number = Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(2);
  shown.say(
    `epoch ${number}: train accuracy ${percent(trainAccuracy)}, test accuracy ${percent(testAccuracy)}`,
  );
  return { epoch, iteration, trainAccuracy, testAccuracy };
}

/** The loss is a mean over the last steps, which one batch alone would make jump. */
const RECENT = 20;

function status(
  losses: readonly number[],
  epochs: readonly Epoch[],
  iterations: number,
  elapsed: number,
): string {
  const recent = losses.slice(-RECENT);
  const loss = recent.reduce((total, value) => total + value, 0) / recent.length;
  const accuracy = epochs.at(-1)?.testAccuracy;
  const left = ((elapsed / losses.length) * (iterations - losses.length)) / 1000;
  const shown = accuracy === undefined ? "–" : percent(accuracy);
  return `loss ${loss.toFixed(4)} | test accuracy ${shown}${process.stdout.isTTY ? "" : ` | ${left.toFixed(0)} s left`}`;
}

async function save(out: string, run: Run, options: TrainMnistOptions): Promise<string[]> {
  const apple = new Value(100, "apple");
  const price = apple.mul(new Value(2, "count")).mul(new Value(1.1, "tax"));
  price.label = "price";
  price.backward();
  const files = [
    writeWhole(out, "apple.dot", toDot(price)),
    writeWhole(out, "apple.svg", await toSvg(price)),
    writeWhole(out, "history.json", `${JSON.stringify({ losses: run.losses, epochs: run.epochs })}\n`),
  ];
  if (run.losses.length === 0) return files;
  const title = `Two-layer net on MNIST, batches of ${String(options.batch)}, SGD ${String(options.learningRate)}`;
  return [writeWhole(out, "loss.svg", lossCurve(run.losses, title)), ...files];
}
