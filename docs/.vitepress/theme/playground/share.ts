/** What is on the page ↔ the hash of its address, so that a link brings it back: `#e=x*y&x=3&y=4`. */
import type { Numbers } from "./evaluated.js";

export interface Shared {
  readonly text: string;
  readonly values: Numbers;
}

const TEXT = "e";
/** A name is marked, so that no input can be taken for the text. */
const MARK = "_";

export function toHash({ text, values }: Shared): string {
  const fields = new URLSearchParams({ [TEXT]: text });
  for (const [name, value] of Object.entries(values)) fields.set(`${MARK}${name}`, String(value));
  return `#${fields.toString()}`;
}

/** Undefined if the hash is not one of ours; numbers that are none are left out. */
export function fromHash(hash: string): Shared | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const text = fields.get(TEXT);
  if (text === null) return undefined;
  const values = [...fields]
    .filter(([key, value]) => key.startsWith(MARK) && value.trim() !== "" && Number.isFinite(Number(value)))
    .map(([key, value]) => [key.slice(MARK.length), Number(value)] as const);
  return { text, values: Object.fromEntries(values) };
}
