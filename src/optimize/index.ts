/** Minimisation of functions written in Values. */
export { minimize } from "./minimize.js";
export type { MinimizeOptions, MinimizeResult, Progress, Reason } from "./run.js";
