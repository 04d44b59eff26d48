/**
 * The main job: trains the study note's two-layer net on the real digits, checks its gradients as the book does, and leaves the
 * loss curve and the graph of the apples behind.
 */
import { meanDifferences, TwoLayerNet, type ParameterName } from "../../book/index.js";
import { loadMnist } from "../../datasets/index.js";
import { ChainruleError } from "../../errors.js";
import { DigitReader } from "../../models/digits.js";
import { bothGradients, datasetOf } from "../../models/mnist-trainer.js";
import { fit, Sgd, type Dataset } from "../../nn/index.js";
import { keeping, prepare } from "../files.js";
import { exitCodeOf, onInterrupt } from "./interrupt.js";
import { toJson } from "../json.js";
import { FILES, percent, saveRun, type Epoch, type Run } from "./mnist-files.js";
import { progress, seconds, TURN } from "./progress.js";

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

const HIDDEN = 50;
const CLASSES = 10;
/** The book compares the gradients on the first three digits, and is content below this mean difference. */
const CHECKED_DIGITS = 3;
const CHECK_LIMIT = 1e-9;

/** Returns the exit code. */
export async function trainMnist(options: TrainMnistOptions): Promise<number> {
  const start = performance.now();
  const say = (line: string): void => {
    if (!options.json) process.stdout.write(`${line}\n`);
  };
  prepare(options.out, Object.values(FILES));
  const mnist = loadMnist(options.data === undefined ? {} : { directory: options.data });
  const { rows, columns } = mnist.train;
  say(
    `MNIST: ${String(mnist.train.count)} digits to train on, ${String(mnist.test.count)} to test (${seconds(start)})`,
  );
  if (options.batch > mnist.train.count) {
    throw new ChainruleError(
      `train: a batch of ${String(options.batch)} is larger than the ${String(mnist.train.count)} digits there are`,
    );
  }
  const inputSize = rows * columns;
  const net = new TwoLayerNet({ inputSize, hiddenSize: HIDDEN, outputSize: CLASSES, seed: options.seed });
  const way = options.eager ? "on Values" : "compiled to WebAssembly";
  say(
    `net ${String(inputSize)}-${String(HIDDEN)}-${String(CLASSES)}, ${String(net.parameters().length)} parameters, ${way}`,
  );
  const data = { train: datasetOf(mnist.train), test: datasetOf(mnist.test) };
  const check = checkGradients(net, data.train, options.eager, say);
  const reader = new DigitReader(net, inputSize);
  const run = await keeping(options.out, () => train(net, reader, data, options));
  const files = await saveRun(options, net, reader, run, data.test);
  const last = run.epochs.at(-1);
  if (options.json) {
    const { iterations, batch, learningRate, seed, eager } = options;
    const result = {
      settings: { iterations, batch, learningRate, seed, eager },
      gradientCheck: check,
      losses: run.losses,
      epochs: run.epochs,
      interrupted: run.interruptedBy !== undefined,
      seconds: (performance.now() - start) / 1000,
      files,
    };
    process.stdout.write(toJson(result));
  } else {
    const verb = run.interruptedBy !== undefined ? "interrupted" : "done";
    say(`${verb} after ${String(run.losses.length)} iterations in ${seconds(start)}`);
    if (last !== undefined)
      say(`test accuracy ${percent(last.testAccuracy)} on all ${String(mnist.test.count)} test digits`);
    say(`saved ${files.join(", ")}`);
  }
  if (run.interruptedBy !== undefined) return run.interruptedBy;
  return Object.values(check).every((difference) => difference <= CHECK_LIMIT) ? 0 : 1;
}

function checkGradients(
  net: TwoLayerNet,
  data: Dataset,
  isEager: boolean,
  say: (line: string) => void,
): Record<ParameterName, number> {
  const start = performance.now();
  const first = data.slice(0, Math.min(CHECKED_DIGITS, data.count));
  const { backprop, numerical } = bothGradients(net, first, isEager);
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

interface Data {
  readonly train: Dataset;
  readonly test: Dataset;
}

async function train(
  net: TwoLayerNet,
  reader: DigitReader,
  data: Data,
  options: TrainMnistOptions,
): Promise<Run> {
  const { iterations, batch, learningRate, seed, eager } = options;
  const interrupt = onInterrupt();
  const shown = progress(iterations, options.json);
  const losses: number[] = [];
  const epochs: Epoch[] = [];
  const start = performance.now();
  let turned = start;
  const update = (): void => {
    turned = performance.now();
    shown.update(losses.length, status(losses, epochs, iterations, turned - start));
  };
  const { stopped } = await fit(net, data.train, {
    iterations,
    batchSize: batch,
    seed: seed + 1,
    optimizer: (target) => new Sgd(target, { learningRate }),
    eager,
    signal: interrupt,
    onStep: ({ loss }) => {
      losses.push(loss);
      if (performance.now() - turned >= TURN) update();
    },
    onEpoch: ({ epoch, iteration }) => {
      const [trainAccuracy, testAccuracy] = [reader.accuracy(data.train), reader.accuracy(data.test)];
      const number = Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(2);
      shown.say(
        `epoch ${number}: train accuracy ${percent(trainAccuracy)}, test accuracy ${percent(testAccuracy)}`,
      );
      epochs.push({ epoch, iteration, trainAccuracy, testAccuracy });
      update();
    },
  });
  shown.end();
  return { losses, epochs, interruptedBy: stopped === "aborted" ? exitCodeOf(interrupt) : undefined };
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
