/** The affine layer, Y = X · W + B, for one row or a batch of rows. */
import { ChainruleError } from "../../errors.js";
import { checkMatrix, type Matrix, shapeOf } from "../matrix/matrix.js";

/**
 * Y = X · W + B with X (batch × inputs), W (inputs × outputs) and B (1 × outputs, added to every row). The Values know their gradients; the
 * layer of `chainrule/book` has the backward pass written out as well.
 * @example
 * import { Affine } from "chainrule/nn";
 *
 * const layer = new Affine(Matrix.from([[1, 2], [3, 4]]), Matrix.from([[10, 20]]));
 * layer.forward(Matrix.from([[1, 1]])).data; // [14, 26]
 */
export class Affine {
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
    return x.matmul(this.W).add(this.b);
  }
}
