/** Tables of what bench/ measured: every list of records in bench/results/*.json is one, under the name it has there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

const RESULTS = new URL("../../bench/results/", import.meta.url);

const files = (): string[] =>
  existsSync(RESULTS) ? readdirSync(RESULTS).filter((name) => name.endsWith(".json")) : [];

/** Without results there is no page. */
export const hasBenchmarks = (): boolean => files().length > 0;

type Cell = string | number | boolean | null;
type Row = Readonly<Record<string, Cell>>;

const isRecords = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object" && row !== null);

/** Counts whole, measurements with three significant digits; thousands are set apart. */
const COUNT = new Intl.NumberFormat("en");
const MEASURED = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const shown = (cell: Cell | undefined): string =>
  typeof cell === "number"
    ? (Number.isInteger(cell) ? COUNT : MEASURED).format(cell)
    : String(cell ?? "").replaceAll("|", "\\|");

function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const isNumeric = (column: string): boolean => rows.some((row) => typeof row[column] === "number");
  return [
    line(columns),
    line(columns.map((column) => (isNumeric(column) ? "--:" : "---"))),
    ...rows.map((row) => line(columns.map((column) => shown(row[column])))),
  ].join("\n");
}

/** `compileTimes` → `Compile times`. */
const title = (name: string): string =>
  (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll(
    /(?<=[a-z])[A-Z]/g,
    (letter) => ` ${letter.toLowerCase()}`,
  );

function section(file: string): string {
  const result = JSON.parse(readFileSync(new URL(file, RESULTS), "utf8")) as Record<string, unknown>;
  const { machine, ...rest } = result;
  const where = Object.entries((machine ?? {}) as Row)
    .map((entry) => entry.join(" "))
    .join(", ");
  const tables = Object.entries(rest).flatMap(([name, value]) =>
    isRecords(value) ? [`### ${title(name)}\n\n${table(value)}`] : [],
  );
  return [`## ${title(file.replace(/\.json$/, ""))}`, where, ...tables].join("\n\n");
}

export const benchmarks = (): string => files().map(section).join("\n\n");
