/** `chainrule predict`: which digit a PNG file shows, by a net that `chainrule train mnist` left behind. */
import { join } from "node:path";
import type { Command } from "commander";
import { readDigit } from "../../files/index.js";
import { recognise } from "../../models/digits.js";
import { readDigitNet } from "../training/digit-net.js";
import { toJson } from "../json.js";

interface PredictOptions {
  readonly model: string;
  readonly json: boolean;
}

const BAR = 30;

export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("say which digit a PNG file shows")
    .argument("<png>", "a picture of one handwritten digit, of any size")
    .option(
      "-m, --model <file>",
      "weights that `chainrule train mnist` saved",
      join("out", "model.safetensors"),
    )
    .option("--json", "print the result as JSON and nothing else", false)
    .addHelpText(
      "after",
      "\nExample:\n  chainrule train mnist --iterations 600\n  chainrule predict digit.png",
    )
    .action((png: string, { model, json }: PredictOptions) => {
      const { digit, probabilities } = recognise(readDigitNet(model), readDigit(png));
      if (json) {
        process.stdout.write(toJson({ digit, probabilities }));
        return;
      }
      process.stdout.write(`${png} shows a ${String(digit)}\n`);
      probabilities.forEach((p, i) => {
        const line = `  ${String(i)}  ${(100 * p).toFixed(1).padStart(5)} %  ${"█".repeat(Math.round(BAR * p))}`;
        process.stdout.write(`${line.trimEnd()}\n`);
      });
    });
}
