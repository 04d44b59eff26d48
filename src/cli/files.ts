/** The files that commands leave behind: each is whole or not there. */
import { join } from "node:path";
import { ChainruleError } from "../errors.js";
import { checkWritable, makeDirectory } from "../files/write.js";

export { makeDirectory, writeWhole } from "../files/write.js";

/**
 * Makes the directory of a run, and tries whether its files can be written before it takes its time.
 * @throws ChainruleError if they could not.
 */
export function prepare(directory: string, files: readonly string[]): void {
  makeDirectory(directory);
  for (const file of files) checkWritable(join(directory, file));
}

/** Runs a training, of which nothing is written if it fails; its error says so. */
export async function keeping<T>(directory: string, train: () => Promise<T>): Promise<T> {
  try {
    return await train();
  } catch (cause) {
    if (!(cause instanceof ChainruleError)) throw cause;
    throw new ChainruleError(
      `${cause.message}\nnothing was saved: the files in ${directory} are as they were`,
      {
        cause,
      },
    );
  }
}
