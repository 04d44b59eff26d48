/** idx files, for tests of whatever reads digits. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadMnist, type Digits } from "chainrule/datasets";

export const MAGIC = { images: 0x0803, labels: 0x0801 };

export function idx(magic: number, sizes: readonly number[], data: ArrayLike<number>): Buffer {
  const head = Buffer.alloc(4 * (1 + sizes.length));
  [magic, ...sizes].forEach((n, i) => head.writeUInt32BE(n, 4 * i));
  return Buffer.concat([head, Buffer.from(Uint8Array.from(data))]);
}

/** The first digits of MNIST, so many to train on and to test, as the four files of a new directory. */
export function writeDigits(
  directory: string,
  counts: { readonly train: number; readonly test: number },
): void {
  mkdirSync(directory);
  const mnist = loadMnist();
  const write = (name: string, { rows, columns, pixels, labels }: Digits, count: number): void => {
    const bytes = Array.from(pixels.subarray(0, count * rows * columns), (brightness) =>
      Math.round(255 * brightness),
    );
    writeFileSync(
      join(directory, `${name}-images-idx3-ubyte`),
      idx(MAGIC.images, [count, rows, columns], bytes),
    );
    writeFileSync(
      join(directory, `${name}-labels-idx1-ubyte`),
      idx(MAGIC.labels, [count], labels.subarray(0, count)),
    );
  };
  write("train", mnist.train, counts.train);
  write("t10k", mnist.test, counts.test);
}
