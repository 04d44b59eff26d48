#!/usr/bin/env node
/** The command line: puts the commands together, runs one, turns errors into messages and exit codes. */
import { Command, CommanderError } from "commander";
import { ChainruleError } from "../errors.js";
import { addCheck } from "./check.command.js";
import { addDraw } from "./draw.command.js";
import { addExplain } from "./explain.command.js";
import { addGrad } from "./grad.command.js";
import { addInvent } from "./invent.command.js";
import { addTrainMicroGpt } from "./train-microgpt.command.js";
import { addPredict } from "./predict.command.js";
import { addTrainMnist } from "./train-mnist.command.js";

const USAGE = 2;
const FAILURE = 1;

const program = new Command("chainrule")
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

// Whoever reads the output may stop before its end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
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
