/** Files that are either whole or not there: written under another name first, then renamed. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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

/** Writes text or bytes to a file of a directory and returns its path. @throws ChainruleError if that cannot be done. */
export function writeWhole(directory: string, name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeAtomically(path, content);
  return path;
}

/** At any moment there is the old file or the new one, and never a part. @throws ChainruleError if that cannot be done. */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.${String(process.pid)}.tmp`;
  try {
    const file = openSync(unfinished, "w");
    try {
      writeFileSync(file, content);
      // Without it a crash of the machine could leave the new name with no bytes.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (cause) {
    if (existsSync(unfinished)) rmSync(unfinished);
    throw new ChainruleError(`${path}: the file cannot be written (${(cause as Error).message})`, { cause });
  }
}
