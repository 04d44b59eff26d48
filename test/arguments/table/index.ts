/** The entries of the package, each with the table of its exports. */
import * as engineExports from "../../../src/index.js";
import * as nnExports from "../../../src/nn/index.js";
import * as optimizeExports from "../../../src/optimize/index.js";
import type { Entry } from "../entry.js";
import { engine } from "./engine.js";
import { nn } from "./nn/index.js";
import { optimize } from "./optimize.js";

export const entries: Readonly<Record<string, { readonly exports: object; readonly table: Entry }>> = {
  ".": { exports: engineExports, table: engine },
  "./nn": { exports: nnExports, table: nn },
  "./optimize": { exports: optimizeExports, table: optimize },
};
