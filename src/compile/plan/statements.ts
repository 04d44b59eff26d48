/**
 * Loops → statements, forward and backward. Next: list-statements.ts for loops over lists, first-writes.ts, which decides where a statement of the way back
 * may set its target, and wasm/loops.ts, which emits.
 */
import { ops, type FixedOp, type ListOp } from "../../ops/index.js";
import { adjointOfLists, forwardOfLists } from "./list-statements.js";
import { adjoint, destinationOf, isReduction, used, value } from "./accesses.js";
import type { Statement } from "../ir/statement.js";
import type { Loops } from "./steps.js";
import { applied, chained, load, localGradient } from "../ir/term.js";

export function forwardStatements(loops: Loops): Statement[] {
  if (isReduction(loops)) return forwardOfLists(loops, loops.op as ListOp);
  const loads = loops.operands.map(value);
  const term = applied(
    loops.op as FixedOp,
    loads.map((_, i) => load(i)),
  );
  return [{ loops: loops.extents, target: value(destinationOf(loops)), mode: "assign", loads, term }];
}

/** What the gradient of the destination adds to the gradients of the operands that carry one. */
export function adjointStatements(loops: Loops): Statement[] {
  const { active, activeScalars, extents, op } = loops;
  if (!active) return [];
  if (isReduction(loops)) return adjointOfLists(loops, op as ListOp);
  const destination = destinationOf(loops);
  const loads = [adjoint(destination), value(destination), ...loops.operands.map(value)];
  const terms = loops.operands.map((_, i) => load(i + 2));
  return loops.operands.flatMap((operand, k) => {
    const local = activeScalars[k] === true ? localGradient(op as FixedOp, k, terms, load(1)) : undefined;
    if (local === undefined) return [];
    const term = chained(load(0), local);
    return [used({ loops: extents, target: adjoint(operand), mode: ops.add, loads, term })];
  });
}
