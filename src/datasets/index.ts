/** Data to train on. */
export { parseCsv, type CsvOptions, type Table } from "./csv.js";
export { moons, spirals, type GeneratedOptions } from "./generated.js";
export { parseIdx, type Idx } from "./idx.js";
export { loadIris } from "./iris.js";
export { loadMnist, type Digits, type Mnist, type MnistOptions } from "./mnist.js";
export { loadNames } from "./names.js";
