/**
 * Which sums of a compiled program are spread over vector lanes, and what each adds up. ARCHITECTURE.md promises every other number bit
 * for bit; so this looks into the program's own plan. Next: compare.ts.
 */
import type { Value } from "chainrule";
import type { BackendName, Program } from "chainrule/compile";
import { forwardStatements } from "../../src/compile/plan/statements.js";
import type { Unit } from "../../src/compile/plan/flat-graph.js";
import { VECTORS } from "../../src/compile/wasm/numeric.js";
import { plan } from "../../src/compile/wasm/plan.js";
import { listOps } from "../../src/ops/index.js";
import { innerNodes } from "../../src/engine/order.js";
import { rounding } from "./arithmetic.js";
import type { Terms } from "./reference.js";
import type { Graph, Ref } from "./tape.js";

export function reorderedSums(
  program: Program,
  { parameters, inputs, roots, outputs, values }: Graph & { readonly values: readonly Value[] },
  backend: BackendName,
): ReadonlyMap<Ref, Terms> {
  const {
    schedule,
    flat,
    plan: { numeric },
  } = program["built"];
  const refs = new Map(values.map((value, ref) => [value, ref]));
  const leaves = parameters.length + inputs.length;
  // As flatten.ts numbers them: inner nodes in topological order, parameters, inputs, constants.
  const numbered = [...innerNodes([...roots, ...outputs]), ...parameters, ...inputs];
  const round = rounding[numeric.type];
  const at = (n: number, all: ArrayLike<number>): number =>
    n < flat.inner + leaves
      ? (all[refs.get(numbered[n] as Value) as Ref] as number)
      : round(flat.constants[n - flat.inner - leaves] as number);
  const { units } = flat;
  const termsOf =
    (unit: Unit): Terms =>
    (all) => {
      const { scalars, lists } = units.formOf(unit);
      const [x = new Int32Array(), y] = Array.from({ length: lists }, (_, k) =>
        units.elementsOf(units.listOf(unit, k)),
      );
      const products = Array.from(x, (n, i) =>
        y === undefined ? at(n, all) : round(at(n, all) * at(y[i] as number, all)),
      );
      return [...Array.from({ length: scalars }, (_, k) => at(units.scalarOf(unit, k), all)), ...products];
    };
  const unitsOf = new Map(Array.from({ length: units.length }, (_, unit) => [units.nodeOf(unit), unit]));
  const sums = new Map<Ref, Terms>();
  const mark = (unit: Unit): void => {
    sums.set(refs.get(numbered[units.nodeOf(unit)] as Value) as Ref, termsOf(unit));
  };
  // In single precision the interpreter rounds an exponential once it is added, a loop before.
  if (numeric.type === "f32") {
    for (const unit of unitsOf.values()) if (units.formOf(unit).op === listOps.logSumExp) mark(unit);
  }
  // The reference adds up in the order of the loops.
  for (const step of backend === "wasm" ? schedule.steps : []) {
    if (step.kind !== "loops") continue;
    const isSpread = forwardStatements(step.loops).some(
      (statement) => plan(statement, VECTORS[numeric.type]).vector?.target === 0,
    );
    if (isSpread) for (const node of step.loops.nodes) mark(unitsOf.get(node) as Unit);
  }
  return sums;
}
