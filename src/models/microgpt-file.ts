/** A trained microgpt as bytes and back: its weights, its shape, and the characters that its tokens stand for. */
import { instance } from "../arguments/checks.js";
import { record } from "../arguments/options.js";
import { ChainruleError, describe } from "../errors.js";
import { encodeWeights, loadWeights, type WeightsFormat } from "../nn/index.js";
import { architectureOf } from "../nn/weights/weights.js";
import { Characters } from "./characters.js";
import { MicroGpt, type MicroGptShape } from "./microgpt.js";

const NAME = "microgpt";

/** A model with the text it speaks. */
export interface TextModel {
  /** The weights. */
  readonly model: MicroGpt;
  /** The character of each token. */
  readonly characters: Characters;
}

const TEXT_MODEL = record({
  model: instance(MicroGpt, "a MicroGpt"),
  characters: instance(Characters, "Characters"),
});

/**
 * The weights of a model with its shape and its characters, as a safetensors file or as JSON.
 * @throws ChainruleError if the model has not a token for each character and one for the boundary.
 * @example
 * const characters = Characters.of(["ab"]);
 * const model = new MicroGpt(microGptShape(characters.vocabulary), () => 0.5);
 * const again = decodeMicroGpt(encodeMicroGpt({ model, characters }));
 * again.characters.list; // ["a", "b"]
 * again.model.loss([2, 0, 1, 2]).data === model.loss([2, 0, 1, 2]).data; // true
 */
export function encodeMicroGpt(given: TextModel, format?: WeightsFormat): Uint8Array {
  const { model, characters } = TEXT_MODEL(given, "encodeMicroGpt: text model");
  checkVocabulary(model.shape, characters);
  const architecture = { model: NAME, ...model.shape, characters: characters.list };
  return encodeWeights({ namedParameters: () => model.namedParameters(), architecture }, format);
}

/**
 * Builds a model from bytes that `encodeMicroGpt` made of one.
 * @throws ChainruleError if they are cut off or malformed, hold another model, or its weights do not fit its shape.
 */
export function decodeMicroGpt(bytes: Uint8Array): TextModel {
  const {
    model: name,
    characters: list,
    ...rest
  } = (architectureOf(bytes, "decodeMicroGpt") ?? {}) as Record<string, unknown>;
  if (name !== NAME) {
    throw new ChainruleError(`decodeMicroGpt: the file holds ${describe(name)}, expected a ${NAME}`);
  }
  if (!Array.isArray(list) || !list.every((one) => typeof one === "string")) {
    throw new ChainruleError(`decodeMicroGpt: characters is ${describe(list)}, expected a list of texts`);
  }
  const { vocabulary, block, width, heads } = rest as unknown as MicroGptShape;
  const shape = { vocabulary, block, width, heads };
  const characters = new Characters(list);
  checkVocabulary(shape, characters);
  // A file cannot ask for more memory than the numbers it brings, and a number takes a byte at least.
  if ((2 * vocabulary + block + 12 * width) * width > bytes.length) {
    throw new ChainruleError(
      `decodeMicroGpt: a block of ${describe(block)} and a width of ${describe(width)} are larger than the file`,
    );
  }
  const model = new MicroGpt(shape, () => 0);
  loadWeights(model, bytes);
  return { model, characters };
}

function checkVocabulary({ vocabulary }: MicroGptShape, { vocabulary: expected }: Characters): void {
  if (vocabulary === expected) return;
  throw new ChainruleError(
    `microgpt: vocabulary is ${describe(vocabulary)}, expected ${String(expected)}: the characters and the boundary`,
  );
}
