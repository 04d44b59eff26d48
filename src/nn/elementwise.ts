/**
 * The layers of chapter 5 that work element by element: addition and multiplication of two operands, and the activation
 * functions. Each has `forward` and the explicit `backward(dout)`, which agrees with what the Values compute themselves.
 */
import { anyNumber } from "../arguments/checks.js";
import { toValue, type Value } from "../engine/value.js";
import type { Operand } from "../engine/operands.js";
import { ChainruleError } from "../errors.js";
import { checkMatrix, Matrix, shapeOf } from "./matrix.js";

/** Takes what `forward` kept for `backward`. */
export function kept<T>(state: T | undefined, layer: string): T {
  if (state === undefined) throw new ChainruleError(`${layer}: backward was called before forward`);
  return state;
}

/** The numbers of a matrix as constants: what an explicit backward pass computes with. */
export const numbers = (matrix: Matrix): Matrix => Matrix.constants(matrix.data, matrix.rows, matrix.columns);

/** Checks the shape of an upstream gradient and takes its numbers. */
export function upstream(dout: Matrix, out: Matrix, layer: string): Matrix {
  checkMatrix(dout, `${layer}: dout`);
  if (dout.rows === out.rows && dout.columns === out.columns) return numbers(dout);
  throw new ChainruleError(`${layer}: dout is ${shapeOf(dout)}, expected ${shapeOf(out)} as the output`);
}

/**
 * The add node: forward x + y, backward passes the upstream gradient on to both.
 * @example
 * const layer = new AddLayer();
 * layer.forward(10, 5); // 15
 * layer.backward(1.3); // [1.3, 1.3]
 */
export class AddLayer {
  private isDone = false;

  /** x + y, of numbers or of Values. */
  forward(x: number, y: number): number;
  forward(x: Value, y: Operand): Value;
  forward(x: Operand, y: Operand): Operand {
    const isPlain = typeof x === "number" && typeof y === "number";
    const out = isPlain ? x + y : toValue(x, "AddLayer", "x").add(toValue(y, "AddLayer", "y"));
    this.isDone = true;
    return out;
  }

  /** [dx, dy]. @throws ChainruleError before the first forward. */
  backward(dout: number): [dx: number, dy: number] {
    kept(this.isDone || undefined, "AddLayer");
    anyNumber(dout, "AddLayer: dout");
    return [dout, dout];
  }
}

/**
 * The multiply node: forward x · y, backward multiplies the upstream gradient with the operands swapped.
 * @example
 * const layer = new MulLayer();
 * layer.forward(10, 5); // 50
 * layer.backward(1.3); // [6.5, 13]
 */
export class MulLayer {
  private operands: readonly [number, number] | undefined;

  /** x · y, of numbers or of Values; keeps both numbers for `backward`. */
  forward(x: number, y: number): number;
  forward(x: Value, y: Operand): Value;
  forward(x: Operand, y: Operand): Operand {
    if (typeof x === "number" && typeof y === "number") {
      this.operands = [x, y];
      return x * y;
    }
    const [left, right] = [toValue(x, "MulLayer", "x"), toValue(y, "MulLayer", "y")];
    this.operands = [left.data, right.data];
    return left.mul(right);
  }

  /** [dx, dy] = [dout · y, dout · x]. @throws ChainruleError before the first forward. */
  backward(dout: number): [dx: number, dy: number] {
    const [x, y] = kept(this.operands, "MulLayer");
    anyNumber(dout, "MulLayer: dout");
    return [dout * y, dout * x];
  }
}

/** A layer that applies one function to every element; `local` is its derivative, from input and output. */
abstract class Activation {
  private passed: { readonly x: Matrix; readonly out: Matrix } | undefined;

  protected abstract apply(x: Value): Value;
  protected abstract local(x: Value, out: Value): Operand;

  /** The function of each element; the shape stays. Keeps the numbers for `backward`. */
  forward(x: Matrix): Matrix {
    checkMatrix(x, `${this.constructor.name}: x`);
    const out = x.map((value) => this.apply(value));
    this.passed = { x: numbers(x), out: numbers(out) };
    return out;
  }

  /** dx = dout · (local derivative). @throws ChainruleError before the first forward, or if dout has another shape. */
  backward(dout: Matrix): Matrix {
    const { x, out } = kept(this.passed, this.constructor.name);
    const gradient = upstream(dout, out, this.constructor.name);
    return gradient.map((g, i, j) => g.mul(this.local(x.at(i, j), out.at(i, j))));
  }
}

/** max(x, 0): where x ≤ 0 the signal stops. */
export class Relu extends Activation {
  protected apply = (x: Value): Value => x.relu();
  protected local = (x: Value): Operand => (x.data > 0 ? 1 : 0);
}

/** y = 1 / (1 + e⁻ˣ); dx = dout · y(1 − y). */
export class Sigmoid extends Activation {
  protected apply = (x: Value): Value => x.sigmoid();
  protected local = (_x: Value, y: Value): Operand => y.mul(y.neg().add(1));
}

/** y = tanh x; dx = dout · (1 − y²). */
export class Tanh extends Activation {
  protected apply = (x: Value): Value => x.tanh();
  protected local = (_x: Value, y: Value): Operand => y.square().neg().add(1);
}
