/** The study note's layers, with forward and backward passes written out, and the net that it puts together from them. */
export { Relu, Sigmoid, Tanh } from "./activations.js";
export { AddLayer, MulLayer } from "./add-and-mul.js";
export { Affine } from "./affine.js";
export { Softmax, SoftmaxWithLoss, type Targets } from "./softmax.js";
export {
  meanDifferences,
  TwoLayerNet,
  type Gradients,
  type ParameterName,
  type TwoLayerNetOptions,
} from "./two-layer-net.js";
