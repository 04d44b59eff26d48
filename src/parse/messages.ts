/** What is said of a text that cannot be read: where, and what may have been meant. */
import { suggestion } from "../arguments/nearest.js";

const WIDEST = 100;

/** The message with the line of the text below it, and a caret below the column. */
export function at(source: string, position: number, message: string): string {
  const before = source.slice(0, position);
  const line = before.split("\n").length;
  const column = position - (before.lastIndexOf("\n") + 1);
  const text = source.split("\n")[line - 1] ?? "";
  // Of a very long line only what stands around the place.
  const from = Math.max(0, column - WIDEST / 2);
  const shown = text.slice(from, from + WIDEST).replaceAll(/\p{Cc}/gu, " ");
  const place =
    line === 1 ? `column ${String(column + 1)}` : `line ${String(line)}, column ${String(column + 1)}`;
  return `parse: ${place}: ${message}\n  ${shown}\n  ${" ".repeat(column - from)}^`;
}

/** `; did you mean tanh?`, or which names there are. */
export function nearest(name: string, names: readonly string[], introduction: string): string {
  const lower = name.toLowerCase();
  const known = Object.hasOwn(SYNONYMS, lower) ? SYNONYMS[lower] : undefined;
  return known === undefined ? suggestion(name, names, introduction) : `; did you mean ${known}?`;
}

/** How signs that are not known here are written. */
const INSTEAD: Readonly<Record<string, string>> = {
  "=": "a name stands before = at the start of a statement; equal(x, y) compares",
  ">": "write greater(x, y)",
  "<": "for x < y write greater(y, x)",
  "|": "for |x| write abs(x)",
  "√": "write sqrt(x)",
  "∛": "write cbrt(x)",
  "²": "write ^2",
  "³": "write ^3",
  "?": "write where(condition, x, y)",
  "{": "write brackets as ( )",
  "}": "write brackets as ( )",
};

/** What to write in place of a sign, if that is known. */
export const signHint = (sign: string): string => {
  const instead = Object.hasOwn(INSTEAD, sign) ? INSTEAD[sign] : undefined;
  return instead === undefined ? "" : `; ${instead}`;
};

/** Functions under other names than here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  ln: "log",
  lg: "log10",
  lb: "log2",
  tg: "tan",
  arcsin: "asin",
  arccos: "acos",
  arctan: "atan",
  arsinh: "asinh",
  arcosh: "acosh",
  artanh: "atanh",
  sgn: "sign",
  sqr: "square",
  logistic: "sigmoid",
  swish: "silu",
  average: "mean",
  π: "pi",
};
