/** Part 4.3: the activation functions as layers. */
import { noGrad } from "../engine/recording.js";
import type { Operand } from "../engine/operands.js";
import type { Value } from "../engine/value.js";
import { checkMatrix, type Matrix } from "../nn/matrix/matrix.js";
import { checkUpstream, kept, type Passed } from "./passed.js";

/** A layer that applies one function to every element; `local` is its derivative, from input and output. */
abstract class Activation {
  private passed: Passed | undefined;

  protected abstract apply(x: Value): Value;
  protected abstract local(x: Value, out: Value): Operand;

  /** The function of each element; the shape stays. */
  forward(x: Matrix): Matrix {
    checkMatrix(x, `${this.constructor.name}: x`);
    const out = x.map((value) => this.apply(value));
    this.passed = { x, out };
    return out;
  }

  /** dx = dout · (local derivative). @throws ChainruleError before the first forward, or if dout has another shape. */
  backward(dout: Matrix): Matrix {
    const { x, out } = kept(this.passed, this.constructor.name);
    checkUpstream(dout, out, this.constructor.name);
    return noGrad(() => dout.map((g, i, j) => g.mul(this.local(x.at(i, j), out.at(i, j)))));
  }
}

/**
 * max(x, 0): where x ≤ 0 the signal stops.
 * @example
 * const relu = new Relu();
 * relu.forward(Matrix.from([[2, -1]])).data; // [2, 0]
 * relu.backward(Matrix.from([[5, 6]])).data; // [5, 0]
 */
export class Relu extends Activation {
  protected apply = (x: Value): Value => x.relu();
  protected local = (x: Value): Operand => (x.data > 0 ? 1 : 0);
}

/**
 * y = 1 / (1 + e⁻ˣ); dx = dout · y(1 − y).
 * @example
 * const sigmoid = new Sigmoid();
 * sigmoid.forward(Matrix.from([[0]])).data; // [0.5]
 * sigmoid.backward(Matrix.from([[2]])).data; // [0.5]
 */
export class Sigmoid extends Activation {
  protected apply = (x: Value): Value => x.sigmoid();
  protected local = (_x: Value, y: Value): Operand => y.mul(y.neg().add(1));
}

/**
 * y = tanh x; dx = dout · (1 − y²).
 * @example
 * const tanh = new Tanh();
 * tanh.forward(Matrix.from([[0]])).data; // [0]
 * tanh.backward(Matrix.from([[2]])).data; // [2]
 */
export class Tanh extends Activation {
  protected apply = (x: Value): Value => x.tanh();
  protected local = (_x: Value, y: Value): Operand => y.square().neg().add(1);
}
