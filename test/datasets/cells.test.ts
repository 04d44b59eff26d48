/** CSV taken apart, compared with csv-parse. */
import { describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { cellRows } from "../../src/datasets/cells.js";

const DELIMITERS = [",", ";", "\t", "::"];

const DIALECT = { bom: true, skip_empty_lines: true, trim: true, record_delimiter: ["\r\n", "\n", "\r"] };

describe("rows of cells", () => {
  test("what it accepts of any text, it reads as csv-parse does", () => {
    const piece = fc.constantFrom("a", "é", "🦦", " ", "\t", '"', '""', "\n", "\r\n", "\r", ...DELIMITERS, '"a"', '"a\n"'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), fc.constantFrom(...DELIMITERS), (pieces, delimiter) => {
        const text = pieces.join("");
        let rows;
        try {
          rows = cellRows(text, delimiter);
        } catch {
          return;
        }
        expect(rows).toEqual(parse(text, { ...DIALECT, delimiter }));
      }),
      { numRuns: 2000 },
    );
  });

  test("what was written is read, however it was quoted and spaced", () => {
    const cell = fc.array(fc.constantFrom("a", "é", "🦦", "b c", '"', "\n", "\r\n", ...DELIMITERS)).map((parts) => parts.join("")); // prettier-ignore
    const space = fc.constantFrom("", " ", "  ");
    const table = fc.integer({ min: 1, max: 4 }).chain(
      (width) =>
      fc.array(fc.array(fc.tuple(cell, space, space), { minLength: width, maxLength: width }), { minLength: 1 }), // prettier-ignore
    );
    fc.assert(
      fc.property(table, fc.constantFrom(...DELIMITERS), (rows, delimiter) => {
        const written = (text: string): string =>
          /^[a-zé🦦]+$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
        const text = rows
          .map((row) => row.map(([cell, before, after]) => before + written(cell) + after).join(delimiter))
          .join("\r\n");
        expect(cellRows(text, delimiter)).toEqual(rows.map((row) => row.map(([cell]) => cell)));
      }),
      { numRuns: 500 },
    );
  });

  test("a long quoted cell, and a long text", () => {
    const cell = `${"a".repeat(1_000_000)}"\n`;
    expect(cellRows(`x,y\n"${cell.replaceAll('"', '""')}",2`, ",")).toEqual([["x", "y"], [cell, "2"]]); // prettier-ignore
    expect(cellRows("1,2\n".repeat(100_000), ",")).toHaveLength(100_000);
  });

  test.each(["", '"', "\n", "a\r"])("refuses %j as a delimiter", (delimiter) => {
    expect(() => cellRows("a,b\n", delimiter)).toThrow("csv: the delimiter is the string");
  });
});
