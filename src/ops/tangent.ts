/** Expressions along a direction: the chain rule on symbols, from the rows of the operations that an expression is written in. */
import { apply, constant, fold, isOne, isZero, ops, substitute, variable, type Sym } from "./index.js";

const zero = constant(0);

/** A product without factors of 1, and with the sign of its second factor in front. */
function product(x: Sym, y: Sym): Sym {
  const { term } = y;
  if (term.kind === "apply" && term.op === ops.neg) return product(x, term.args[0] as Sym).neg();
  return isOne(x) ? y : isOne(y) ? x : x.mul(y);
}

/**
 * The tangent of an expression, from those of its variables: ẏ = Σ ∂y/∂x · ẋ. A variable without a tangent does not move, and what does
 * not move contributes nothing, not even where a derivative is infinite.
 */
export function tangentOf(root: Sym, tangents: ReadonlyMap<string, Sym>): Sym {
  return fold<{ readonly value: Sym; readonly tangent: Sym }>(root, {
    variable: (name) => ({ value: variable(name), tangent: tangents.get(name) ?? zero }),
    constant: (value) => ({ value: constant(value), tangent: zero }),
    apply: (op, args, value) => {
      const [condition, x, y] = args;
      // The branch that is not taken may move by NaN.
      if (op === ops.where && condition && x && y)
        return { value, tangent: isZero(x.tangent) && isZero(y.tangent) ? zero : apply(op, condition.value, x.tangent, y.tangent) }; // prettier-ignore
      const names = new Map(op.operands.map((name, k) => [name, args[k]?.value ?? zero]));
      names.set("out", value);
      const terms = op.gradients().flatMap((gradient, k) => {
        const tangent = args[k]?.tangent ?? zero;
        return isZero(tangent) || isZero(gradient) ? [] : [product(tangent, substitute(gradient, names))];
      });
      return { value, tangent: terms.length === 0 ? zero : terms.reduce((sum, term) => sum.add(term)) };
    },
  }).tangent;
}
