/** How what `chainrule/optimize` exports is called. */
import type { Value } from "../../../src/index.js";
import { allOptional, arg, call, callback, OMITTED, POSITIVE } from "../call.js";
import type { Entry } from "../entry.js";

const most = arg(() => 5, POSITIVE, OMITTED);

export const optimize: Entry = {
  minimize: call(
    callback(() => (x: Value) => x.square(), { takes: [] }),
    arg(() => [1]),
    allOptional({
      gradientTolerance: arg(() => 1e-3, POSITIVE, OMITTED),
      maxIterations: most,
      maxEvaluations: most,
      method: arg(() => "lbfgs", OMITTED),
      onProgress: { ...callback(() => () => true), takes: [...OMITTED, "function"] },
    }),
  ),
};
