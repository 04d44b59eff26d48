/** idx files, for tests of whatever reads digits. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "chainrule/nn";

export const MAGIC = { images: 0x0803, labels: 0x0801 };

export function idx(magic: number, sizes: readonly number[], data: ArrayLike<number>): Buffer {
  const head = Buffer.alloc(4 * (1 + sizes.length));
  [magic, ...sizes].forEach((n, i) => head.writeUInt32BE(n, 4 * i));
  return Buffer.concat([head, Buffer.from(Uint8Array.from(data))]);
}

/** Small pictures take little time: a gradient check goes through every weight of every pixel. */
const SIDE = 7;
const CLASSES = 10;

/** Made-up digits, so many to train on and to test, as the four files of a new directory: each class brightens pixels of its own. */
export function writeDigits(
  directory: string,
  counts: { readonly train: number; readonly test: number },
): void {
  mkdirSync(directory);
  const { integer } = random(1);
  const write = (name: string, count: number): void => {
    const labels = Array.from({ length: count }, () => integer(CLASSES));
    const bytes = labels.flatMap((label) =>
      Array.from({ length: SIDE * SIDE }, (_, pixel) => integer(64) + (pixel % CLASSES === label ? 192 : 0)),
    );
    writeFileSync(
      join(directory, `${name}-images-idx3-ubyte`),
      idx(MAGIC.images, [count, SIDE, SIDE], bytes),
    );
    writeFileSync(join(directory, `${name}-labels-idx1-ubyte`), idx(MAGIC.labels, [count], labels));
  };
  write("train", counts.train);
  write("t10k", counts.test);
}
