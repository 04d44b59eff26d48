/** A few hundred structured programs in the gate; `npm run fuzz` runs as many as one likes. */
import { describe, expect, test } from "@jest/globals";
import { fuzz } from "./fuzz.js";
import { reproduction } from "./print.js";
import { caseOf } from "./program.js";
import { shrink } from "./shrink.js";

/** The findings as reproductions, so that a failing gate prints one. */
const shown = ({ findings }: ReturnType<typeof fuzz>): string[] =>
  findings.map(({ given, finding }) => {
    const { smallest, finding: found } = shrink(given, finding);
    return reproduction(smallest, found);
  });

describe("Values, plain numbers and compiled programs are one function", () => {
  test("in 200 structured programs", () => {
    const fuzzed = fuzz({ seed: 16, from: 0, to: 200 });
    expect(shown(fuzzed)).toEqual([]);
    const { exact, rounded, sampled, slopes } = fuzzed.counts;
    // Most numbers are the same bit for bit, few need more than a bound on rounding, and slopes are compared at all.
    expect(exact).toBeGreaterThan(20_000);
    expect(exact).toBeGreaterThan(5 * rounded);
    expect(sampled).toBeLessThan(exact / 100);
    expect(slopes).toBeGreaterThan(30);
  });
});

test("a program follows from its seed and number", () => {
  expect(caseOf(3, 1000)).toEqual(caseOf(3, 1000));
  expect(caseOf(3, 1000).runs).not.toEqual(caseOf(4, 1000).runs);
});
