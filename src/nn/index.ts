/** Layers, losses, nets and optimizers, made of Values and rows: gradients come from the Values themselves. */
export { Affine } from "./affine.js";
export { argmax, Matrix } from "./matrix.js";
export { normalization, type ActivationName, type Layer, type LayerSpec } from "./architecture.js";
export { Dropout, Embedding } from "./dropout.js";
export { initialisers, type Initialiser, type InitialiserName } from "./initialisers.js";
export {
  binaryCrossEntropy,
  hinge,
  huber,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  type SoftmaxCrossEntropyOptions,
} from "./losses.js";
export { BatchNorm, LayerNorm, RmsNorm } from "./norms.js";
export { parameterCount, Sequential, summary, type NamedModel } from "./sequential.js";
export { decodeModel, encodeWeights, loadWeights, type WeightsFormat } from "./weights.js";
export { clipByNorm, clipByValue } from "./clip.js";
export { Dataset } from "./dataset.js";
export { fit } from "./fit.js";
export type { CheckpointStore, EpochRecord, FitOptions, History } from "./fit-options.js";
export { Adam, AdamW, type AdamOptions, type AdamWOptions } from "./adam.js";
export { Optimizer, type OptimizerState, type Target, type Updatable } from "./optimizer.js";
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
} from "./optimizers.js";
export { Pass } from "./pass.js";
export { BatchProgram } from "./batch-program.js";
export type { Evaluation, Loss, Model } from "./run.js";
export { decodeSafetensors, encodeSafetensors, type Tensor, type Tensors } from "./safetensors.js";
export { cosineDecay, linearDecay, stepDecay, warmUp, type Schedule } from "./schedules.js";
export { random, type Random } from "./random.js";
export { oneHot } from "./one-hot.js";
