/** The entries of the package, each with the table of its exports. */
import * as engineExports from "../../../src/index.js";
import * as optimizeExports from "../../../src/optimize/index.js";
import type { Entry } from "../entry.js";
import { engine } from "./engine.js";
import { optimize } from "./optimize.js";

export const entries: Readonly<Record<string, { readonly exports: object; readonly table: Entry }>> = {
  ".": { exports: engineExports, table: engine },
  "./optimize": { exports: optimizeExports, table: optimize },
};
