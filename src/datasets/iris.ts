/** Fisher's iris data (R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936). */
import { parseCsv, type Table } from "./csv.js";
import { IRIS } from "./iris-data.js";

/**
 * 150 flowers of three kinds with four lengths each, in centimetres.
 * @example
 * const { data, classes } = loadIris();
 * [data.count, data.inputSize, classes[data.classOf(149)]]; // [150, 4, "virginica"]
 */
export const loadIris = (): Table => parseCsv(IRIS, { target: "kind" });
