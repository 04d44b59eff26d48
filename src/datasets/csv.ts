/** Tables as CSV: text in, examples out. cells.ts takes the text apart. */
import { boolean, listOf, text } from "../arguments/checks.js";
import { options, optional, or, type ChecksOf } from "../arguments/options.js";
import { ChainruleError, describe } from "../errors.js";
import { Dataset } from "../nn/index.js";
import { cellRows } from "./cells.js";

/** What to learn from a table, and how its text is written. */
export interface CsvOptions {
  /** The column to predict, by its name in the first line. */
  readonly target: string;
  /** The columns to predict it from. Default: all others. */
  readonly inputs?: readonly string[];
  /** Whether the target is a class. Default: true where it is not a number throughout. */
  readonly hasClasses?: boolean;
  /** What stands between two cells. Default a comma. */
  readonly delimiter?: string;
}

/** A table as examples to learn from. */
export interface Table {
  /** The rows, in the order of the text. */
  readonly data: Dataset;
  /** The columns of the inputs. */
  readonly inputs: readonly string[];
  /** The names of classes 0, 1, …, in alphabetical order; none where the target is a number. */
  readonly classes: readonly string[];
}

const CHECKS = {
  target: text,
  inputs: optional(listOf(text, "a list of columns")),
  hasClasses: optional(boolean),
  delimiter: or(text, ","),
} satisfies ChecksOf<CsvOptions>;

const isNumber = (cell: string): boolean => cell !== "" && Number.isFinite(Number(cell));

/**
 * Reads a table whose first line names the columns.
 * @throws ChainruleError if it does not parse, a column is missing, or an input is not a number; it names the line's record.
 * @example
 * const { data, classes } = parseCsv("width,kind\n1,b\n2,a\n", { target: "kind" });
 * classes; // ["a", "b"]
 * data.classOf(0); // 1
 */
export function parseCsv(source: string, given: CsvOptions): Table {
  text(source, "parseCsv: text");
  const { delimiter, ...chosen } = options("parseCsv", given, CHECKS);
  const [names = [], ...records] = cellRows(source, delimiter);
  // Of two columns of one name the first counts.
  const places = new Map(names.map((name, i) => [name, i] as const).reverse());
  const column = (name: string): number => {
    const at = places.get(name);
    if (at !== undefined) return at;
    throw new ChainruleError(
      `csv: there is no column ${describe(name)}, expected one of ${names.join(", ")}`,
    );
  };
  const target = column(chosen.target);
  const inputs = chosen.inputs ?? names.filter((_, i) => i !== target);
  const taken = inputs.map(column);
  if (records.length === 0) throw new ChainruleError("csv: there are no records behind the names of columns");
  const number = (record: readonly string[], place: number, i: number): number => {
    const cell = record[place] ?? "";
    if (isNumber(cell)) return Number(cell);
    throw new ChainruleError(
      `csv: ${String(names[place])} of record ${String(i + 1)} is ${describe(cell)}, expected a number`,
    );
  };
  const x = records.map((record, i) => taken.map((place) => number(record, place, i)));
  const cells = records.map((record) => record[target] ?? "");
  if (!(chosen.hasClasses ?? !cells.every(isNumber))) {
    const t = records.map((record, i) => number(record, target, i));
    return { data: Dataset.from(x, t), inputs, classes: [] };
  }
  const classes = [...new Set(cells)].sort();
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const labels = cells.map((cell) => numbers.get(cell) as number);
  return { data: Dataset.ofClasses(x, labels, classes.length), inputs, classes };
}
