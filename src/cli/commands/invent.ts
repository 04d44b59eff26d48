/** `chainrule invent`: new lines from a microgpt that `chainrule train microgpt` left behind. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { ChainruleError } from "../../errors.js";
import { reading } from "../../files/read.js";
import {
  CompiledGptTrainer,
  decodeMicroGpt,
  invent,
  type GptTrainer,
  type TextModel,
} from "../../models/index.js";
import { random } from "../../nn/index.js";
import { toJson } from "../json.js";
import { count, positive } from "../options.js";

export interface InventedLines {
  readonly samples: number;
  readonly temperature: number;
  readonly seed: number;
}

/** New lines of a model whose next tokens something scores. */
export function inventLines(
  scorer: Pick<GptTrainer, "scores">,
  { model, characters }: TextModel,
  { samples, temperature, seed }: InventedLines,
): string[] {
  // The seed itself starts the weights, and the next one the order of the documents.
  const drawn = random(seed + 2);
  const asked = { boundary: characters.boundary, block: model.shape.block, temperature };
  return Array.from({ length: samples }, () => characters.decode(invent(scorer, drawn, asked)));
}

interface InventOptions extends InventedLines {
  readonly model: string;
  readonly json: boolean;
}

export function addInvent(program: Command): void {
  program
    .command("invent")
    .description("invent lines like those that a microgpt was trained on")
    .option(
      "-m, --model <file>",
      "weights that `chainrule train microgpt` saved",
      join("out", "microgpt", "model.safetensors"),
    )
    .option("-n, --samples <n>", "lines to invent", count(0), 20)
    .option("-t, --temperature <x>", "below 1 the likely lines become more likely", positive, 0.5)
    .option("-s, --seed <n>", "the same seed gives the same lines", count(0), 1)
    .option("--json", "print the lines as JSON and nothing else", false)
    .addHelpText("after", "\nExample:\n  chainrule train microgpt\n  chainrule invent --samples 5 --seed 7")
    .action((options: InventOptions) => {
      const text = readTextModel(options.model);
      const lines = inventLines(new CompiledGptTrainer(text.model), text, options);
      process.stdout.write(options.json ? toJson(lines) : lines.map((line) => `${line}\n`).join(""));
    });
}

/** @throws ChainruleError that names the file, if there is none, or it holds something else. */
function readTextModel(path: string): TextModel {
  if (!existsSync(path)) {
    throw new ChainruleError(`${path}: there is no such file; \`chainrule train microgpt\` makes one`);
  }
  return reading(path, decodeMicroGpt);
}
