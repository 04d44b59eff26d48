/** The entries of the package, each with the table of its exports. An entry of package.json that is missing here fails the test. */
import * as engineExports from "../../../src/index.js";
import type { Entry } from "../entry.js";
import { engine } from "./engine.js";

export const entries: Readonly<Record<string, { readonly exports: object; readonly table: Entry }>> = {
  ".": { exports: engineExports, table: engine },
};
