/**
 * The two-layer net on MNIST: its digits as a dataset, and the book's gradient check, on the Values themselves or through a
 * program compiled from the same net. The training itself is `fit` of chainrule/nn.
 */
import type { Gradients, ParameterName, TwoLayerNet } from "../book/index.js";
import type { Program } from "../compile/index.js";
import type { Digits } from "../datasets/index.js";
import { centralDifference } from "../checks/differences.js";
import { BatchProgram, Dataset, Matrix } from "../nn/index.js";

const CLASSES = 10;

/** Pixels as inputs, one row per digit, and one-hot rows as targets. */
export const datasetOf = ({ pixels, labels }: Digits): Dataset => Dataset.ofClasses(pixels, labels, CLASSES);

/** The gradients of the loss over some examples, by back propagation and by central differences. */
export interface BothGradients {
  readonly backprop: Gradients;
  readonly numerical: Gradients;
}

/**
 * Both: back propagation on Values if `isEager`, else by a program; central differences, which take two forward passes for each
 * parameter, by a program either way.
 */
export function bothGradients(net: TwoLayerNet, data: Dataset, isEager: boolean): BothGradients {
  const { count: rows, inputSize, targetSize } = data;
  const batch = new BatchProgram(net, (scores, t) => net.lossOf(scores, t), { rows, inputSize, targetSize });
  batch.load(
    data,
    Array.from({ length: rows }, (_, i) => i),
  );
  const { program } = batch;
  program.run();
  const backprop = isEager ? valueGradients(net, data) : Float64Array.from(program.gradients);
  const numerical = centralDifferences(program);
  program.dispose();
  return { backprop: split(net, backprop), numerical: split(net, numerical) };
}

function valueGradients(net: TwoLayerNet, { x, t, count, inputSize, targetSize }: Dataset): Float64Array {
  const parameters = net.parameters();
  for (const parameter of parameters) parameter.grad = 0;
  net.loss(Matrix.constants(x, count, inputSize), Matrix.constants(t, count, targetSize)).backward();
  return Float64Array.from(parameters, ({ grad }) => grad);
}

/** Numbers in the order of `parameters()`, by the name of the parameter. */
function split(net: TwoLayerNet, all: Float64Array): Gradients {
  let at = 0;
  const parts = Object.entries(net.namedParameters()).map(([name, { rows, columns }]) => {
    const from = at;
    at += rows * columns;
    return [name as ParameterName, all.slice(from, at)] as const;
  });
  return Object.fromEntries(parts) as Record<ParameterName, Float64Array>;
}

/** The central difference by every parameter of a program, by its forward pass alone. */
function centralDifferences(program: Program): Float64Array {
  const { parameters } = program;
  return Float64Array.from(parameters, (at, i) => {
    const difference = centralDifference((x) => {
      parameters[i] = x;
      return program.forward();
    }, at);
    parameters[i] = at;
    return difference;
  });
}
