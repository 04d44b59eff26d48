/** Files as bytes, with errors that name them. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { text } from "../arguments/checks.js";
import { ChainruleError } from "../errors.js";

/** @throws ChainruleError if what a function was given is no path. */
export const checkPath = (path: unknown, caller: string): string => text(path, `${caller}: path`);

/** @throws ChainruleError that names the file, if there is none or it cannot be read. */
export function readWhole(path: string): Uint8Array {
  if (!existsSync(path)) throw new ChainruleError(`${path}: there is no such file`);
  // A device such as /dev/zero has no end.
  const stats = statSync(path);
  if (stats.isDirectory() || stats.isCharacterDevice() || stats.isBlockDevice()) {
    const what = stats.isDirectory() ? "a directory" : "a device";
    throw new ChainruleError(`${path}: the file cannot be read (it is ${what}, expected a file)`);
  }
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ChainruleError(`${path}: the file cannot be read (${(cause as Error).message})`, { cause });
  }
}

/** Runs a reader on the bytes of a file; its errors get the name of the file in front. */
export function reading<T>(path: string, read: (bytes: Uint8Array) => T): T {
  const bytes = readWhole(path);
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof ChainruleError)
      throw new ChainruleError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
