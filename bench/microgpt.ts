/** One training step of microgpt (forward, backward, Adam) over documents of a file of names, through compiled programs. */
import { readFileSync } from "node:fs";
import { compile, type Program } from "chainrule/compile";
import { Adam, random } from "chainrule/nn";

type Models = typeof import("../src/models/microgpt.js");
// The model is no part of the package's exports; it must share the built package's Values all the same.
const { MicroGpt } = (await import(new URL("../dist/models/microgpt.js", import.meta.url).href)) as Models;
type MicroGpt = InstanceType<Models["MicroGpt"]>;

export const BLOCK = 16;
export const WIDTH = 16;
export const HEADS = 4;
export const ADAM = { learningRate: 0.01, beta1: 0.85, beta2: 0.99, epsilon: 1e-8 } as const;
const SCALE = 0.08;

/** A document as tokens, the mark of its ends at both of them. */
export type Document = Uint8Array;

export interface Corpus {
  readonly vocabulary: number;
  readonly documents: readonly Document[];
}

/** One document a line; a character is a token, and one more token marks both ends. */
export function readCorpus(file: string): Corpus {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && line.length < BLOCK);
  const characters = [...new Set(lines.join(""))].sort();
  const mark = characters.length;
  const documents = lines.map((line) =>
    Uint8Array.from([mark, ...Array.from(line, (character) => characters.indexOf(character)), mark]),
  );
  return { vocabulary: mark + 1, documents };
}

export function newModel(vocabulary: number, seed = 1): MicroGpt {
  const { normal } = random(seed);
  return new MicroGpt({ vocabulary, block: BLOCK, width: WIDTH, heads: HEADS }, () => SCALE * normal());
}

/** The program of documents of one length, in tokens to be predicted. */
export function documentProgram(model: MicroGpt, length: number): Program {
  const { loss, inputs } = model.document(length);
  return compile(loss, { parameters: model.parameters(), inputs });
}

/** Writes a document into the inputs of its program: one-hot tokens, then one-hot targets. */
export function load(program: Program, document: Document, vocabulary: number): void {
  const { inputs } = program;
  const length = document.length - 1;
  inputs.fill(0);
  for (let i = 0; i < length; i++) {
    inputs[i * vocabulary + (document[i] as number)] = 1;
    inputs[(length + i) * vocabulary + (document[i + 1] as number)] = 1;
  }
}

/**
 * Steps through documents with a program and an optimizer for each length. Every program has parameters and means of its own:
 * this measures the time of steps and trains nothing. It is the place where a trainer with shared parameters goes.
 */
export class Stepper {
  private readonly programs = new Map<number, { program: Program; adam: Adam }>();

  constructor(
    private readonly corpus: Corpus,
    model: MicroGpt,
  ) {
    for (const length of new Set(corpus.documents.map((document) => document.length - 1))) {
      const program = documentProgram(model, length);
      this.programs.set(length, { program, adam: new Adam(program, ADAM) });
    }
  }

  /** The program that serves a document, with its optimizer. */
  of(document: Document): { readonly program: Program; readonly adam: Adam } {
    return this.programs.get(document.length - 1) as { program: Program; adam: Adam };
  }

  /** One step on every document, in order. */
  pass(): void {
    for (const document of this.corpus.documents) {
      const { program, adam } = this.of(document);
      load(program, document, this.corpus.vocabulary);
      program.run();
      adam.step();
    }
  }
}
