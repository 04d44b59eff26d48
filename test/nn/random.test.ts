/** Seeded random numbers: repeatable, and distributed as they say (moments within four standard errors). */
import { describe, expect, test } from "@jest/globals";
import { random } from "chainrule/nn";

const SAMPLES = 100_000;
const mean = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0) / xs.length;
const draw = (next: () => number): number[] => Array.from({ length: SAMPLES }, next);
const within = (actual: number, expected: number, deviation: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThan((4 * deviation) / Math.sqrt(SAMPLES));
};

describe("random", () => {
  test("equal seeds give equal numbers, other seeds others", () => {
    const first = (seed: number): number[] => Array.from({ length: 5 }, random(seed).uniform);
    expect(first(7)).toEqual(first(7));
    expect(new Set([0, 1, 2, 2 ** 32, 2 ** 33].map((seed) => first(seed).join())).size).toBe(5);
  });

  test("uniform: mean 1/2, variance 1/12, inside [0, 1)", () => {
    const xs = draw(random(1).uniform);
    within(mean(xs), 1 / 2, Math.sqrt(1 / 12));
    within(mean(xs.map((x) => (x - 1 / 2) ** 2)), 1 / 12, Math.sqrt(1 / 180));
    expect(xs.every((x) => x >= 0 && x < 1)).toBe(true);
  });

  test("normal: moments 0, 1, 0, 3", () => {
    const xs = draw(random(2).normal);
    const moment = (k: number): number => mean(xs.map((x) => x ** k));
    within(moment(1), 0, 1);
    within(moment(2), 1, Math.sqrt(2));
    within(moment(3), 0, Math.sqrt(15));
    within(moment(4), 3, Math.sqrt(96));
  });

  test("integer: every one as often", () => {
    const { integer } = random(3);
    const drawn = draw(() => integer(6));
    const share = (face: number): number => drawn.filter((x) => x === face).length / SAMPLES;
    for (let face = 0; face < 6; face++) within(share(face), 1 / 6, Math.sqrt(5 / 36));
  });

  test("permutation: a bijection, each position uniform", () => {
    const { permutation } = random(4);
    expect(Array.from(permutation(50)).sort((x, y) => x - y)).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
    const firsts = draw(() => permutation(4)[0] as number);
    within(mean(firsts), 3 / 2, Math.sqrt(5 / 4));
    expect(Array.from(permutation(0))).toEqual([]);
  });
});
