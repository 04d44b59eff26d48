/** The engine: scalar values, their operations, and the derivatives of what is made of them. */
export { ChainruleError } from "./errors.js";
export { assertFinite, detectAnomaly } from "./engine/anomaly.js";
export { checkOp, type CheckedDerivative, type CheckOpOptions } from "./engine/check-op.js";
export { defineOp, type OpDefinition, type UserOp } from "./engine/define.js";
export {
  gradcheck,
  numericalGradient,
  type CheckedInput,
  type CheckOptions,
  type ScalarFunction,
} from "./engine/check.js";
export type {
  Adjoint,
  Each,
  Grad,
  Gradient,
  Hessian,
  Hvp,
  Jacobian,
  Jvp,
  ValueAndGrad,
  Vjp,
} from "./engine/forms.js";
export { gradients, type GradientOptions } from "./engine/gradients.js";
export { topologicalOrder } from "./engine/order.js";
export { max, mean, min, softmax } from "./engine/lists.js";
export { noGrad } from "./engine/node.js";
export { hvp, jvp, vjp } from "./engine/products.js";
export { grad, hessian, jacobian, valueAndGrad } from "./engine/transforms.js";
export {
  constant,
  crossEntropy,
  dot,
  logSumExp,
  sum,
  Value,
  type Operand,
  type Operands,
} from "./engine/value.js";
