/**
 * Seeded random numbers: the same seed gives the same numbers everywhere. Uniform numbers come from sfc32 (Chris
 * Doty-Humphrey, PractRand), normal ones from the polar method of Marsaglia and Bray (1964).
 */
import { count, finite, positiveInteger, withMethods } from "../arguments/checks.js";

/** What draws random numbers. */
export interface Random {
  /** Uniform on [0, 1), with 32 random bits. */
  readonly uniform: () => number;
  /** Normal with mean 0 and standard deviation 1. */
  readonly normal: () => number;
  /** Uniform among 0 … below − 1. */
  readonly integer: (below: number) => number;
  /** A random order of 0 … length − 1 (Fisher–Yates). */
  readonly permutation: (length: number) => Int32Array;
}

/** What draws as `random` does. */
export const generator = withMethods<Random>("a generator; write random(1)", ["uniform", "normal"]);

/** A generator that starts from a seed. Equal seeds give equal sequences. @throws ChainruleError if the seed is no finite number. */
export function random(seed: number): Random {
  finite(seed, "random: seed");
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    c |= 0;
    return out >>> 0;
  };
  // Seeds that differ in one bit need some rounds to part.
  for (let i = 0; i < 16; i++) next();
  const uniform = (): number => next() / 2 ** 32;
  const below = (most: number): number => Math.floor(uniform() * most);
  const integer = (most: number): number => below(positiveInteger(most, "integer: below"));
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
  const permutation = (length: number): Int32Array => {
    const order = Int32Array.from({ length: count(length, "permutation: length") }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = below(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return order;
  };
  return { uniform, normal, integer, permutation };
}
