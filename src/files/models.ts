/** Models and training runs in files. */
import { existsSync } from "node:fs";
import { bytes, positiveInteger } from "../arguments/checks.js";
import { optional } from "../arguments/options.js";
import {
  decodeModel,
  encodeWeights,
  loadWeights,
  type CheckpointStore,
  type NamedModel,
  type Sequential,
} from "../nn/index.js";
import { checkPath, reading, readWhole } from "./read.js";
import { writeAtomically } from "./write.js";

/**
 * Writes the weights of a model, as JSON where the name ends in `.json`, else as safetensors. The file is whole or not there.
 * @throws ChainruleError if it cannot be written, or a number of the model is not finite; a file that was there is then as it was.
 */
export function writeModel(path: string, model: NamedModel): void {
  checkPath(path, "writeModel");
  writeAtomically(path, encodeWeights(model, path.endsWith(".json") ? "json" : "safetensors"));
}

/**
 * Reads a Sequential, with its architecture.
 * @throws ChainruleError that names the file, if there is none, or it is broken, or holds no architecture.
 */
export const readModel = (path: string): Sequential => reading(checkPath(path, "readModel"), decodeModel);

/**
 * Puts the weights of a file into a model of the same shape.
 * @throws ChainruleError that names the file, if there is none, or it is broken, or does not fit the model.
 */
export function readWeights(path: string, model: NamedModel): void {
  reading(checkPath(path, "readWeights"), (found) => { loadWeights(model, found); }); // prettier-ignore
}

/**
 * Keeps the checkpoints of a training run in a file: `fit` goes on from it if it is there. Whenever the process ends, the file holds
 * the last checkpoint as a whole.
 * @param every steps between two checkpoints; default: one epoch.
 * @throws ChainruleError if the path is no string, or `every` no positive integer.
 */
export function fileCheckpoint(path: string, every?: number): CheckpointStore {
  checkPath(path, "fileCheckpoint");
  optional(positiveInteger)(every, "fileCheckpoint: every");
  return {
    ...(every !== undefined && { every }),
    load: () => (existsSync(path) ? readWhole(path) : undefined),
    save(given) {
      writeAtomically(path, bytes(given, "save: bytes"));
    },
  };
}
