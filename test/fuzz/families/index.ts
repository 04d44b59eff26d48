/** All families by name: a new one is a line here. */
import type { Family } from "../draw.js";
import { attention } from "./attention.js";
import { convolution } from "./convolution.js";
import { dense } from "./dense.js";
import { irregular } from "./irregular.js";
import { kernels } from "./kernels.js";
import { linearAlgebra } from "./linear-algebra.js";
import { normalisation } from "./normalisation.js";
import { recurrence } from "./recurrence.js";
import { recursions } from "./recursions.js";
import { reductions } from "./reductions.js";
import { stencils } from "./stencils.js";
import { userOperations } from "./user-operations.js";

export const families: Readonly<Record<string, Readonly<Record<string, Family>>>> = {
  attention,
  convolution,
  dense,
  irregular,
  kernels,
  "linear algebra": linearAlgebra,
  normalisation,
  recurrence,
  recursions,
  reductions,
  stencils,
  "user operations": userOperations,
};
