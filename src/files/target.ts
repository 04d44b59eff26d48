/** The file that a path stands for, behind symlinks. */
import { closeSync, lstatSync, openSync, readlinkSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

export interface Target {
  /** Its own path, without symlinks at its end. */
  readonly file: string;
  /** What is there now, if anything is. */
  readonly stats: Stats | undefined;
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** @throws Error if it is a directory, may not be written, or its symlinks go in a circle. */
export function targetOf(path: string): Target {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { file: behindLinks(path), stats };
  if (stats.isDirectory()) throw new Error("it is a directory, expected a file");
  // What a symlink of /proc/self/fd says of a pipe is no path.
  if (!stats.isFile()) return { file: path, stats };
  // A rename would also replace a file that its owner has made read-only.
  closeSync(openSync(path, "r+"));
  return { file: realpathSync(path), stats };
}

/** Where a symlink that leads to nothing leads. */
function behindLinks(path: string): string {
  let file = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const directory = realpathSync(dirname(file));
    file = join(directory, basename(file));
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return file;
    file = resolve(directory, readlinkSync(file));
  }
  throw new Error("its symlinks go in a circle");
}
