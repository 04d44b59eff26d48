/** Layers, losses, nets and optimizers, made of Values and rows: gradients come from the Values themselves. */
export { Affine } from "./layers/affine.js";
export { argmax, Matrix } from "./matrix/matrix.js";
export { normalization, type ActivationName, type Layer, type LayerSpec } from "./layers/architecture.js";
export { Dropout, Embedding } from "./layers/dropout.js";
export { initialisers, type Initialiser, type InitialiserName } from "./layers/initialisers.js";
export {
  binaryCrossEntropy,
  hinge,
  huber,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  type SoftmaxCrossEntropyOptions,
} from "./training/losses.js";
export { BatchNorm, LayerNorm, RmsNorm } from "./layers/norms.js";
export { parameterCount, Sequential, summary, type NamedModel } from "./layers/sequential.js";
export { decodeModel, encodeWeights, loadWeights, type WeightsFormat } from "./weights/weights.js";
export { clipByNorm, clipByValue } from "../optim/clip.js";
export { Dataset } from "./training/dataset.js";
export { fit } from "./training/fit.js";
export type { CheckpointStore, EpochRecord, FitOptions, History } from "./training/fit-options.js";
export { Adam, AdamW, type AdamOptions, type AdamWOptions } from "../optim/adam.js";
export { Optimizer, type OptimizerState, type Target, type Updatable } from "../optim/optimizer.js";
export {
  AdaGrad,
  Momentum,
  Nesterov,
  RmsProp,
  Sgd,
  type AdaGradOptions,
  type MomentumOptions,
  type RmsPropOptions,
  type SgdOptions,
} from "../optim/optimizers.js";
export { Pass } from "./layers/pass.js";
export { BatchProgram } from "./training/batch-program.js";
export type { Evaluation, Loss, Model } from "./training/runner.js";
export { decodeSafetensors, encodeSafetensors, type Tensor, type Tensors } from "../numeric/safetensors.js";
export { cosineDecay, linearDecay, stepDecay, warmUp, type Schedule } from "../optim/schedules.js";
export { random, type Random } from "../numeric/random.js";
export { oneHot } from "./matrix/one-hot.js";
