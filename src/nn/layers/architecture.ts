/**
 * Architectures as data: each layer of a net is a plain object that can be written to a file, and this table says how it is built.
 * Next: sequential.ts, which puts layers in a row.
 */
import { numbers, oneOf, positiveInteger, read, share, text, wrong } from "../../arguments/checks.js";
import { or, record, type Checked, type Checks } from "../../arguments/options.js";
import { ChainruleError } from "../../errors.js";
import { Affine } from "./affine.js";
import { checkDataset, type Dataset } from "../training/dataset.js";
import { Dropout, Embedding } from "./dropout.js";
import { draws, type InitialiserName } from "./initialisers.js";
import { Matrix } from "../matrix/matrix.js";
import { BatchNorm, LayerNorm, RmsNorm } from "./norms.js";
import type { Pass } from "./pass.js";
import type { Random } from "../../numeric/random.js";

/** A layer: a map from rows to rows, with parameters and buffers by name where it has any. */
export interface Layer {
  /** One row of output for each row of x. `pass` says whether it trains. */
  forward(x: Matrix, pass?: Pass): Matrix;
  /** What is trained, by name. */
  namedParameters?(): Readonly<Record<string, Matrix>>;
  /** What is kept and not trained, by name. */
  namedBuffers?(): Readonly<Record<string, Matrix>>;
}

/** Activations, under the names of their operations. */
export type ActivationName = "relu" | "leakyRelu" | "elu" | "softplus" | "sigmoid" | "silu" | "gelu" | "tanh";

/** A layer as data. */
export type LayerSpec =
  | {
      readonly layer: "affine";
      readonly inputs: number;
      readonly outputs: number;
      /** Default `"he"`. */
      readonly initial?: InitialiserName;
    }
  | { readonly layer: ActivationName }
  | { readonly layer: "dropout"; readonly rate: number }
  | { readonly layer: "batchNorm" | "layerNorm" | "rmsNorm"; readonly features: number }
  | { readonly layer: "embedding"; readonly vocabulary: number; readonly width: number }
  | { readonly layer: "normalize"; readonly mean: readonly number[]; readonly deviation: readonly number[] };

type Builder = (spec: unknown, name: string, random: Random) => Layer;

/** A kind of layer: the checks of its fields, and how it is built from them. */
const kind =
  <C extends Checks>(checks: C, make: (spec: Checked<C>, random: Random) => Layer): Builder =>
  (spec, name, random) =>
    make(record({ layer: text, ...checks })(spec, name), random);

const activation = (name: ActivationName): Builder =>
  kind({}, () => ({ forward: (x) => x.map((value) => value[name]()) }));

const weights = (rows: number, columns: number, draw: () => number): Matrix =>
  Matrix.leaves(Float64Array.from({ length: rows * columns }, draw), rows, columns);

const NAMES = Object.keys(draws) as InitialiserName[];

const builders: Readonly<Record<LayerSpec["layer"], Builder>> = {
  affine: kind(
    { inputs: positiveInteger, outputs: positiveInteger, initial: or(oneOf(NAMES), "he") },
    ({ inputs, outputs, initial }, random) =>
      new Affine(
        weights(inputs, outputs, () => draws[initial](random, inputs, outputs)),
        Matrix.zeros(1, outputs),
      ),
  ),
  relu: activation("relu"),
  leakyRelu: activation("leakyRelu"),
  elu: activation("elu"),
  softplus: activation("softplus"),
  sigmoid: activation("sigmoid"),
  silu: activation("silu"),
  gelu: activation("gelu"),
  tanh: activation("tanh"),
  dropout: kind({ rate: share }, ({ rate }) => new Dropout(rate)),
  batchNorm: kind({ features: positiveInteger }, ({ features }) => new BatchNorm(features)),
  layerNorm: kind({ features: positiveInteger }, ({ features }) => new LayerNorm(features)),
  rmsNorm: kind({ features: positiveInteger }, ({ features }) => new RmsNorm(features)),
  embedding: kind(
    { vocabulary: positiveInteger, width: positiveInteger },
    ({ vocabulary, width }, random) => new Embedding(weights(vocabulary, width, () => random.normal())),
  ),
  normalize: kind({ mean: numbers, deviation: numbers }, ({ mean, deviation }) => {
    if (mean.length !== deviation.length || deviation.includes(0)) {
      throw new ChainruleError(
        `Sequential: deviation is [${deviation.join(", ")}], expected ${String(mean.length)} numbers other than 0 as mean has`,
      );
    }
    const [centre, scale] = [Matrix.from([mean]), Matrix.from([deviation.map((d) => 1 / d)])];
    return { forward: (x) => x.sub(centre).mul(scale) };
  }),
};

const KINDS = Object.keys(builders) as LayerSpec["layer"][];

/** A layer of a net, `Sequential: layer 3`. @throws ChainruleError if there is no such layer, or a field of it is wrong. */
export function build(spec: unknown, place: number, random: Random): Layer {
  const name = `Sequential: layer ${String(place)}`;
  if (typeof spec !== "object" || spec === null)
    throw wrong(name, spec, 'an object such as { layer: "relu" }');
  const layer = read(`${name}.layer`, () => (spec as { readonly layer?: unknown }).layer);
  return builders[oneOf(KINDS)(layer, `${name}.layer`)](spec, name, random);
}

/**
 * A layer that brings every input to mean 0 and standard deviation 1 over a dataset. It is part of the net, and is stored with it,
 * so that a net takes raw inputs ever after. An input that never changes keeps its scale.
 * @example
 * normalization(Dataset.from([[1, 5], [3, 5]], [0, 0])); // {"layer": "normalize", "mean": [2, 5], "deviation": [1, 1]}
 */
export function normalization(data: Dataset): LayerSpec {
  const { x, count, inputSize } = checkDataset(data, "normalization: data");
  const mean = new Array<number>(inputSize).fill(0);
  const squares = new Array<number>(inputSize).fill(0);
  const over = (total: number[], f: (x: number, j: number) => number): void => {
    x.forEach((value, i) => {
      const j = i % inputSize;
      total[j] = (total[j] as number) + f(value, j) / count;
    });
  };
  over(mean, (value) => value);
  over(squares, (value, j) => (value - (mean[j] as number)) ** 2);
  return { layer: "normalize", mean, deviation: squares.map((square) => Math.sqrt(square) || 1) };
}
