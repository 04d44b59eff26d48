/**
 * microgpt as something that steps: a document in, its loss out. One trainer runs the Values themselves, the other programs
 * compiled from the same model, one for each length of document, which share its parameters and Adam; both compute the same
 * numbers up to rounding. Next: invent.ts, which draws new documents from either.
 */
import { check, instance, isA, isTypedArray, notNegative } from "../arguments/checks.js";
import { compile, type Program } from "../compile/index.js";
import { noGrad } from "../engine/recording.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { Adam } from "../nn/index.js";
import { MicroGpt } from "./microgpt.js";

/** What trains a microgpt: on Values or compiled. */
export interface GptTrainer {
  /**
   * One step of Adam on a document of at least two tokens; returns the loss before it, the mean over the tokens but the first. Tokens
   * behind the block are left out.
   * @throws ChainruleError if there are fewer tokens, one is none of the vocabulary, or the loss is no finite number; the weights are
   * then as they were.
   */
  step(document: Int32Array, learningRate: number): number;
  /**
   * The scores of the token that comes after some tokens: at least one, at most a block.
   * @throws ChainruleError if there are fewer or more, or one is none of the vocabulary.
   */
  scores(tokens: ArrayLike<number>): ArrayLike<number>;
  /** Brings the trained numbers into the Values of the model, where they are read and saved. */
  push(): void;
}

function checkLoss(loss: number): void {
  if (Number.isFinite(loss)) return;
  throw new ChainruleError(`microgpt: the loss is ${String(loss)} (try a smaller learning rate)`);
}

const checkModel = instance(MicroGpt, "a MicroGpt");
const document = check(
  "a document of tokens, an Int32Array",
  (given): given is Int32Array => isTypedArray(given) && isA(given, Int32Array),
);

/** What a step takes, before anything changes. */
function checkStep(tokens: Int32Array, learningRate: number): void {
  document(tokens, "step: document");
  notNegative(learningRate, "step: learningRate");
}

const ADAM = { beta1: 0.85, beta2: 0.99, epsilon: 1e-8 };

/**
 * Trains on Values: every step records a graph and walks it back.
 * @example
 * const { normal } = random(1);
 * const gpt = new MicroGpt({ vocabulary: 3, block: 4, width: 8, heads: 2 }, () => 0.08 * normal());
 * const trainer = new EagerGptTrainer(gpt);
 * for (let i = 0; i < 100; i++) trainer.step(Int32Array.of(2, 0, 1, 2), 0.01);
 * invent(trainer, random(2), { boundary: 2, block: 4, temperature: 0.1 }); // [0, 1]
 */
export class EagerGptTrainer implements GptTrainer {
  private readonly adam: Adam;

  constructor(private readonly model: MicroGpt) {
    checkModel(model, "EagerGptTrainer: model");
    this.adam = new Adam(model.parameters(), ADAM);
  }

  step(document: Int32Array, learningRate: number): number {
    checkStep(document, learningRate);
    const loss = this.model.loss(document.subarray(0, this.model.shape.block + 1));
    checkLoss(loss.data);
    this.adam.zeroGrad();
    loss.backward();
    this.adam.learningRate = learningRate;
    this.adam.step();
    return loss.data;
  }

  scores(tokens: ArrayLike<number>): ArrayLike<number> {
    this.model.checkTokens(tokens, 1);
    return noGrad(() => {
      const all = this.model.logits(Array.from(tokens, (token) => this.model.oneHot(token)));
      return (all.at(-1) ?? []).map((score) => score.data);
    });
  }

  push(): void {
    // The Values are what is trained.
  }
}

/**
 * Trains through programs: the graph of a length is recorded once and replayed in WebAssembly.
 * @example
 * const { normal } = random(1);
 * const gpt = new MicroGpt({ vocabulary: 3, block: 4, width: 8, heads: 2 }, () => 0.08 * normal());
 * const trainer = new CompiledGptTrainer(gpt);
 * for (let i = 0; i < 100; i++) trainer.step(Int32Array.of(2, 0, 1, 2), 0.01);
 * invent(trainer, random(2), { boundary: 2, block: 4, temperature: 0.1 }); // [0, 1]
 */
export class CompiledGptTrainer implements GptTrainer {
  private readonly parameters: readonly Value[];
  /** A program of nothing, which holds the parameters and the state of Adam for all others. */
  private readonly store: Program;
  private readonly adam: Adam;
  private readonly programs = new Map<number, Program>();
  private reader: Program | undefined;

  constructor(private readonly model: MicroGpt) {
    checkModel(model, "CompiledGptTrainer: model");
    this.parameters = model.parameters();
    this.store = compile([], { parameters: this.parameters });
    this.adam = new Adam(this.store, ADAM);
  }

  /** The lengths that have been compiled. */
  get lengths(): number[] {
    return [...this.programs.keys()];
  }

  step(whole: Int32Array, learningRate: number): number {
    checkStep(whole, learningRate);
    const { block, vocabulary } = this.model.shape;
    const document = whole.subarray(0, block + 1);
    this.model.checkTokens(document, 2);
    const length = document.length - 1;
    const program = this.programOf(length);
    const { inputs } = program;
    inputs.fill(0);
    for (let i = 0; i < length; i++) {
      inputs[i * vocabulary + (document[i] as number)] = 1;
      inputs[(length + i) * vocabulary + (document[i + 1] as number)] = 1;
    }
    const loss = program.run();
    checkLoss(loss);
    this.adam.learningRate = learningRate;
    this.adam.step();
    return loss;
  }

  push(): void {
    this.store.push();
  }

  private programOf(length: number): Program {
    let program = this.programs.get(length);
    if (program === undefined) {
      const { parameters, store: shared } = this;
      const { loss, inputs } = this.model.document(length);
      program = compile(loss, { parameters, inputs, shared });
      this.programs.set(length, program);
    }
    return program;
  }

  /** Reads a whole block, of which the tokens behind the given ones are blank: no score looks ahead. */
  scores(tokens: ArrayLike<number>): ArrayLike<number> {
    const { vocabulary } = this.model.shape;
    this.model.checkTokens(tokens, 1);
    this.model.checkContext(tokens.length);
    this.reader ??= this.compiledReader();
    const { inputs, outputs } = this.reader;
    inputs.fill(0);
    for (let i = 0; i < tokens.length; i++) inputs[i * vocabulary + (tokens[i] as number)] = 1;
    this.reader.forward();
    return outputs.subarray((tokens.length - 1) * vocabulary, tokens.length * vocabulary);
  }

  private compiledReader(): Program {
    const { parameters, store: shared } = this;
    const tokens = this.model.blanks(this.model.shape.block);
    return compile([], {
      parameters,
      inputs: tokens.flat(),
      outputs: this.model.logits(tokens).flat(),
      shared,
    });
  }
}
