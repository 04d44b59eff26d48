/** What the commands on expressions share: the expression, from an argument or standard input, the values of its names, and tables. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { ChainruleError } from "../errors.js";
import { Value } from "../index.js";
import { isFunction } from "../parse/functions.js";
import { expression } from "../parse/index.js";
import { assignments } from "./options.js";

export interface At {
  readonly at?: Readonly<Record<string, number>>;
}

const SYNTAX = `
An expression is written as on paper: + - * /, ^ or ** for powers, and every operation by its name, as in tanh(x) or dot([a, b], [x, y]).
Statements with names end with a semicolon: "t = x + y; z = t^2". "-" stands for standard input; "--" goes before an expression that
starts with a minus.
`;

const STANDARD_INPUT = 0;

/** A command on one expression. The examples are shown by `--help`. */
export const expressionCommand = (
  program: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command =>
  program
    .command(`${name} <expression>`)
    .description(description)
    .option(
      "-a, --at <values>",
      "the values of its names, as x=1,y=2; may be given more than once",
      assignments,
    )
    .addHelpText("after", `${SYNTAX}\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}`);

export interface Expression {
  readonly root: Value;
  /** The same graph recorded again, with the numbers that the leaves now have. */
  readonly evaluate: () => Value;
  /** A leaf for each name of `--at`. */
  readonly leaves: ReadonlyMap<string, Value>;
}

/** @throws ChainruleError if the expression cannot be read. */
export function read(given: string, { at = {} }: At): Expression {
  const text = given === "-" ? standardInput() : given;
  const leaves = new Map(Object.entries(at).map(([name, x]) => [name, new Value(x, name)]));
  const values = Object.fromEntries(leaves);
  const known = expression(text);
  const evaluate = (): Value => known.at(values);
  try {
    return { root: evaluate(), leaves, evaluate };
  } catch (cause) {
    const missing = known.inputs.filter((name) => !leaves.has(name) && !isFunction(name));
    if (!(cause instanceof ChainruleError) || missing.length === 0) throw cause;
    const needed = missing.map((name) => `${name}=1`).join(",");
    throw new ChainruleError(`${cause.message}\n  values are given by --at, as in --at ${needed}`, { cause });
  }
}

function standardInput(): string {
  try {
    return readFileSync(STANDARD_INPUT, "utf8").trimEnd();
  } catch (cause) {
    throw new ChainruleError(`standard input cannot be read (${(cause as Error).message})`, { cause });
  }
}

/** @throws ChainruleError if no value is given for the name. */
export function leafOf({ leaves }: Expression, name: string): Value {
  const leaf = leaves.get(name);
  if (leaf !== undefined) return leaf;
  throw new ChainruleError(`${name} has no value; --at gives ${[...leaves.keys()].join(", ") || "none"}`);
}

/** Columns under their headings, the first to the left and numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, i) => Math.max(...[heading, ...rows.map((row) => row[i] ?? "")].map((cell) => cell.length))); // prettier-ignore
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ").trimEnd(); // prettier-ignore
  return `${[headings, ...rows].map(line).join("\n")}\n`;
}
