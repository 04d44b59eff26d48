/** Datasets: rows, classes, splits, and what is refused. */
import { describe, expect, test } from "@jest/globals";
import { Dataset } from "chainrule/nn";

describe("Dataset", () => {
  test("classes become one-hot rows, from rows and from one array", () => {
    const rows = Dataset.ofClasses(
      [
        [1, 2],
        [3, 4],
      ],
      [2, 0],
    );
    expect([rows.count, rows.inputSize, rows.targetSize]).toEqual([2, 2, 3]);
    expect(Array.from(rows.t)).toEqual([0, 0, 1, 1, 0, 0]);
    const flat = Dataset.ofClasses(Float64Array.of(1, 2, 3, 4), [2, 0]);
    expect([flat.x, flat.t]).toEqual([rows.x, rows.t]);
    expect([flat.classOf(0), flat.classOf(1)]).toEqual([2, 0]);
  });

  test("a split takes every example once", () => {
    const all = Array.from({ length: 10 }, (_, i) => i);
    const data = Dataset.from(
      all.map((i) => [i]),
      all,
    );
    const [a, b] = data.split(0.7, 3);
    expect([a.count, b.count]).toEqual([7, 3]);
    expect([...a.t, ...b.t].sort((x, y) => x - y)).toEqual(all);
    expect(a.x).toEqual(a.t);
    expect(data.split(0.7, 3)[0].t).toEqual(a.t);
    expect(data.split(0.7, 4)[0].t).not.toEqual(a.t);
  });

  test.each<[string, () => unknown, string]>([
    ["nothing", () => Dataset.from([], []), "Dataset: x is 0×0, t is 0×0, expected at least one row"],
    [
      "rows of two lengths",
      () => Dataset.from([[1], [1, 2]], [1, 2]),
      "row 1 of x has 2 numbers, row 0 has 1",
    ],
    ["more targets", () => Dataset.from([[1]], [1, 2]), "1 rows of x have 2 targets"],
    ["NaN", () => Dataset.from([[1], [NaN]], [1, 2]), "x[1][0] is NaN, expected a finite number"],
    [
      "a class that is none",
      () => Dataset.ofClasses([[1]], [3], 3),
      "label 0 is the number 3, expected a class from 0 to 2",
    ],
    ["half a class", () => Dataset.ofClasses([[1]], [0.5], 3), "label 0 is the number 0.5"],
    ["a part of none", () => Dataset.from([[1], [2]], [1, 2]).split(0.1), "leaves a part empty"],
    [
      "an example that is not there",
      () => Dataset.from([[1]], [1]).pick([1]),
      "example is the number 1, expected a whole number from 0 to 0",
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
