/** Files that are either whole or not there: written under another name first, then renamed. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ChainruleError } from "../errors.js";

/** Makes a directory, with those above it. @throws ChainruleError if that cannot be done. */
export function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (cause) {
    throw new ChainruleError(`${directory}: the directory cannot be made (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** Writes a file of a directory and returns its path. */
export function writeWhole(directory: string, name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  const unfinished = `${path}.${String(process.pid)}.tmp`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (cause) {
    throw new ChainruleError(`${path}: the file cannot be written (${(cause as Error).message})`, { cause });
  }
  return path;
}
