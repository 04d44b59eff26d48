/** JSON from files, of which nothing gets lost on the way. */
import { ChainruleError } from "../errors.js";

/**
 * Reads JSON in which no name stands twice in one object: of two, `JSON.parse` would drop the first in silence.
 * @throws ChainruleError if a name does.
 * @throws SyntaxError or TypeError if the bytes are no JSON in UTF-8.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const value: unknown = JSON.parse(text);
  const [written, kept] = [namesIn(text), namesOf(value)];
  if (written === kept) return value;
  throw new ChainruleError(
    `a name stands twice in one object: there are ${String(written)} names, of which ${String(kept)} differ`,
  );
}

/** How many names a JSON text has: the strings that a colon follows. */
function namesIn(text: string): number {
  let names = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
    let next = at + 1;
    while (/\s/.test(text[next] ?? "")) next++;
    if (text[next] === ":") names++;
  }
  return names;
}

/** How many names the objects of a value have together. Without recursion, since a file may nest as deeply as it likes. */
function namesOf(value: unknown): number {
  let names = 0;
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    const parts: unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) names += parts.length;
    for (const part of parts) if (typeof part === "object") waiting.push(part);
  }
  return names;
}
