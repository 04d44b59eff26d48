/** Trains microgpt on the lines of a text, shows how its loss falls, and lets it invent new lines. */
import { readFileSync } from "node:fs";
import { ChainruleError } from "../errors.js";
import { loadNames } from "../datasets/index.js";
import {
  Characters,
  CompiledGptTrainer,
  documentsOf,
  EagerGptTrainer,
  encodeMicroGpt,
  MicroGpt,
  microGptShape,
  type GptTrainer,
  type TextModel,
} from "../models/index.js";
import { random } from "../nn/index.js";
import { makeDirectory, writeWhole } from "./files.js";
import { INTERRUPTED, onInterrupt } from "./interrupt.js";
import { inventLines } from "./invent.command.js";
import { progress, seconds, TURN } from "./progress.js";

export interface TrainMicroGptOptions {
  readonly iterations: number;
  readonly learningRate: number;
  readonly temperature: number;
  readonly samples: number;
  readonly seed: number;
  readonly data?: string;
  readonly out: string;
  readonly json: boolean;
  readonly eager: boolean;
}

interface Run {
  readonly losses: number[];
  readonly isInterrupted: boolean;
}

/** Standard deviation of the first weights. */
const SPREAD = 0.08;
/** One line's loss says little: what is shown is the mean of so many. */
const RECENT = 100;

const meanOfLast = (losses: readonly number[]): number => {
  const recent = losses.slice(-RECENT);
  return recent.reduce((total, loss) => total + loss, 0) / recent.length;
};

/** Returns the exit code. */
export async function trainMicroGpt(options: TrainMicroGptOptions): Promise<number> {
  const start = performance.now();
  const say = (line: string): void => {
    if (!options.json) process.stdout.write(`${line}\n`);
  };
  const texts = options.data === undefined ? loadNames() : readDocuments(options.data);
  makeDirectory(options.out);
  const characters = Characters.of(texts);
  const shape = microGptShape(characters.vocabulary);
  const documents = texts.map((text) => characters.encode(text));
  // The block predicts as many tokens as it is long; the last that a document asks for is its end.
  const clipped = documents.filter((document) => document.length - 1 > shape.block).length;
  say(`${options.data ?? "made-up English first names"}: ${plural(texts.length, "line")} of ${plural(characters.list.length, "character")}`); // prettier-ignore
  if (clipped > 0) {
    say(`${plural(clipped, "line")} longer than the block: only the first ${String(shape.block)} characters are learned`); // prettier-ignore
  }
  const weights = random(options.seed);
  const model = new MicroGpt(shape, () => SPREAD * weights.normal());
  const trainer = options.eager ? new EagerGptTrainer(model) : new CompiledGptTrainer(model);
  const way = options.eager ? "on Values" : "compiled to WebAssembly, a program for each length of line";
  say(`microgpt: ${plural(model.parameters().length, "parameter")}, ${way}`);

  const run = await train(trainer, documents, options);
  const samples = inventLines(trainer, { model, characters }, options);
  trainer.push();
  const files = await save(options, { model, characters }, run);
  if (options.json) {
    const { iterations, learningRate, temperature, seed, eager } = options;
    const result = {
      settings: { iterations, learningRate, temperature, seed, eager },
      data: { lines: texts.length, characters: characters.list.length, clipped },
      losses: run.losses,
      samples,
      interrupted: run.isInterrupted,
      seconds: (performance.now() - start) / 1000,
      files,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const verb = run.isInterrupted ? "interrupted" : "done";
    const loss = run.losses.length === 0 ? "" : `, loss ${meanOfLast(run.losses).toFixed(4)}`;
    say(`${verb} after ${plural(run.losses.length, "iteration")} in ${seconds(start)}${loss}`);
    say(`saved ${files.join(", ")}`);
    if (samples.length > 0) say(`\ninvented:\n${samples.map((sample) => `  ${sample}`).join("\n")}`);
  }
  return run.isInterrupted ? INTERRUPTED : 0;
}

const plural = (n: number, what: string): string => `${String(n)} ${what}${n === 1 ? "" : "s"}`;

/** @throws ChainruleError if the file cannot be read, is no UTF-8 text, or has no line that says something. */
function readDocuments(file: string): string[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reasons: Partial<Record<string, string>> = {
      ENOENT: "there is no such file",
      EISDIR: "this is a directory, expected a text file",
      ERR_ENCODING_INVALID_ENCODED_DATA: "this is no UTF-8 text",
    };
    const reason = reasons[code ?? ""] ?? `the file cannot be read (${(cause as Error).message})`;
    throw new ChainruleError(`${file}: ${reason}`, { cause });
  }
  const documents = documentsOf(text);
  if (documents.length > 0) return documents;
  throw new ChainruleError(`${file}: there is no line to learn from, expected at least one character`);
}

/** One document a step, in an order that is shuffled once and then repeated; the learning rate falls to 0 in a line. */
async function train(
  trainer: GptTrainer,
  documents: readonly Int32Array[],
  { iterations, learningRate, seed, json }: TrainMicroGptOptions,
): Promise<Run> {
  const order = random(seed + 1).permutation(documents.length);
  const interrupt = onInterrupt();
  const shown = progress(iterations, json);
  const losses: number[] = [];
  let turned = performance.now();
  let isInterrupted = false;
  while (losses.length < iterations && !isInterrupted) {
    const step = losses.length;
    const document = documents[order[step % order.length] as number] as Int32Array;
    losses.push(trainer.step(document, learningRate * (1 - step / iterations)));
    if (losses.length < iterations && performance.now() - turned < TURN) continue;
    turned = performance.now();
    shown.update(losses.length, `loss ${meanOfLast(losses).toFixed(4)}`);
    // Without a turn of the event loop no signal arrives.
    await new Promise((resolve) => setImmediate(resolve));
    isInterrupted = interrupt.signal.aborted;
  }
  shown.end();
  interrupt.release();
  return { losses, isInterrupted };
}

async function save(
  { out, iterations, learningRate }: TrainMicroGptOptions,
  text: TextModel,
  { losses }: Run,
): Promise<string[]> {
  const files = [
    writeWhole(out, "model.safetensors", encodeMicroGpt(text)),
    writeWhole(out, "history.json", `${JSON.stringify({ losses })}\n`),
  ];
  if (losses.length === 0) return files;
  // Half of the time in which other commands start would go into loading it.
  const { lossCurve } = await import("./plot.js");
  const title = `microgpt, ${String(iterations)} steps of Adam from ${String(learningRate)}`;
  return [writeWhole(out, "loss.svg", lossCurve(losses, title)), ...files];
}
