/** Layers with something of their own besides weights: dropout with its mask, embedding with its table. */
import { share } from "../../arguments/checks.js";
import { dot, sum } from "../../engine/generated/functions.js";
import { ChainruleError } from "../../errors.js";
import { checkMatrix, Matrix, shapeOf } from "../matrix/matrix.js";
import { checkPass, type Pass } from "./pass.js";

/**
 * Dropout (Srivastava and others, 2014): in training each element is 0 with probability `rate`, and the others are divided by
 * 1 − rate, so that the mean stays; otherwise x passes unchanged. The mask is an input of a compiled program, drawn for each batch.
 * @example
 * new Dropout(0.5).forward(Matrix.from([[1, 2]])).data; // [1, 2]
 */
export class Dropout {
  /** @throws ChainruleError if the rate is not from 0 to below 1. */
  constructor(readonly rate: number) {
    share(rate, "Dropout: rate");
  }

  /** x with elements dropped where `pass` trains; otherwise x itself. The shape stays. */
  forward(x: Matrix, pass?: Pass): Matrix {
    checkMatrix(x, "Dropout: x");
    checkPass(pass, "Dropout");
    const { rate } = this;
    if (pass?.isTraining !== true || rate === 0) return x;
    return x.mul(pass.noise(x.rows, x.columns, ({ uniform }) => (uniform() < rate ? 0 : 1 / (1 - rate))));
  }
}

/**
 * A learned vector for each of `vocabulary` tokens. x holds indices of tokens; each becomes the vector of its token, so that
 * batch × length indices give batch × (length · width) numbers. The index is compared with each token within the graph, so that one
 * compiled program serves all of them; an input of a program that is no index makes NaN, which `fit` reports with the index.
 * @example
 * new Embedding(Matrix.from([[1, 2], [3, 4]])).forward(Matrix.from([[1, 0]])).data; // [3, 4, 1, 2]
 */
export class Embedding {
  constructor(
    /** vocabulary × width. */
    readonly W: Matrix,
  ) {
    checkMatrix(W, "Embedding: W");
  }

  /** The table, W (vocabulary × width). */
  namedParameters(): Readonly<Record<string, Matrix>> {
    return { W: this.W };
  }

  /** @throws ChainruleError if an element of x is no index of a token. */
  forward(x: Matrix): Matrix {
    checkMatrix(x, "Embedding: x");
    const { W } = this;
    const tokens = Array.from({ length: W.rows }, (_, token) => token);
    const columns = W.transpose().lists;
    const rows = x.lists.map((row, i) =>
      row.flatMap((index, j) => {
        if (!Number.isInteger(index.data) || index.data < 0 || index.data >= W.rows) {
          throw new ChainruleError(
            `Embedding: x[${String(i)}][${String(j)}] is ${String(index.data)}, W is ${shapeOf(W)} (expected an index below ${String(W.rows)})`,
          );
        }
        const chosen = tokens.map((token) => index.equal(token));
        // 1 for an index. In a program that is given none it is 0, and 0 / 0 is NaN instead of a vector that no token has.
        const found = sum(chosen);
        return columns.map((column) => dot(chosen, column).div(found));
      }),
    );
    return Matrix.from(rows);
  }
}
