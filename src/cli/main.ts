#!/usr/bin/env node
/** The command line: puts the commands together, runs one, turns errors into messages and exit codes. */
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { ChainruleError } from "../errors.js";
import { addCheck } from "./commands/check.js";
import { addDraw } from "./commands/draw.js";
import { addExplain } from "./commands/explain.js";
import { addGrad } from "./commands/grad.js";
import { watchOutput } from "./training/interrupt.js";
import { addInvent } from "./commands/invent.js";
import { toJson } from "./json.js";
import { addTrainMicroGpt } from "./commands/train-microgpt.js";
import { addPredict } from "./commands/predict.js";
import { addTrainMnist } from "./commands/train-mnist.js";

const USAGE = 2;
const FAILURE = 1;

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

const program = new Command("chainrule")
  .version(version)
  .description("Scalar automatic differentiation: train, draw and check computational graphs.")
  .exitOverride()
  .showHelpAfterError("(--help shows the options)");

addDraw(program);
addExplain(program);
addGrad(program);
addCheck(program);
const train = program.command("train").description("train a model");
addTrainMnist(train);
addPredict(program);
addTrainMicroGpt(train);
addInvent(program);

/** Also where the options could not be read; what follows "--" is no option. */
const wantsJson = (args: readonly string[]): boolean =>
  args.slice(0, args.includes("--") ? args.indexOf("--") : undefined).includes("--json");

watchOutput();
try {
  await program.parseAsync();
} catch (error) {
  const isUsage = error instanceof CommanderError;
  if (!isUsage && !(error instanceof ChainruleError)) throw error;
  // Help and the version end by an error, too.
  process.exitCode = !isUsage ? FAILURE : error.exitCode === 0 ? 0 : USAGE;
  // Commander has printed its own.
  if (!isUsage) process.stderr.write(`chainrule: ${error.message}\n`);
  if (process.exitCode !== 0 && wantsJson(process.argv))
    process.stdout.write(toJson({ error: error.message }));
}
