/** Curves as SVG: places worked out by hand. */
import { parseHTML } from "linkedom";
import { describe, expect, test } from "@jest/globals";
import { lineChart, ticks } from "../../src/cli/report/chart.js";
import { accuracyCurve, lossCurve } from "../../src/cli/report/plot.js";

const attributes = (svg: string, tag: string, name: string): (string | null)[] =>
  [...parseHTML(svg).document.querySelectorAll(tag)].map((element) => element.getAttribute(name));

describe("a line chart", () => {
  test.each<[number, number, number, number[]]>([
    [0, 2.7, 0, [0, 0.5, 1, 1.5, 2, 2.5]],
    [1, 600, 1, [100, 200, 300, 400, 500, 600]],
    [1, 3, 1, [1, 2, 3]],
    [-0.03, 0.03, 0, [-0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03]],
    [1e-9, 5e-9, 0, [1e-9, 2e-9, 3e-9, 4e-9, 5e-9]],
  ])("has round numbers from %d to %d", (from, to, least, expected) => {
    expect(ticks(from, to, 6, least)).toEqual(expected);
  });

  test("joins points, and leaves a gap where one is not finite", () => {
    const points = [[0, 0], [1, 2], [2, NaN], [3, 4], [4, 2]] as const; // prettier-ignore
    const line = { points, colour: "red", width: 1 };
    const svg = lineChart({ title: "a < b", x: "x", y: "y", fromZero: true, lines: [line] });
    // 56 to 700 across, 320 up to 48.
    expect(attributes(svg, 'path[stroke="red"]', "d")).toEqual(["M56,320L217,184M539,48L700,184"]);
    expect(svg).toContain('aria-label="a &lt; b"');
  });

  test("one point, or none, is no division by zero", () => {
    for (const svg of [lossCurve([2], "one"), lossCurve([NaN, Infinity], "none"), accuracyCurve([], "none")])
      expect(svg).not.toMatch(/NaN|Infinity/);
  });

  test("the running mean is over 2 % of the steps, and of what is finite", () => {
    const losses = Array.from({ length: 150 }, (_, i) => (i === 40 ? NaN : i % 3));
    const [, mean] = attributes(lossCurve(losses, "three by three"), 'path[fill="none"]', "d");
    const heights = [...(mean ?? "").matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    // Every three neighbours have the mean 1, which is half way up; at each end there are two, 0 and 1, or 1 and 2.
    expect(heights).toHaveLength(150);
    expect([heights[0], heights[20], heights[149]]).toEqual([252, 184, 116]);
    // 0 and 2 beside the gap at 40.
    expect(heights[40]).toBe(184);
  });
});
