/**
 * microgpt as something that steps: a document in, its loss out. One trainer runs the Values themselves, the other programs
 * compiled from the same model, one for each length of document, which share its parameters and Adam; both compute the same
 * numbers up to rounding. Next: invent.ts, which draws new documents from either.
 */
import { compile, type Program } from "../compile/index.js";
import { noGrad } from "../engine/node.js";
import type { Value } from "../engine/value.js";
import { Adam } from "../nn/index.js";
import type { MicroGpt } from "./microgpt.js";

export interface GptTrainer {
  /**
   * One step of Adam on a document of at least two tokens; returns the loss before it, the mean over the tokens but the first. Tokens
   * behind the block are left out.
   */
  step(document: Int32Array, learningRate: number): number;
  /** The scores of the token that comes after some tokens: at least one, at most a block. */
  scores(tokens: ArrayLike<number>): ArrayLike<number>;
}

const ADAM = { beta1: 0.85, beta2: 0.99, epsilon: 1e-8 };

/** Trains on Values: every step records a graph and walks it back. */
export class EagerGptTrainer implements GptTrainer {
  private readonly adam: Adam;

  constructor(private readonly model: MicroGpt) {
    this.adam = new Adam(model.parameters(), ADAM);
  }

  step(document: Int32Array, learningRate: number): number {
    const loss = this.model.loss(document.subarray(0, this.model.shape.block + 1));
    this.adam.zeroGrad();
    loss.backward();
    this.adam.learningRate = learningRate;
    this.adam.step();
    return loss.data;
  }

  scores(tokens: ArrayLike<number>): ArrayLike<number> {
    return noGrad(() => {
      const all = this.model.logits(Array.from(tokens, (token) => this.model.oneHot(token)));
      return (all.at(-1) ?? []).map((score) => score.data);
    });
  }
}

/** Trains through programs: the graph of a length is recorded once and replayed in WebAssembly. */
export class CompiledGptTrainer implements GptTrainer {
  private readonly parameters: readonly Value[];
  /** A program of nothing, which holds the parameters and the state of Adam for all others. */
  private readonly store: Program;
  private readonly adam: Adam;
  private readonly programs = new Map<number, Program>();
  private reader: Program | undefined;

  constructor(private readonly model: MicroGpt) {
    this.parameters = model.parameters();
    this.store = compile([], { parameters: this.parameters });
    this.adam = new Adam(this.store, ADAM);
  }

  /** The lengths that have been compiled. */
  get lengths(): number[] {
    return [...this.programs.keys()];
  }

  step(document: Int32Array, learningRate: number): number {
    const { block, vocabulary } = this.model.shape;
    const length = Math.min(block, document.length - 1);
    const program = this.programOf(length);
    const { inputs } = program;
    inputs.fill(0);
    for (let i = 0; i < length; i++) {
      inputs[i * vocabulary + (document[i] as number)] = 1;
      inputs[(length + i) * vocabulary + (document[i + 1] as number)] = 1;
    }
    const loss = program.run();
    this.adam.learningRate = learningRate;
    this.adam.step();
    return loss;
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
