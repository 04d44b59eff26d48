/**
 * Architectures as data: each layer of a net is a plain object that can be written to a file, and this table says how it is built.
 * Next: sequential.ts, which puts layers in a row.
 */
import { ChainruleError, describe } from "../errors.js";
import { Affine } from "./affine.js";
import type { Dataset } from "./dataset.js";
import { Dropout, Embedding } from "./dropout.js";
import { initialisers, type InitialiserName } from "./initialisers.js";
import { Matrix } from "./matrix.js";
import { BatchNorm, LayerNorm, RmsNorm } from "./norms.js";
import type { Pass } from "./pass.js";
import type { Random } from "./random.js";

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

type Builders = {
  readonly [Name in LayerSpec["layer"]]: (
    spec: Extract<LayerSpec, { layer: Name }> & { readonly layer: Name },
    random: Random,
  ) => Layer;
};

const activation = (name: ActivationName) => (): Layer => ({
  forward: (x) => x.map((value) => value[name]()),
});

function size(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw new ChainruleError(`Sequential: ${name} is ${describe(value)}, expected a positive integer`);
}

function numbers(name: string, value: unknown): readonly number[] {
  if (Array.isArray(value) && value.every((x) => typeof x === "number")) return value;
  throw new ChainruleError(`Sequential: ${name} is ${describe(value)}, expected a list of numbers`);
}

const weights = (rows: number, columns: number, draw: () => number): Matrix =>
  Matrix.leaves(Float64Array.from({ length: rows * columns }, draw), rows, columns);

const builders: Builders = {
  affine({ inputs, outputs, initial = "he" }, random) {
    const [rows, columns] = [size("inputs", inputs), size("outputs", outputs)];
    if (!Object.hasOwn(initialisers, initial)) {
      throw new ChainruleError(
        `Sequential: initial is ${describe(initial)}, expected one of ${Object.keys(initialisers).join(", ")}`,
      );
    }
    const draw = initialisers[initial];
    return new Affine(
      weights(rows, columns, () => draw(random, rows, columns)),
      Matrix.zeros(1, columns),
    );
  },
  relu: activation("relu"),
  leakyRelu: activation("leakyRelu"),
  elu: activation("elu"),
  softplus: activation("softplus"),
  sigmoid: activation("sigmoid"),
  silu: activation("silu"),
  gelu: activation("gelu"),
  tanh: activation("tanh"),
  dropout: ({ rate }) => new Dropout(rate),
  batchNorm: ({ features }) => new BatchNorm(size("features", features)),
  layerNorm: ({ features }) => new LayerNorm(size("features", features)),
  rmsNorm: ({ features }) => new RmsNorm(size("features", features)),
  embedding({ vocabulary, width }, random) {
    const [rows, columns] = [size("vocabulary", vocabulary), size("width", width)];
    return new Embedding(weights(rows, columns, () => random.normal()));
  },
  normalize({ mean, deviation }) {
    const centre = Matrix.from([numbers("mean", mean)]);
    const scale = Matrix.from([numbers("deviation", deviation).map((d) => 1 / d)]);
    if (centre.columns !== scale.columns || deviation.includes(0)) {
      throw new ChainruleError(
        `Sequential: deviation is [${deviation.join(", ")}], expected ${String(mean.length)} numbers other than 0 as mean has`,
      );
    }
    return { forward: (x) => x.sub(centre).mul(scale) };
  },
};

/** @throws ChainruleError if the layer is unknown, or a number of it is wrong. */
export function build(spec: LayerSpec, random: Random): Layer {
  const { layer } = (spec as { layer: unknown } | null) ?? { layer: spec };
  if (typeof layer !== "string" || !Object.hasOwn(builders, layer)) {
    throw new ChainruleError(
      `Sequential: layer is ${describe(layer)}, expected one of ${Object.keys(builders).join(", ")}`,
    );
  }
  const builder = builders[layer as LayerSpec["layer"]] as (spec: LayerSpec, random: Random) => Layer;
  return builder(spec, random);
}

/**
 * A layer that brings every input to mean 0 and standard deviation 1 over a dataset. It is part of the net, and is stored with it,
 * so that a net takes raw inputs ever after. An input that never changes keeps its scale.
 * @example
 * normalization(Dataset.from([[1, 5], [3, 5]], [0, 0])); // {"layer": "normalize", "mean": [2, 5], "deviation": [1, 1]}
 */
export function normalization({ x, count, inputSize }: Dataset): LayerSpec {
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
