/** Layers in a row, built from an architecture: what most small nets are. Next: weights.ts writes one to a file. */
import { elements, finite, instance, withMethods, wrong } from "../../arguments/checks.js";
import { byName, options, or } from "../../arguments/options.js";
import type { Value } from "../../engine/value.js";
import { build, type Layer, type LayerSpec } from "./architecture.js";
import { checkMatrix, Matrix } from "../matrix/matrix.js";
import { checkPass, type Pass } from "./pass.js";
import { random } from "../../numeric/random.js";

/** A model whose numbers have names, so that they can be written to a file and read back. */
export interface NamedModel {
  /** What is trained, by name. */
  namedParameters(): Readonly<Record<string, Matrix>>;
  /** Numbers that are kept but not trained, such as running means. */
  namedBuffers?(): Readonly<Record<string, Matrix>>;
  /** What the model is made of, as data for JSON; it is written with the weights. */
  readonly architecture?: unknown;
}

const namedModel = withMethods<NamedModel>(
  "a model with namedParameters",
  ["namedParameters"],
  ["namedBuffers"],
);
const MATRICES = byName(instance(Matrix, "a Matrix"), "matrices by name");

/** The parameters and the buffers of a model by name. @throws ChainruleError if it is no model, or one of them no matrix. */
export function matricesOf(
  given: unknown,
  caller: string,
): {
  readonly parameters: Readonly<Record<string, Matrix>>;
  readonly buffers: Readonly<Record<string, Matrix>>;
} {
  const model = namedModel(given, `${caller}: model`);
  return {
    parameters: MATRICES(model.namedParameters(), `${caller}: what namedParameters gave`),
    buffers:
      model.namedBuffers === undefined
        ? {}
        : MATRICES(model.namedBuffers(), `${caller}: what namedBuffers gave`),
  };
}

/**
 * A net of layers, each of which takes what the one before gives.
 * @example
 * const net = new Sequential([
 *   { layer: "affine", inputs: 2, outputs: 3 },
 *   { layer: "relu" },
 *   { layer: "affine", inputs: 3, outputs: 2 },
 * ]);
 * parameterCount(net); // 17
 * Object.keys(net.namedParameters()); // ["0.W", "0.b", "2.W", "2.b"]
 */
export class Sequential implements NamedModel {
  private readonly layers: readonly Layer[];

  /**
   * @param given `seed`: where the initial weights start; equal seeds give equal weights. Default 1.
   * @throws ChainruleError if there is no layer, or one of them cannot be built.
   */
  constructor(
    /** What the net is made of, as data. */
    readonly architecture: readonly LayerSpec[],
    given?: { readonly seed?: number },
  ) {
    const { seed } = options("Sequential", given, { seed: or(finite, 1) });
    const specs = elements(architecture, "Sequential: layers", "a list of at least one");
    if (specs.length === 0) throw wrong("Sequential: layers", architecture, "a list of at least one");
    const generator = random(seed);
    this.layers = specs.map((spec, i) => build(spec, i, generator));
    this.layers.forEach((layer, i) => {
      const matrices = { ...layer.namedParameters?.(), ...layer.namedBuffers?.() };
      for (const [name, matrix] of Object.entries(matrices))
        matrix.named(`${name} of ${(architecture[i] as LayerSpec).layer} layer ${String(i)}`);
    });
  }

  /** Matrices by the place of their layer and their name in it: `0.W`. */
  namedParameters(): Readonly<Record<string, Matrix>> {
    return this.named((layer) => layer.namedParameters?.());
  }

  /** What is kept and not trained, named in the same way. */
  namedBuffers(): Readonly<Record<string, Matrix>> {
    return this.named((layer) => layer.namedBuffers?.());
  }

  private named(
    of: (layer: Layer) => Readonly<Record<string, Matrix>> | undefined,
  ): Readonly<Record<string, Matrix>> {
    return Object.fromEntries(
      this.layers.flatMap((layer, i) =>
        Object.entries(of(layer) ?? {}).map(([name, matrix]) => [`${String(i)}.${name}`, matrix] as const),
      ),
    );
  }

  /** The elements of `namedParameters()`, layer after layer, each matrix row by row. */
  parameters(): Value[] {
    return Object.values(this.namedParameters()).flatMap((matrix) => matrix.values());
  }

  /** The elements of `namedBuffers()`, in the same order. */
  buffers(): Value[] {
    return Object.values(this.namedBuffers()).flatMap((matrix) => matrix.values());
  }

  /** The output of the last layer, one row per row of x. @throws ChainruleError if x does not fit a layer. */
  predict(x: Matrix, pass?: Pass): Matrix {
    checkMatrix(x, "Sequential: x");
    checkPass(pass, "Sequential");
    return this.layers.reduce((flow, layer) => layer.forward(flow, pass), x);
  }

  /** The layers with what they are called and hold: what `summary` prints. @internal */
  parts(): { readonly name: string; readonly parameters: Readonly<Record<string, Matrix>> }[] {
    return this.architecture.map(({ layer }, i) => ({
      name: layer,
      parameters: this.layers[i]?.namedParameters?.() ?? {},
    }));
  }
}

/**
 * How many numbers a model learns.
 * @example
 * parameterCount(new TwoLayerNet({ inputSize: 784, hiddenSize: 50, outputSize: 10 })); // 39760
 */
export const parameterCount = (model: NamedModel): number =>
  Object.values(matricesOf(model, "parameterCount").parameters).reduce(
    (total, { rows, columns }) => total + rows * columns,
    0,
  );

/**
 * A table of the layers of a net: kind, parameters with their shapes, and how many numbers these are.
 * @example
 * summary(new Sequential([{ layer: "affine", inputs: 2, outputs: 3 }])).split("\n").length; // 3
 */
export function summary(net: Sequential): string {
  const rows = instance(Sequential, "a Sequential")(net, "summary: net")
    .parts()
    .map(({ name, parameters }, i) => {
      const shapes = Object.entries(parameters).map(
        ([key, { rows: m, columns: n }]) => `${key} ${String(m)}×${String(n)}`,
      );
      const count = Object.values(parameters).reduce(
        (total, matrix) => total + matrix.rows * matrix.columns,
        0,
      );
      return [String(i), name, shapes.join(", "), String(count)];
    });
  const table = [
    ["", "layer", "parameters", "count"],
    ...rows,
    ["", "total", "", String(parameterCount(net))],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table
    .map((row) =>
      row
        .map((cell, i) => (i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
