/** What a layer keeps of its forward pass for `backward(dout)`, and the check of dout. */
import { ChainruleError } from "../errors.js";
import { checkMatrix, type Matrix, shapeOf } from "../nn/matrix/matrix.js";

/** What went into a layer and what came out of it. The numbers are read when they are needed, so keeping them costs nothing. */
export interface Passed {
  readonly x: Matrix;
  readonly out: Matrix;
}

/** What `forward` kept. @throws ChainruleError before the first forward. */
export function kept<T>(passed: T | undefined, layer: string): T {
  if (passed === undefined) throw new ChainruleError(`${layer}: backward was called before forward`);
  return passed;
}

/** @throws ChainruleError if the upstream gradient has not the shape of the output. */
export function checkUpstream(dout: Matrix, out: Matrix, layer: string): void {
  checkMatrix(dout, `${layer}: dout`);
  if (dout.rows === out.rows && dout.columns === out.columns) return;
  throw new ChainruleError(`${layer}: dout is ${shapeOf(dout)}, expected ${shapeOf(out)} as the output`);
}
