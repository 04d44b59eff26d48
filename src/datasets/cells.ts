/**
 * CSV as RFC 4180 writes it: text in, rows of cells out. Next: csv.ts makes examples of them. Known libraries are not ES modules, need
 * Node's Buffer, or let broken quotes pass.
 */
import { ChainruleError, describe } from "../errors.js";

const isLineEnd = (character: string | undefined): boolean =>
  character === "\n" || character === "\r" || character === undefined;

/**
 * The cells of every line that is not empty. Spaces around a cell are dropped; a quoted cell may hold delimiters, line ends and, doubled,
 * quotes. A byte order mark is skipped.
 * @throws ChainruleError if quotes are broken or a row is longer or shorter than the first.
 */
export function cellRows(text: string, delimiter: string): string[][] {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  const fail = (what: string): never => {
    throw new ChainruleError(`csv: ${what}`);
  };
  if (!/^[^"\r\n]+$/.test(delimiter)) {
    fail(
      `the delimiter is ${describe(delimiter)}, expected a character that is neither a quote nor a line end`,
    );
  }
  const skipSpaces = (): void => {
    while ((text[at] === " " || text[at] === "\t") && text[at] !== delimiter) at++;
  };

  function quotedCell(): string {
    const opened = line;
    const start = ++at;
    for (; text[at] !== '"' || text[at + 1] === '"'; at++) {
      if (at >= text.length)
        fail(`Quote Not Closed: the text ends within the quotes opened on line ${String(opened)}`);
      if (text[at] === "\n") line++;
      if (text[at] === '"') at++;
    }
    const cell = text.slice(start, at++).replaceAll('""', '"');
    skipSpaces();
    if (!text.startsWith(delimiter, at) && !isLineEnd(text[at])) {
      fail(
        `Invalid Closing Quote: ${JSON.stringify(text[at])} follows it on line ${String(line)}, expected a delimiter`,
      );
    }
    return cell;
  }

  function plainCell(): string {
    const start = at;
    while (!text.startsWith(delimiter, at) && !isLineEnd(text[at])) {
      if (text[at] === '"')
        fail(
          `Invalid Opening Quote: it stands within a cell on line ${String(line)}, expected quotes around all of it`,
        );
      at++;
    }
    return text.slice(start, at).trimEnd();
  }

  const rows: string[][] = [];
  while (at < text.length) {
    const row: string[] = [];
    const first = line;
    let isEmpty = true;
    for (;;) {
      skipSpaces();
      const isQuoted = text[at] === '"';
      const cell = isQuoted ? quotedCell() : plainCell();
      isEmpty &&= !isQuoted && cell === "";
      row.push(cell);
      if (!text.startsWith(delimiter, at)) break;
      at += delimiter.length;
      isEmpty = false;
    }
    if (!isEmpty) {
      const { length = row.length } = rows[0] ?? {};
      if (row.length !== length) {
        fail(
          `Invalid Record Length: expect ${String(length)}, got ${String(row.length)} on line ${String(first)}`,
        );
      }
      rows.push(row);
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
  }
  return rows;
}
