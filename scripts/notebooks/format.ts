/** What a notebook is as JSON, and the one text it has: that of Jupyter itself, so that saving one there changes nothing else. */

/** Text of a notebook file: one string, or its lines. */
export type Text = string | readonly string[];

export interface Output {
  readonly output_type: string;
  /** Of a stream: `stdout` or `stderr`. */
  readonly name?: string;
  readonly text?: Text;
  /** Of everything displayed: a text for each media type. */
  readonly data?: Readonly<Record<string, Text>>;
}

export interface Cell {
  readonly cell_type: string;
  readonly id: string;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly source: Text;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec: { readonly name: string } };
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

export const joined = (text: Text | undefined): string =>
  typeof text === "string" ? text : (text ?? []).join("");

export const isCode = (cell: Cell): boolean => cell.cell_type === "code";

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The file of a notebook: sorted keys, one space of indentation, a newline at the end. */
export const print = (notebook: Notebook): string => `${JSON.stringify(sorted(notebook), null, 1)}\n`;

/** The notebook with the outputs of a run, its code cells numbered from 1; what else a run leaves behind, such as times, is not kept. */
export function withOutputs(notebook: Notebook, run: Notebook): Notebook {
  let count = 0;
  return {
    ...notebook,
    cells: notebook.cells.map((cell, i) =>
      isCode(cell) ? { ...cell, execution_count: ++count, outputs: run.cells[i]?.outputs ?? [] } : cell,
    ),
  };
}
