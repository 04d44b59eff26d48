/** The two-layer net 784-50-10 on a batch of 100 digits, forward and backward, through a compiled program. */
import type { Value } from "chainrule";
import { compile, type Program } from "chainrule/compile";
import { loadMnist } from "chainrule/datasets";
import { TwoLayerNet } from "chainrule/book";
import { Matrix, oneHot, random } from "chainrule/nn";

export const BATCH = 100;
export const SHAPE = { inputSize: 784, hiddenSize: 50, outputSize: 10 } as const;

/** Pixels, row by row, and one-hot labels of a batch. */
export interface Batch {
  readonly x: Float64Array;
  readonly t: Float64Array;
}

export function realDigits(): Batch {
  const { pixels, labels } = loadMnist().train;
  return {
    x: pixels.slice(0, BATCH * SHAPE.inputSize),
    t: oneHot(labels.slice(0, BATCH), SHAPE.outputSize).data,
  };
}

/** Pixels without a zero among them. */
export function denseNoise(): Batch {
  const { uniform, integer } = random(5);
  const x = Float64Array.from({ length: BATCH * SHAPE.inputSize }, () => uniform() + 0.01);
  const labels = Uint8Array.from({ length: BATCH }, () => integer(SHAPE.outputSize));
  return { x, t: oneHot(labels, SHAPE.outputSize).data };
}

/** The net, with the same weights each time. */
export const newNet = (): TwoLayerNet => new TwoLayerNet({ ...SHAPE, seed: 1 });

/** The loss of the net over a batch, as a graph with pixels and labels for inputs. */
export function lossOf(net: TwoLayerNet, { x, t }: Batch): { loss: Value; inputs: Value[] } {
  const [pixels, labels] = [
    Matrix.leaves(x, BATCH, SHAPE.inputSize),
    Matrix.leaves(t, BATCH, SHAPE.outputSize),
  ];
  return { loss: net.loss(pixels, labels), inputs: [...pixels.values(), ...labels.values()] };
}

export function mnistProgram(precision: "f64" | "f32", batch: Batch): Program {
  const net = newNet();
  const { loss, inputs } = lossOf(net, batch);
  return compile(loss, { parameters: net.parameters(), inputs, precision });
}
