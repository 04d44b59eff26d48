/** The entries of the package, each with the table of its exports. */
import * as bookExports from "../../../src/book/index.js";
import * as compileExports from "../../../src/compile/index.js";
import * as datasetsExports from "../../../src/datasets/index.js";
import * as drawExports from "../../../src/draw/index.js";
import * as filesExports from "../../../src/files/index.js";
import * as engineExports from "../../../src/index.js";
import * as modelsExports from "../../../src/models/index.js";
import * as nnExports from "../../../src/nn/index.js";
import * as optimizeExports from "../../../src/optimize/index.js";
import * as parseExports from "../../../src/parse/index.js";
import type { Entry } from "../entry.js";
import { book } from "./book.js";
import { compiler } from "./compile.js";
import { datasets } from "./datasets.js";
import { draw } from "./draw.js";
import { engine } from "./engine.js";
import { files } from "./files.js";
import { models } from "./models.js";
import { nn } from "./nn/index.js";
import { optimize } from "./optimize.js";
import { parser } from "./parse.js";

export const entries: Readonly<Record<string, { readonly exports: object; readonly table: Entry }>> = {
  ".": { exports: engineExports, table: engine },
  "./book": { exports: bookExports, table: book },
  "./compile": { exports: compileExports, table: compiler },
  "./datasets": { exports: datasetsExports, table: datasets },
  "./draw": { exports: drawExports, table: draw },
  "./files": { exports: filesExports, table: files },
  "./models": { exports: modelsExports, table: models },
  "./nn": { exports: nnExports, table: nn },
  "./optimize": { exports: optimizeExports, table: optimize },
  "./parse": { exports: parseExports, table: parser },
};
