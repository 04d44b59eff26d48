/**
 * Files that are either whole or not there: written under another name first, then renamed. In flow a path and its content; target.ts
 * says which file the path stands for, and leftovers.ts clears away what a killed process left behind.
 */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ChainruleError } from "../errors.js";
import { clearAway, unfinishedName } from "./leftovers.js";
import { targetOf } from "./target.js";

const reasonOf = (cause: unknown): string => (cause as Error).message;

/** Makes a directory, with those above it. @throws ChainruleError if that cannot be done. */
export function makeDirectory(directory: string): void {
  try {
    make(resolve(directory));
  } catch (cause) {
    throw new ChainruleError(`${directory}: the directory cannot be made (${reasonOf(cause)})`, { cause });
  }
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Node's own `recursive` never returns where a directory can have no entries, as in /proc. */
function make(directory: string): void {
  if (isDirectory(directory)) return;
  const above = dirname(directory);
  if (above !== directory) make(above);
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another process may have been faster.
    if (!isDirectory(directory)) throw error;
  }
}

/** Writes text or bytes to a file of a directory and returns its path. @throws ChainruleError if that cannot be done. */
export function writeWhole(directory: string, name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeAtomically(path, content);
  return path;
}

/**
 * At any moment there is the old file or the new one, and never a part. The file keeps its mode; a symlink stays one, and the file that
 * it leads to is replaced. A device or a pipe is written to as it is. What killed processes had begun to write beside it is cleared away.
 * @throws ChainruleError if that cannot be done; the old file is then as it was.
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  try {
    const { file, stats } = targetOf(path);
    if (stats?.isFile() === false) writeFileSync(file, content);
    else replace(file, stats, content);
  } catch (cause) {
    throw new ChainruleError(`${path}: the file cannot be written (${reasonOf(cause)})`, { cause });
  }
}

/**
 * Tries what `writeAtomically` will do, so that a long run does not find out at its end.
 * @throws ChainruleError if it could not write the file.
 */
export function checkWritable(path: string): void {
  try {
    const { file, stats } = targetOf(path);
    if (stats?.isFile() === false) return;
    const unfinished = unfinishedName(dirname(file));
    closeSync(openSync(unfinished, "wx"));
    rmSync(unfinished);
  } catch (cause) {
    throw new ChainruleError(`${path}: the file cannot be written (${reasonOf(cause)})`, { cause });
  }
}

function replace(path: string, before: Stats | undefined, content: string | Uint8Array): void {
  const directory = dirname(path);
  clearAway(directory);
  const unfinished = unfinishedName(directory);
  // "x" creates the file and follows no symlink that waits under its name.
  const file = openSync(unfinished, "wx", before === undefined ? 0o666 : 0o600);
  try {
    try {
      writeFileSync(file, content);
      if (before !== undefined) keepOwner(file, before);
      // Without it a crash of the machine could leave the new name with no bytes.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Mode and, where this process may give files away, owner of the file that is replaced. */
function keepOwner(file: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only root may; the file then belongs to who wrote it, as with any editor.
  }
  fchmodSync(file, mode & 0o777);
}
