/** The engine: scalar values, their operations, and the derivatives of what is made of them. */
export { ChainruleError } from "./errors.js";
export { assertFinite, detectAnomaly } from "./checks/anomaly.js";
export { checkOp, type CheckedDerivative, type CheckOpOptions } from "./checks/check-op.js";
export { defineOp, type OpDefinition, type UserOp } from "./engine/define.js";
export {
  gradcheck,
  numericalGradient,
  type CheckedInput,
  type CheckOptions,
  type ScalarFunction,
} from "./checks/gradcheck.js";
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
} from "./transforms/forms.js";
export { gradients, type GradientOptions } from "./transforms/gradients.js";
export { topologicalOrder } from "./engine/topological-order.js";
export { softmax } from "./engine/softmax.js";
export { noGrad } from "./engine/recording.js";
export { hvp, jvp, vjp } from "./transforms/vector-products.js";
export { grad, hessian, jacobian, valueAndGrad } from "./transforms/grad.js";
export { constant, Value } from "./engine/value.js";
// A function for every operation on lists: sum, dot, max …
export * from "./engine/generated/functions.js";
export type { Operand, Operands } from "./engine/operands.js";
