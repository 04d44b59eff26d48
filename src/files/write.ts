/** Files that are either whole or not there: written under another name first, then renamed. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
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

/**
 * At any moment there is the old file or the new one, and never a part. What a process that was killed had begun to write to the same
 * path is cleared away.
 * @throws ChainruleError if that cannot be done.
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.${String(process.pid)}.tmp`;
  clearAway(path);
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

/** Removes unfinished files of a path whose process has ended; those of running processes are being written. */
function clearAway(path: string): void {
  const [directory, beginning] = [dirname(path), `${basename(path)}.`];
  try {
    for (const name of readdirSync(directory)) {
      const [, pid] = name.startsWith(beginning)
        ? (/^(\d+)\.tmp$/.exec(name.slice(beginning.length)) ?? [])
        : [];
      if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(directory, name), { force: true });
    }
  } catch {
    // Whether the file itself can be written shows next; what is left over does no harm.
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks whether the process is there, and does nothing to it.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
