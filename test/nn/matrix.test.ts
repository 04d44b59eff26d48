/** Matrices of Values: products and sums against numbers worked out by hand, and errors that name both shapes. */
import { describe, expect, test } from "@jest/globals";
import { ChainruleError, sum, Value } from "chainrule";
import { argmax, Matrix } from "chainrule/nn";

const a = Matrix.from([
  [1, 2, 3],
  [4, 5, 6],
]);
const rows = (m: Matrix): number[][] =>
  Array.from({ length: m.rows }, (_, i) => m.row(i).map((value) => value.data));

describe("making", () => {
  test("from rows, numbers become constants and Values stay themselves", () => {
    const x = new Value(7, "x");
    const m = Matrix.from([[x, 2]]);
    expect(m.at(0, 0)).toBe(x);
    expect(m.at(0, 1).op).toBe("constant");
    expect([m.rows, m.columns]).toEqual([1, 2]);
  });

  test("leaves get gradients, constants do not", () => {
    const [leaves, constants] = [Matrix.leaves([1, 2], 1, 2), Matrix.constants([3, 4], 1, 2)];
    sum(leaves.mul(constants).values()).backward();
    expect(Array.from(leaves.grad)).toEqual([3, 4]);
    expect(Array.from(constants.grad)).toEqual([0, 0]);
    expect(Array.from(Matrix.zeros(1, 2).data)).toEqual([0, 0]);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["ragged rows", () => Matrix.from([[1, 2], [3]]), /Matrix: row 1 has 1 elements, row 0 has 2/],
    [
      "a wrong element",
      () => Matrix.from([["1" as unknown as number]]),
      /Matrix: .* is .*expected a Value or a number/,
    ],
    [
      "no array",
      () => Matrix.from(3 as unknown as number[][]),
      /Matrix: rows is the number 3, expected an array of rows/,
    ],
    [
      "one row for rows",
      () => Matrix.from([1, 2] as unknown as number[][]),
      /Matrix: row 0 is the number 1, expected a row, an array of numbers or Values; write \[\[1, 2\]\] for one row/,
    ],
    [
      "an array for a matrix",
      () => a.matmul([0.3] as unknown as Matrix),
      /matmul: y is an array of 1, expected a Matrix; write Matrix.from\(\[\[1, 2\], \[3, 4\]\]\)/,
    ],
    ["too few numbers", () => Matrix.leaves([1, 2, 3], 2, 2), /Matrix: 3 numbers do not fill 2×2/],
    ["a row that is not there", () => a.row(2), /Matrix: row 2 lies outside 2×3/],
    ["an element that is not there", () => a.at(0, 3), /Matrix: \(0, 3\) lies outside 2×3/],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(ChainruleError);
    expect(make).toThrow(message);
  });
});

describe("algebra", () => {
  test("matmul", () => {
    const b = Matrix.from([
      [7, 8],
      [9, 10],
      [11, 12],
    ]);
    expect(rows(a.matmul(b))).toEqual([
      [58, 64],
      [139, 154],
    ]);
    expect(() => a.matmul(a)).toThrow("matmul: x is 2×3, y is 2×3 (y needs 3 rows)");
  });

  test("transpose holds the same Values", () => {
    expect(rows(a.transpose())).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(a.transpose().at(2, 1)).toBe(a.at(1, 2));
  });

  test("element by element, with row broadcast and with a number", () => {
    const row = Matrix.from([[10, 20, 30]]);
    expect(rows(a.add(row))).toEqual([
      [11, 22, 33],
      [14, 25, 36],
    ]);
    expect(rows(a.sub(row))[0]).toEqual([-9, -18, -27]);
    expect(rows(a.mul(row))[1]).toEqual([40, 100, 180]);
    expect(rows(a.mul(2))[1]).toEqual([8, 10, 12]);
    expect(() => a.add(Matrix.zeros(3, 2))).toThrow(/add: .*2×3.*3×2/);
  });

  test("a broadcast row collects the gradient of every row", () => {
    const bias = Matrix.leaves([0, 0, 0], 1, 3);
    sum(
      a
        .add(bias)
        .map((x) => x.square())
        .values(),
    ).backward();
    // ∂/∂b Σ (x + b)² at b = 0 is 2 Σ x, column by column.
    expect(Array.from(bias.grad)).toEqual([10, 14, 18]);
  });

  test("map, sums, slices and argmax", () => {
    expect(rows(a.map((x, i, j) => x.add(10 * i + j)))).toEqual([
      [1, 3, 5],
      [14, 16, 18],
    ]);
    expect(rows(a.columnSums())).toEqual([[5, 7, 9]]);
    expect(rows(a.rowSums())).toEqual([[6], [15]]);
    expect(rows(a.slice(1))).toEqual([[4, 5, 6]]);
    expect(
      Matrix.from([
        [1, 3, 3],
        [5, 2, 4],
      ]).argmax(),
    ).toEqual([1, 0]);
    expect(argmax([2, 9, 4])).toBe(1);
    expect(argmax([-Infinity, -Infinity])).toBe(0);
  });

  test("argmax hides no NaN: it is that of the first, wherever it stands", () => {
    expect(
      [
        [NaN, 1],
        [1, NaN],
        [1, NaN, 2, NaN],
        [NaN, NaN],
      ].map(argmax),
    ).toEqual([0, 1, 1, 0]);
    expect(Matrix.from([[1, NaN, 3]]).argmax()).toEqual([1]);
  });
});
