/**
 * A matrix of Values. What flows in are numbers (which become constants) or Values (which keep their place in the graph);
 * every operation makes new Values, so that gradients flow through a matrix as they do through scalars.
 * Next: the layers, such as affine.ts and norms.ts, which are made of matrices.
 */

import { callable, count, isA, wrong } from "../../arguments/checks.js";
import { aValue } from "../../engine/value-checks.js";
import { place } from "../../engine/leaf-places.js";
import { constant, isValue, Value } from "../../engine/value.js";
import { dot, sum } from "../../engine/generated/functions.js";
import { keep, type Operand } from "../../engine/operands.js";
import { ChainruleError } from "../../errors.js";
import { filled, rowsOf } from "./rows.js";
import { largestOf, shapeOf, Shown } from "./display.js";

type Row = readonly Value[];

export { argmax, shapeOf } from "./display.js";

const isNumber = (given: unknown): given is number => typeof given === "number";

/** @throws ChainruleError if it is no matrix, with what makes one. */
export function checkMatrix(given: unknown, name: string): asserts given is Matrix {
  if (isA(given, Matrix)) return;
  throw wrong(name, given, "a Matrix; write Matrix.from([[1, 2], [3, 4]])");
}

/** A matrix of `rows` × `columns` Values. It does not change; the data and grad of its Values may. */
export class Matrix extends Shown {
  private transposed: Matrix | undefined;

  private constructor(
    /** The lists that hold the rows: they never change, so graphs refer to them. @internal */
    readonly lists: readonly Row[],
    /** How many columns there are. */
    readonly columns: number,
  ) {
    super();
  }

  /** How many rows there are. */
  get rows(): number {
    return this.lists.length;
  }

  /**
   * A matrix from its rows. Numbers become constants; Values stay as they are.
   * @throws ChainruleError if the rows differ in length or an element is neither a Value nor a number.
   * @example
   * Matrix.from([[1, 2], [3, 4]]).matmul(Matrix.from([[1], [1]])).data; // [3, 7]
   */
  static from(rows: readonly ArrayLike<Operand>[]): Matrix {
    return Matrix.own(rowsOf(rows));
  }

  /**
   * Constants from numbers in row-major order.
   * @throws ChainruleError if there are not rows · columns numbers.
   */
  static constants(data: ArrayLike<number>, rows: number, columns: number): Matrix {
    return Matrix.own(filled(data, rows, columns, (x) => constant(x)));
  }

  /**
   * Leaves that carry gradients, from numbers in row-major order: a parameter, or the input of a program. `compile` asks for all of
   * them in one of its lists; numbers that stay as they are belong into `Matrix.constants`.
   * @throws ChainruleError if there are not rows · columns numbers.
   */
  static leaves(data: ArrayLike<number>, rows: number, columns: number): Matrix {
    return Matrix.own(filled(data, rows, columns, (x) => new Value(x))).named("a matrix");
  }

  /**
   * Leaves that are all 0, as `Matrix.leaves` makes them: the start of a bias, or inputs to be written. Zeros that stay are
   * `Matrix.constants(new Float64Array(rows * columns), rows, columns)`.
   */
  static zeros(rows: number, columns: number): Matrix {
    const size = count(rows, "Matrix: rows") * count(columns, "Matrix: columns");
    return Matrix.leaves(new Float64Array(size), rows, columns);
  }

  /** Says what messages call the matrix, which name its leaves by row and column. @internal */
  named(name: string): this {
    place(this.values(), { name, rows: this.rows, columns: this.columns });
    return this;
  }

  /** Operations refer to the rows of a matrix and do not copy them. */
  private static own({ lists, columns }: { lists: readonly Row[]; columns: number }): Matrix {
    for (const list of lists) keep(list);
    return new Matrix(lists, columns);
  }

  /** The Value in a row and a column, both from 0. @throws ChainruleError if there is no such element. */
  at(row: number, column: number): Value {
    const value = isNumber(row) && isNumber(column) ? this.lists[row]?.[column] : undefined;
    if (value === undefined) {
      count(row, "Matrix: row");
      count(column, "Matrix: column");
      throw new ChainruleError(`Matrix: (${String(row)}, ${String(column)}) lies outside ${shapeOf(this)}`);
    }
    return value;
  }

  /** The Values of a row, from 0, in a list of its own. @throws ChainruleError if there is no such row. */
  row(i: number): Value[] {
    const row = isNumber(i) ? this.lists[i] : undefined;
    if (row !== undefined) return row.slice();
    throw new ChainruleError(`Matrix: row ${String(count(i, "Matrix: row"))} lies outside ${shapeOf(this)}`);
  }

  /** JSON shows the numbers, row by row. */
  override toJSON(): number[][] {
    return this.lists.map((list) => list.map(({ data }) => data));
  }

  /** All elements, row by row. (`flat` takes four times as long and more.) */
  values(): Value[] {
    const values: Value[] = [];
    for (const list of this.lists) for (const value of list) values.push(value);
    return values;
  }

  /** The numbers, row by row. */
  get data(): Float64Array {
    return Float64Array.from(this.values(), (value) => value.data);
  }

  /** The gradients of the last backward pass, row by row. */
  get grad(): Float64Array {
    return Float64Array.from(this.values(), (value) => value.grad);
  }

  /** Rows `from` to before `to`, of those there are. @throws ChainruleError if one of the two is no whole number from 0. */
  slice(from: number, to = this.rows): Matrix {
    const [first, end] = [count(from, "Matrix: from"), count(to, "Matrix: to")];
    return new Matrix(this.lists.slice(first, end), this.columns);
  }

  /**
   * The product (this · other): each element is the dot product of a row and a column.
   * @throws ChainruleError if this has not as many columns as the other has rows.
   */
  matmul(other: Matrix): Matrix {
    checkMatrix(other, "matmul: y");
    if (this.columns !== other.rows) {
      throw new ChainruleError(
        `matmul: x is ${shapeOf(this)}, y is ${shapeOf(other)} (y needs ${String(this.columns)} rows)`,
      );
    }
    const columns = other.transpose().lists;
    const lists = this.lists.map((row) => columns.map((column) => dot(row, column)));
    return Matrix.own({ lists, columns: other.columns });
  }

  /** Columns × rows, of the same Values; made once. */
  transpose(): Matrix {
    if (this.transposed === undefined) {
      const lists = Array.from({ length: this.columns }, (_, j) => this.lists.map((row) => row[j] as Value));
      this.transposed = Matrix.own({ lists, columns: this.rows });
      this.transposed.transposed = this;
    }
    return this.transposed;
  }

  /**
   * Element by element with a matrix of the same shape, with one row that every row meets, or with one operand that every
   * element meets.
   */
  private zip(op: "add" | "sub" | "mul", other: Matrix | Operand): Matrix {
    if (!isA(other, Matrix)) {
      if (isNumber(other) || isValue(other)) return this.map((value) => value[op](other));
      throw wrong(`${op}: y`, other, "a Matrix, a Value or a number");
    }
    const isRow = other.rows === 1;
    if (other.columns !== this.columns || (other.rows !== this.rows && !isRow)) {
      throw new ChainruleError(
        `${op}: x is ${shapeOf(this)}, y is ${shapeOf(other)} (y needs the same shape, or one row of ${String(this.columns)})`,
      );
    }
    const lists = this.lists.map((row, i) => {
      const partners = other.lists[isRow ? 0 : i] as Row;
      return row.map((value, j) => value[op](partners[j] as Value));
    });
    return Matrix.own({ lists, columns: this.columns });
  }

  /** Sum, with row broadcast. @throws ChainruleError if the shapes do not fit. */
  add(other: Matrix | Operand): Matrix {
    return this.zip("add", other);
  }

  /** Difference, with row broadcast. @throws ChainruleError if the shapes do not fit. */
  sub(other: Matrix | Operand): Matrix {
    return this.zip("sub", other);
  }

  /** Product element by element, with row broadcast. @throws ChainruleError if the shapes do not fit. */
  mul(other: Matrix | Operand): Matrix {
    return this.zip("mul", other);
  }

  /** A matrix of the same shape with f of each element. @throws ChainruleError if f gives something else than a Value. */
  map(f: (value: Value, row: number, column: number) => Value): Matrix {
    callable(f, "Matrix: f");
    const lists = this.lists.map((row, i) =>
      row.map((value, j) => aValue(f(value, i, j), "Matrix: what f gave")),
    );
    return Matrix.own({ lists, columns: this.columns });
  }

  /** The sum of each column, as one row. */
  columnSums(): Matrix {
    const row = this.transpose().lists.map((column) => sum(column));
    return Matrix.own({ lists: [row], columns: this.columns });
  }

  /** The sum of each row, as one column. */
  rowSums(): Matrix {
    return Matrix.own({ lists: this.lists.map((row) => [sum(row)]), columns: 1 });
  }

  /** The column of the largest element in each row; the first where several are equal. */
  argmax(): number[] {
    return this.lists.map((row) => largestOf(row.map((value) => value.data)));
  }
}
