/** The intervals on which rows declare their operations smooth. The names are those of the sets they sample. */
import type { Interval } from "./sym.js";

export const R: Interval = { min: -3, max: 3, where: (x) => `${x} \\in \\mathbb{R}` };
/** The real line without 0. */
export const nonzero: Interval = { min: -3, max: 3, without: 0, where: (x) => `${x} \\ne 0` };
export const positive: Interval = { min: 0.1, max: 5, where: (x) => `${x} > 0` };
export const aboveOne: Interval = { min: 1.1, max: 5, where: (x) => `${x} > 1` };
export const aboveMinusOne: Interval = { min: -0.9, max: 3, where: (x) => `${x} > -1` };
/** The open interval (−1, 1). */
export const unit: Interval = { min: -0.95, max: 0.95, where: (x) => `-1 < ${x} < 1` };
/** One branch of the tangent, (−π/2, π/2). */
export const branch: Interval = {
  min: -1.4,
  max: 1.4,
  where: (x) => `-\\frac{\\pi}{2} < ${x} < \\frac{\\pi}{2}`,
};
/** Counts near 1, which round to it. */
export const count: Interval = { min: 0.8, max: 1.3, where: (x) => `${x} \\in \\mathbb{N}` };
