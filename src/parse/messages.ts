/** What is said of a text that cannot be read: where, and what may have been meant. */
import { closestMatch } from "leven";

/** The most letters by which a name may differ from what was meant. */
const MOST_LETTERS = 3;
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
  const meant = closestMatch(name, names, {
    maxDistance: Math.min(MOST_LETTERS, Math.ceil(name.length / 2)),
  });
  if (meant !== undefined) return `; did you mean ${meant}?`;
  return `; ${introduction} ${names.join(", ")}`;
}
