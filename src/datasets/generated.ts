/** Data sets that are drawn rather than measured: two classes that no line parts, and more. */
import { finite, integer, notNegative, positiveInteger } from "../arguments/checks.js";
import { options, or, type ChecksOf } from "../arguments/options.js";
import { Dataset, random } from "../nn/index.js";

/** Noise and seed of made-up points. */
export interface GeneratedOptions {
  /** Standard deviation of what is added to each coordinate. */
  readonly noise?: number;
  /** Default 1. */
  readonly seed?: number;
}

const checksOf = (noise: number) =>
  ({ noise: or(notNegative, noise), seed: or(finite, 1) }) satisfies ChecksOf<GeneratedOptions>;
const [MOONS, SPIRALS] = [checksOf(0.1), checksOf(0.2)];

/**
 * Two half circles that reach into each other, as scikit-learn's `make_moons` makes them: the upper has class 0, the lower 1.
 * @throws ChainruleError if there are not at least 4 points.
 * @example
 * moons(100, { noise: 0 }).x.subarray(0, 2); // [1, 0]
 */
export function moons(count = 100, given?: GeneratedOptions): Dataset {
  integer(4)(count, "moons: count");
  const { noise, seed } = options("moons", given, MOONS);
  const { normal } = random(seed);
  const outer = Math.floor(count / 2);
  const points = Array.from({ length: count }, (_, i) => {
    const isOuter = i < outer;
    const [k, of] = isOuter ? [i, outer] : [i - outer, count - outer];
    const angle = (Math.PI * k) / (of - 1);
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const [px, py] = isOuter ? [x, y] : [1 - x, 0.5 - y];
    return [px + noise * normal(), py + noise * normal()];
  });
  return Dataset.ofClasses(
    points,
    points.map((_, i) => (i < outer ? 0 : 1)),
    2,
  );
}

/**
 * Arms of a spiral, one for each class, as in the book's chapter on learning: `perClass` points at radii from 0 to 1.
 * @throws ChainruleError if there is no class or point.
 * @example
 * spirals(3, 100).count; // 300
 */
export function spirals(classes = 3, perClass = 100, given?: GeneratedOptions): Dataset {
  positiveInteger(classes, "spirals: classes");
  integer(2)(perClass, "spirals: perClass");
  const { noise, seed } = options("spirals", given, SPIRALS);
  const { normal } = random(seed);
  const labels = Array.from({ length: classes * perClass }, (_, i) => Math.floor(i / perClass));
  const points = labels.map((label, i) => {
    const radius = (i % perClass) / perClass;
    const angle = 4 * label + 4 * radius + noise * normal();
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  });
  return Dataset.ofClasses(points, labels, classes);
}
