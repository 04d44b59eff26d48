/** What needs a file system: models, checkpoints, tables and pictures. Works in Node. */
export { readCsv } from "./csv.js";
export { readDigit } from "./digit.js";
export { fileCheckpoint, readModel, readWeights, writeModel } from "./models.js";
