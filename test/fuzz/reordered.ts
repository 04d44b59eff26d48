/**
 * Which sums of a compiled program are spread over vector lanes, and what each adds up. ARCHITECTURE.md promises every other number bit
 * for bit; so this looks into the program's own plan. Next: compare.ts.
 */
import type { Value } from "chainrule";
import type { Program } from "chainrule/compile";
import { forwardStatements } from "../../src/compile/statements.js";
import type { Unit } from "../../src/compile/units.js";
import { plan } from "../../src/compile/wasm/plan.js";
import { ops } from "../../src/ops/index.js";
import { innerNodes } from "../../src/engine/graph.js";
import { rounding } from "./arithmetic.js";
import type { Terms } from "./reference.js";
import type { Graph, Ref } from "./tape.js";

export function reorderedSums(
  program: Program,
  { parameters, inputs, roots, outputs, values }: Graph & { readonly values: readonly Value[] },
): ReadonlyMap<Ref, Terms> {
  const { plan: schedule, numeric, flat } = program["details"];
  const refs = new Map(values.map((value, ref) => [value, ref]));
  const leaves = parameters.length + inputs.length;
  // As flatten.ts numbers them: inner nodes in topological order, parameters, inputs, constants.
  const numbered = [...innerNodes([...roots, ...outputs]), ...parameters, ...inputs];
  const round = rounding[numeric.type];
  const at = (n: number, all: ArrayLike<number>): number =>
    n < flat.inner + leaves
      ? (all[refs.get(numbered[n] as Value) as Ref] as number)
      : round(flat.constants[n - flat.inner - leaves] as number);
  const termsOf =
    ({ scalars, lists }: Unit): Terms =>
    (all) => {
      const [x = new Int32Array(), y] = lists.map(({ refs: list }) => list);
      const products = Array.from(x, (n, i) =>
        y === undefined ? at(n, all) : round(at(n, all) * at(y[i] as number, all)),
      );
      return [...scalars.map((n) => at(n, all)), ...products];
    };
  const sums = new Map<Ref, Terms>();
  const mark = (units: readonly Unit[]): void => {
    for (const unit of units) sums.set(refs.get(numbered[unit.node] as Value) as Ref, termsOf(unit));
  };
  // In single precision the interpreter rounds an exponential once it is added, a loop before.
  if (numeric.type === "f32") mark(flat.units.filter(({ op }) => op === ops.logSumExp));
  for (const step of schedule.steps) {
    if (step.kind !== "loops") continue;
    const isSpread = forwardStatements(step.loops).some(
      (statement) => plan(statement, numeric).vector?.target === 0,
    );
    if (isSpread) mark(step.loops.units);
  }
  return sums;
}
