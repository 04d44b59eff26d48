/** Layers, losses, nets and optimizers, made of Values. */
export { Affine } from "./affine.js";
export { AddLayer, MulLayer, Relu, Sigmoid, Tanh } from "./elementwise.js";
export { argmax, Matrix } from "./matrix.js";
export { Adam, Sgd, type AdamOptions, type SgdOptions, type Target, type Updatable } from "./optimizers.js";
export { random, type Random } from "./random.js";
export { oneHot, Softmax, SoftmaxWithLoss, type Targets } from "./softmax.js";
export {
  meanDifferences,
  TwoLayerNet,
  type Gradients,
  type ParameterName,
  type TwoLayerNetOptions,
} from "./two-layer-net.js";
