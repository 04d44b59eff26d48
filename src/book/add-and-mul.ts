/** Parts 4.1 and 4.2: the multiply node and the add node as layers. */
import { anyNumber } from "../arguments/checks.js";
import { toValue, type Value } from "../engine/value.js";
import type { Operand } from "../engine/operands.js";
import { kept } from "./passed.js";

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
