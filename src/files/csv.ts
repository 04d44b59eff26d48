/** Tables in files. */
import { parseCsv, type CsvOptions, type Table } from "../datasets/index.js";
import { checkPath, reading } from "./read.js";

/**
 * Reads a CSV file, as `parseCsv` does.
 * @throws ChainruleError that names the file, if there is none or it does not parse.
 */
export const readCsv = (path: string, options: CsvOptions): Table =>
  reading(checkPath(path, "readCsv"), (bytes) => parseCsv(new TextDecoder().decode(bytes), options));
