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
export { topologicalOrder } from "./engine/topological-order.js";
export { softmax } from "./engine/softmax.js";
export { noGrad } from "./engine/recording.js";
export { hvp, jvp, vjp } from "./engine/products.js";
export { grad, hessian, jacobian, valueAndGrad } from "./engine/transforms.js";
export { constant, Value } from "./engine/value.js";
// A function for every operation on lists: sum, dot, max …
export * from "./engine/generated/functions.js";
export type { Operand, Operands } from "./engine/operands.js";
