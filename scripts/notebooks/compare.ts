/**
 * Whether a run of a notebook said what the committed notebook says. Numbers are compared to a tolerance, text by letter, pictures by their
 * structure and text: where a line runs and which colour it has is not the matter of a notebook.
 */
import { DOMParser } from "linkedom";
import { isCode, joined, type Cell, type Notebook, type Output } from "./format.js";

/** How far two printed numbers may be apart, relative to max(1, |committed|). */
export const TOLERANCE = 1e-6;

/** The tag of a cell whose outputs depend on the machine, such as times: they have to be there, and may say anything. The name is nbval's. */
export const IGNORE_OUTPUT = "nbval-ignore-output";

const NUMBER = /(?:(?<![\p{L}\p{N}_])[-−])?\d+(?:\.\d+)?(?:e[-+]?\d+)?/giu;
const toNumber = (text: string): number => Number(text.replace("−", "-"));

/** The first place where two texts differ, or undefined. Numbers may differ by the tolerance, and blanks and table lines by their length. */
function textDifference(committed: string, run: string): string | undefined {
  const parts = (text: string): string[] => text.split(NUMBER).map((part) => part.replace(/[\s─]+/gu, " "));
  const [before, now] = [parts(committed), parts(run)];
  const [numbersBefore, numbersNow] = [committed.match(NUMBER) ?? [], run.match(NUMBER) ?? []];
  for (let i = 0; i < Math.max(before.length, now.length); i++) {
    const [a, b] = [before[i], now[i]];
    if (a !== b) return `${quoted(a)} became ${quoted(b)}`;
    const [x, y] = [numbersBefore[i], numbersNow[i]];
    if (x === undefined && y === undefined) continue;
    const difference = Math.abs(toNumber(x ?? "NaN") - toNumber(y ?? "NaN"));
    if (!(difference <= TOLERANCE * Math.max(1, Math.abs(toNumber(x ?? "NaN"))))) {
      return `${x ?? "nothing"} became ${y ?? "nothing"}`;
    }
  }
  return undefined;
}

const MOST_QUOTED = 60;
const quoted = (text: string | undefined): string =>
  text === undefined ? "nothing" : JSON.stringify(text.slice(0, MOST_QUOTED));

/** Attributes that a reader of a picture can read; the others say where and in which colour. */
const WORDS = ["class", "xlink:title", "aria-label"];

/** A picture as text: its elements, and what is written in them. */
function skeleton(svg: string): string {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement as unknown as Element;
  const lines: string[] = [];
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const words = WORDS.map((name) => element.getAttribute(name) ?? "").filter((word) => word !== "");
    const isWritten = element.children.length === 0;
    lines.push([element.tagName, ...words, isWritten ? element.textContent.trim() : ""].join(" "));
  }
  return lines.join("\n");
}

/** One text per thing shown, with its kind before it; what a stream said in several pieces is one text. */
function shown(outputs: readonly Output[]): { kind: string; text: string }[] {
  const all: { kind: string; text: string }[] = [];
  for (const { output_type, name = "", text, data = {} } of outputs) {
    const last = all.at(-1);
    const kind = `${output_type} ${name}`.trim();
    if (output_type === "stream" && last?.kind === kind) last.text += joined(text);
    else if (output_type === "stream") all.push({ kind, text: joined(text) });
    else for (const [type, body] of Object.entries(data)) all.push({ kind: type, text: joined(body) });
  }
  return all;
}

function outputDifferences(committed: Cell, run: Cell): string[] {
  const [before, now] = [shown(committed.outputs ?? []), shown(run.outputs ?? [])];
  const kinds = (outputs: readonly { kind: string }[]): string =>
    outputs.map(({ kind }) => kind).join(", ") || "nothing";
  if (kinds(before) !== kinds(now)) return [`showed ${kinds(before)}, now ${kinds(now)}`];
  if (committed.metadata.tags?.includes(IGNORE_OUTPUT) === true) return [];
  return before.flatMap(({ kind, text }, i) => {
    const other = now[i]?.text ?? "";
    const difference =
      kind === "image/svg+xml"
        ? textDifference(skeleton(text), skeleton(other))
        : textDifference(text, other);
    return difference === undefined ? [] : [`${kind}: ${difference}`];
  });
}

/** Where a run differs from the committed notebook: a line for each output, with the number and id of its cell. Empty if nowhere. */
export function differences(committed: Notebook, run: Notebook): string[] {
  if (committed.cells.length !== run.cells.length) {
    return [`has ${String(committed.cells.length)} cells, the run ${String(run.cells.length)}`];
  }
  return committed.cells.flatMap((cell, i) =>
    isCode(cell)
      ? outputDifferences(cell, run.cells[i] as Cell).map(
          (line) => `cell ${String(i + 1)} (${cell.id}): ${line}`,
        )
      : [],
  );
}
