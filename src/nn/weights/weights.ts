/**
 * Weights in and out: the numbers of a model by name, as a safetensors file or as JSON, and a whole Sequential with its
 * architecture. Everything is checked before the first number changes: a model is loaded whole or not at all.
 */
import { bytes as fileBytes, oneOf } from "../../arguments/checks.js";
import { ChainruleError, describe } from "../../errors.js";
import type { LayerSpec } from "../layers/architecture.js";
import { parseJson } from "../../numeric/json.js";
import { type Matrix, shapeOf } from "../matrix/matrix.js";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
  type Tensors,
} from "../../numeric/safetensors.js";
import { matricesOf, Sequential, type NamedModel } from "../layers/sequential.js";

/** How weights are written: binary, for any tool that reads safetensors, or text. */
export type WeightsFormat = (typeof FORMATS)[number];

const FORMATS = ["safetensors", "json"] as const;

const ARCHITECTURE = "architecture";
const OPEN_BRACE = 0x7b;
/** Where the header of a safetensors file begins. */
const LENGTH_BYTES = 8;

/** @throws ChainruleError if a parameter and a buffer have one name: a file would hold only one of them. */
function matrices(model: NamedModel, caller: string): Map<string, Matrix> {
  const { parameters, buffers } = matricesOf(model, caller);
  const all = new Map(Object.entries(parameters));
  for (const [name, buffer] of Object.entries(buffers)) {
    if (all.has(name))
      throw new ChainruleError(`weights: ${name} names a parameter and a buffer, expected names that differ`);
    all.set(name, buffer);
  }
  return all;
}

/** A file of weights with a NaN or an infinity is that of a training run that diverged: none is written, and none is read. */
function checkFinite(what: string, name: string, data: Float64Array): void {
  const wrong = data.find((x) => !Number.isFinite(x));
  if (wrong === undefined) return;
  throw new ChainruleError(`${what}: ${name} holds ${String(wrong)}, expected finite numbers`);
}

/**
 * The weights of a model as bytes, with its architecture if it has one, as a Sequential does.
 * @throws ChainruleError if a number is not finite.
 * @example
 * const [from, to] = [1, 2].map((seed) => new TwoLayerNet({ inputSize: 2, hiddenSize: 3, outputSize: 2, seed }));
 * loadWeights(to, encodeWeights(from));
 * to.W1.data[0] === from.W1.data[0]; // true
 */
export function encodeWeights(model: NamedModel, format: WeightsFormat = "safetensors"): Uint8Array {
  oneOf(FORMATS)(format, "encodeWeights: format");
  const tensors = new Map(
    Array.from(matrices(model, "encodeWeights"), ([name, matrix]): [string, Tensor] => {
      const { rows, columns, data } = matrix;
      checkFinite("encodeWeights", name, data);
      return [name, { shape: [rows, columns], data }];
    }),
  );
  const { architecture } = model;
  const metadata = architecture === undefined ? undefined : { [ARCHITECTURE]: JSON.stringify(architecture) };
  if (format === "safetensors") return encodeSafetensors(tensors, metadata);
  const plain = Array.from(
    tensors,
    ([name, { shape, data }]) => [name, { shape, data: Array.from(data) }] as const,
  );
  return new TextEncoder().encode(JSON.stringify({ metadata, tensors: Object.fromEntries(plain) }));
}

/** Reads either format: a safetensors file has eight bytes before its first brace. */
function decode(given: Uint8Array, caller: string): Tensors {
  const bytes = fileBytes(given, `${caller}: bytes`);
  return bytes[0] === OPEN_BRACE && bytes[LENGTH_BYTES] !== OPEN_BRACE
    ? decodeJson(bytes)
    : decodeSafetensors(bytes);
}

const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

function decodeJson(bytes: Uint8Array): Tensors {
  let file: unknown;
  try {
    file = parseJson(bytes);
  } catch (cause) {
    const why = cause instanceof ChainruleError ? cause.message : "the file is no JSON, or cut off";
    throw new ChainruleError(`loadWeights: ${why}`, { cause });
  }
  const { tensors, metadata = {} } = isRecord(file) ? file : {};
  if (!isRecord(tensors) || !isRecord(metadata)) {
    throw new ChainruleError(`loadWeights: tensors is ${describe(tensors)}, expected tensors by name`);
  }
  const read = Object.entries(tensors).map(([name, tensor]): [string, Tensor] => {
    const { shape, data } = isRecord(tensor) ? tensor : {};
    const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
    const size = isShape ? (shape as number[]).reduce((product, n) => product * n, 1) : NaN;
    if (!Array.isArray(data) || data.length !== size || !data.every((x) => typeof x === "number")) {
      throw new ChainruleError(
        `loadWeights: ${name} has ${describe(data)}, expected the numbers of ${isShape ? `shape ${shape.join("×")}` : "a shape"}`,
      );
    }
    return [name, { shape: shape as number[], data: Float64Array.from(data) }];
  });
  const texts = Object.entries(metadata).map(([name, text]): [string, string] => {
    if (typeof text === "string") return [name, text];
    throw new ChainruleError(`loadWeights: metadata ${name} is ${describe(text)}, expected a text`);
  });
  return { tensors: new Map(read), metadata: new Map(texts) };
}

/**
 * Puts weights into a model, from bytes of either format.
 * @throws ChainruleError if the bytes are cut off or malformed, a tensor is missing, unknown or of another shape, or a number is not
 * finite. The model is then as it was.
 */
export function loadWeights(model: NamedModel, bytes: Uint8Array): void {
  const own = matrices(model, "loadWeights");
  assign(own, decode(bytes, "loadWeights"));
}

function assign(own: ReadonlyMap<string, Matrix>, { tensors }: Tensors): void {
  for (const [name, { shape, data }] of tensors) {
    const matrix = own.get(name);
    if (matrix === undefined) {
      throw new ChainruleError(
        `loadWeights: there is no ${name} in the model, expected ${[...own.keys()].join(", ")}`,
      );
    }
    if (shape.length !== 2 || shape[0] !== matrix.rows || shape[1] !== matrix.columns) {
      throw new ChainruleError(`loadWeights: ${name} is ${shape.join("×")}, expected ${shapeOf(matrix)}`);
    }
    checkFinite("loadWeights", name, data);
  }
  const missing = [...own.keys()].find((name) => !tensors.has(name));
  if (missing !== undefined)
    throw new ChainruleError(`loadWeights: there is no tensor ${missing} in the file`);
  for (const [name, matrix] of own) {
    const { data } = tensors.get(name) as Tensor;
    matrix.values().forEach((value, i) => (value.data = data[i] as number));
  }
}

/**
 * Builds a Sequential from bytes that `encodeWeights` made of one.
 * @throws ChainruleError if there is no architecture in them, or as `loadWeights` does.
 * @example
 * const net = new Sequential([{ layer: "affine", inputs: 2, outputs: 2 }], { seed: 7 });
 * const again = decodeModel(encodeWeights(net, "json"));
 * again.predict(Matrix.from([[1, 2]])).data[0] === net.predict(Matrix.from([[1, 2]])).data[0]; // true
 */
export function decodeModel(bytes: Uint8Array): Sequential {
  const file = decode(bytes, "decodeModel");
  const architecture = architectureIn(file) as LayerSpec[];
  checkSizes(architecture, file);
  const net = new Sequential(architecture);
  assign(matrices(net, "decodeModel"), file);
  return net;
}

/** The architecture that `encodeWeights` wrote; nothing in it has been checked. @internal */
export const architectureOf = (bytes: Uint8Array, caller: string): unknown =>
  architectureIn(decode(bytes, caller));

function architectureIn({ metadata }: Tensors): unknown {
  const text = metadata.get(ARCHITECTURE);
  if (text === undefined) {
    throw new ChainruleError("weights: the file has no architecture, expected one beside the numbers");
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ChainruleError("weights: the architecture is no JSON", { cause });
  }
}

/** A file cannot ask for more memory than the numbers it brings, in all its layers together. */
function checkSizes(architecture: readonly LayerSpec[], { tensors }: Tensors): void {
  let left = Array.from(tensors.values()).reduce((total, { data }) => total + data.length, 0);
  const layers: unknown = architecture;
  for (const spec of Array.isArray(layers) ? (layers as (Record<string, unknown> | null)[]) : []) {
    const { layer, inputs, outputs, vocabulary, width, features } = spec ?? {};
    const sizes =
      layer === "affine" ? [inputs, outputs] : layer === "embedding" ? [vocabulary, width] : [features];
    const needed = sizes.reduce<number>(
      (product, size) => product * (typeof size === "number" ? size : 0),
      1,
    );
    // What is no size is refused when the layer is built.
    if (needed <= left) {
      left -= Math.max(0, needed);
      continue;
    }
    throw new ChainruleError(
      `decodeModel: a layer ${String(layer)} needs ${String(needed)} numbers, the file has ${String(left)} left for it`,
    );
  }
}
