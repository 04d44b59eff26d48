/** Trains microgpt on the lines of a text, shows how its loss falls, and lets it invent new lines. */
import { readFileSync } from "node:fs";
import { ChainruleError } from "../../errors.js";
import { loadNames } from "../../datasets/index.js";
import { assertFinite } from "../../index.js";
import {
  Characters,
  CompiledGptTrainer,
  documentsOf,
  EagerGptTrainer,
  encodeMicroGpt,
  MicroGpt,
  microGptShape,
  type GptTrainer,
} from "../../models/index.js";
import { random } from "../../nn/index.js";
import { keeping, prepare, writeWhole } from "../files.js";
import { exitCodeOf, onInterrupt } from "./interrupt.js";
import { inventLines } from "../commands/invent.js";
import { toJson } from "../json.js";
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
  /** The exit code of what ended the run early. */
  readonly interruptedBy: number | undefined;
}

const FILES = ["model.safetensors", "history.json", "loss.svg"] as const;

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
  prepare(options.out, FILES);
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

  const text = { model, characters };
  const { run, samples, bytes } = await keeping(options.out, async () => {
    const run = await train(trainer, documents, options);
    trainer.push();
    checkModel(model, documents[0] as Int32Array);
    return { run, samples: inventLines(trainer, text, options), bytes: encodeMicroGpt(text) };
  });
  const { interruptedBy, losses } = run;
  const isInterrupted = interruptedBy !== undefined;
  const files = await save(options, bytes, losses);
  if (options.json) {
    const { iterations, learningRate, temperature, seed, eager } = options;
    const result = {
      settings: { iterations, learningRate, temperature, seed, eager },
      data: { lines: texts.length, characters: characters.list.length, clipped },
      losses,
      samples,
      interrupted: isInterrupted,
      seconds: (performance.now() - start) / 1000,
      files,
    };
    process.stdout.write(toJson(result));
  } else {
    const verb = isInterrupted ? "interrupted" : "done";
    const loss = losses.length === 0 ? "" : `, loss ${meanOfLast(losses).toFixed(4)}`;
    say(`${verb} after ${plural(losses.length, "iteration")} in ${seconds(start)}${loss}`);
    say(`saved ${files.join(", ")}`);
    if (samples.length > 0) say(`\ninvented:\n${samples.map((sample) => `  ${sample}`).join("\n")}`);
  }
  return interruptedBy ?? 0;
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
  while (losses.length < iterations && !interrupt.aborted) {
    const step = losses.length;
    const document = documents[order[step % order.length] as number] as Int32Array;
    losses.push(trainer.step(document, learningRate * (1 - step / iterations)));
    if (losses.length < iterations && performance.now() - turned < TURN) continue;
    turned = performance.now();
    shown.update(losses.length, `loss ${meanOfLast(losses).toFixed(4)}`);
    // Without a turn of the event loop no signal arrives.
    await new Promise((resolve) => setImmediate(resolve));
  }
  shown.end();
  return { losses, interruptedBy: losses.length < iterations ? exitCodeOf(interrupt) : undefined };
}

/**
 * The last step moved the weights after the last loss was computed: every number on the way to a new one must be finite.
 * @throws ChainruleError if one is not.
 */
function checkModel(model: MicroGpt, document: Int32Array): void {
  try {
    assertFinite(model.loss(document.subarray(0, model.shape.block + 1)));
  } catch (cause) {
    if (!(cause instanceof ChainruleError)) throw cause;
    const message = cause.message.replace(/^assertFinite: /, "");
    throw new ChainruleError(`microgpt: after training, ${message} (try a smaller learning rate)`, { cause });
  }
}

async function save(
  { out, iterations, learningRate }: TrainMicroGptOptions,
  model: Uint8Array,
  losses: readonly number[],
): Promise<string[]> {
  const [modelFile, historyFile, lossFile] = FILES;
  const files = [writeWhole(out, modelFile, model), writeWhole(out, historyFile, toJson({ losses }))];
  if (losses.length === 0) return files;
  // Half of the time in which other commands start would go into loading it.
  const { lossCurve } = await import("../report/plot.js");
  const title = `microgpt, ${String(iterations)} steps of Adam from ${String(learningRate)}`;
  return [writeWhole(out, lossFile, lossCurve(losses, title)), ...files];
}
