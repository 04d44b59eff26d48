/** Parts 4.4 and 4.5: the affine layer of chainrule/nn with its backward pass written out, for one row or a batch of rows. */
import { noGrad } from "../engine/recording.js";
import { Affine as AffineOfValues } from "../nn/layers/affine.js";
import type { Matrix } from "../nn/matrix/matrix.js";
import { checkUpstream, kept, type Passed } from "./passed.js";

/**
 * Y = X · W + B with X (batch × inputs), W (inputs × outputs) and B (1 × outputs, added to every row). Backward:
 * dX = dY · Wᵀ, dW = Xᵀ · dY, db = the column sums of dY.
 * @example
 * import { Affine } from "chainrule/book";
 *
 * const layer = new Affine(Matrix.from([[1, 2], [3, 4]]), Matrix.from([[10, 20]]));
 * layer.forward(Matrix.from([[1, 1]])).data; // [14, 26]
 * layer.backward(Matrix.from([[1, 0]])).data; // [1, 3]
 */
export class Affine extends AffineOfValues {
  /** Of the last `backward`. */
  dW: Matrix | undefined;
  /** Of the last `backward`. */
  db: Matrix | undefined;
  private passed: Passed | undefined;

  /** @throws ChainruleError if x has not as many columns as W has rows. */
  override forward(x: Matrix): Matrix {
    const out = super.forward(x);
    this.passed = { x, out };
    return out;
  }

  /** Returns dX and sets dW and db. @throws ChainruleError before the first forward, or if dout has another shape. */
  backward(dout: Matrix): Matrix {
    const { x, out } = kept(this.passed, "Affine");
    checkUpstream(dout, out, "Affine");
    return noGrad(() => {
      this.dW = x.transpose().matmul(dout);
      this.db = dout.columnSums();
      return dout.matmul(this.W.transpose());
    });
  }
}
