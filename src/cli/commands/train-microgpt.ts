/** `chainrule train microgpt`: its options. train-microgpt.ts does the work. */
import type { Command } from "commander";
import { endWith } from "../training/interrupt.js";
import { count, positive } from "../options.js";
import { trainMicroGpt, type TrainMicroGptOptions } from "../training/train-microgpt.js";

export function addTrainMicroGpt(train: Command): void {
  train
    .command("microgpt")
    .description("train Karpathy's microgpt on the lines of a text, then let it invent some")
    .option("-i, --iterations <n>", "steps of Adam, of one line each", count(0), 1000)
    .option("-l, --learning-rate <x>", "the first step's rate, from which it falls to 0", positive, 0.01)
    .option("-t, --temperature <x>", "below 1 the invented lines are the more likely ones", positive, 0.5)
    .option("-n, --samples <n>", "lines to invent", count(0), 20)
    .option(
      "-s, --seed <n>",
      "where the random numbers start; the same seed gives the same numbers",
      count(0),
      1,
    )
    .option(
      "-d, --data <file>",
      "any UTF-8 text, a document a line (default: 39,000 made-up English first names)",
    )
    .option("-o, --out <directory>", "where the weights, the loss curve and the history go", "out/microgpt")
    .option("--json", "print the result as JSON and nothing else", false)
    .option("--eager", "train on Values instead of compiled programs", false)
    .addHelpText(
      "after",
      "\nA line longer than the block of 16 characters is learned up to the block's end.\n\n" +
        "Examples:\n  chainrule train microgpt\n  chainrule train microgpt --data poem.txt --iterations 5000 --seed 7",
    )
    .action(async (options: TrainMicroGptOptions) => {
      endWith(await trainMicroGpt(options));
    });
}
