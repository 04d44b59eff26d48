/** The affine layer, Y = X · W + B, for one row or a batch of rows. */
import { ChainruleError } from "../errors.js";
import { kept, numbers, upstream } from "./elementwise.js";
import { checkMatrix, type Matrix, shapeOf } from "./matrix.js";

/**
 * Y = X · W + B with X (batch × inputs), W (inputs × outputs) and B (1 × outputs, added to every row). Backward:
 * dX = dY · Wᵀ, dW = Xᵀ · dY, db = the column sums of dY.
 * @example
 * const layer = new Affine(Matrix.from([[1, 2], [3, 4]]), Matrix.from([[10, 20]]));
 * layer.forward(Matrix.from([[1, 1]])).data; // [14, 26]
 * layer.backward(Matrix.from([[1, 0]])).data; // [1, 3]
 */
export class Affine {
  /** Of the last `backward`. */
  dW: Matrix | undefined;
  /** Of the last `backward`. */
  db: Matrix | undefined;
  private passed: { readonly x: Matrix; readonly out: Matrix } | undefined;

  /** @throws ChainruleError if b is not one row with as many columns as W. */
  constructor(
    /** The weights, inputs × outputs. */
    readonly W: Matrix,
    /** The biases, 1 × outputs. */
    readonly b: Matrix,
  ) {
    checkMatrix(W, "Affine: W");
    checkMatrix(b, "Affine: b");
    if (b.rows !== 1 || b.columns !== W.columns) {
      throw new ChainruleError(
        `Affine: b is ${shapeOf(b)}, W is ${shapeOf(W)} (b needs shape 1×${String(W.columns)})`,
      );
    }
  }

  /** The parameters, W (inputs × outputs) and b (1 × outputs). */
  namedParameters(): Readonly<Record<"W" | "b", Matrix>> {
    return { W: this.W, b: this.b };
  }

  /** @throws ChainruleError if x has not as many columns as W has rows. */
  forward(x: Matrix): Matrix {
    checkMatrix(x, "Affine: x");
    if (x.columns !== this.W.rows) {
      throw new ChainruleError(
        `Affine: x is ${shapeOf(x)}, W is ${shapeOf(this.W)} (W needs ${String(x.columns)} rows)`,
      );
    }
    const out = x.matmul(this.W).add(this.b);
    this.passed = { x, out };
    return out;
  }

  /** Returns dX and sets dW and db. @throws ChainruleError before the first forward, or if dout has another shape. */
  backward(dout: Matrix): Matrix {
    const { x, out } = kept(this.passed, "Affine");
    const dY = upstream(dout, out, "Affine");
    this.dW = numbers(x).transpose().matmul(dY);
    this.db = dY.columnSums();
    return dY.matmul(numbers(this.W).transpose());
  }
}
