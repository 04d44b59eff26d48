/** microgpt on documents of a file of names: the corpus, the model, and the programs that are measured. */
import { readFileSync } from "node:fs";
import { compile, type Program } from "chainrule/compile";
import { Characters, CompiledGptTrainer, documentsOf, MicroGpt } from "chainrule/models";
import { random } from "chainrule/nn";

const SHAPE = { block: 16, width: 16, heads: 4 } as const;
/** Standard deviation of the initial weights. */
const SCALE = 0.08;
const LEARNING_RATE = 0.01;

export interface Corpus {
  readonly vocabulary: number;
  /** Documents as tokens, between two boundaries. */
  readonly documents: readonly Int32Array[];
}

/** The first documents of a file with one a line, of those that fit into the block. */
export function readCorpus(file: string, most: number): Corpus {
  const lines = documentsOf(readFileSync(file, "utf8")).filter((line) => line.length < SHAPE.block);
  const characters = Characters.of(lines);
  const documents = lines.slice(0, most).map((line) => characters.encode(line));
  return { vocabulary: characters.vocabulary, documents };
}

export function newModel(vocabulary: number, seed = 1): MicroGpt {
  const { normal } = random(seed);
  return new MicroGpt({ vocabulary, ...SHAPE }, () => SCALE * normal());
}

/** The program of documents of one length, in tokens to be predicted, by itself. */
export function documentProgram(model: MicroGpt, length: number): Program {
  const { loss, inputs } = model.document(length);
  return compile(loss, { parameters: model.parameters(), inputs });
}

/** Writes a document into the inputs of its program: one-hot tokens, then one-hot targets. */
export function load(program: Program, document: Int32Array, vocabulary: number): void {
  const { inputs } = program;
  const length = document.length - 1;
  inputs.fill(0);
  for (let i = 0; i < length; i++) {
    inputs[i * vocabulary + (document[i] as number)] = 1;
    inputs[(length + i) * vocabulary + (document[i + 1] as number)] = 1;
  }
}

/** One pass of training over the documents, a step on each, as `chainrule train microgpt` makes it. */
export function newPass(corpus: Corpus, model: MicroGpt): () => void {
  const trainer = new CompiledGptTrainer(model);
  return () => {
    for (const document of corpus.documents) trainer.step(document, LEARNING_RATE);
  };
}
