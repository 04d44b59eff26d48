/** An update rule, of which an optimizer or a program makes steps. */
import type { Sym } from "../../../src/ops/sym.js";
import { arg, callback, NOTHING_GIVEN, options, type Argument } from "../call.js";

const NAMES = ["empty array", "array of texts"];

/** @param settings which hostile values are right in their place. */
const taking = (settings: readonly string[]): Argument =>
  options({
    state: arg(() => [], NAMES),
    settings: arg(() => ["rate"], settings),
    next: callback(() => () => ({}), { gives: NOTHING_GIVEN, takes: [] }),
    parameter: callback(() => (p: Sym) => p.mul(p), { gives: [], takes: [] }),
  });

export const rule = taking(NAMES);
export const ruleWithRate = taking([]);
