/** Terms as functions of what they read, and loops over the places of statements. Next: records.ts. */
import type { Numeric } from "../backend.js";
import type { Affine, Statement, Term } from "../ir/statement.js";
import { callsOf } from "../ir/term.js";

/** The value of a term, from its loads. */
export type Evaluation = (at: ArrayLike<number>) => number;

const exact = (x: number): number => x;

/** In single precision each operation is rounded, or, where a number function is called, the result alone. */
export function evaluation(term: Term, { type }: Numeric): Evaluation {
  const rounding = type === "f64" ? exact : Math.fround;
  const inner = callsOf(term).length > 0 ? exact : rounding;
  const of = (part: Term): Evaluation => {
    if (part.kind === "load") return (at) => at[part.index] as number;
    if (part.kind === "number") return () => inner(part.value);
    const args = part.args.map(of);
    return (at) => inner(part.op.num(...args.map((arg) => arg(at))));
  };
  const value = of(term);
  return (at) => rounding(value(at));
}

type Body = (slots: readonly number[]) => void;

/** Runs through loops; `body` gets the slot of each access. */
export function each([extent, ...inner]: Statement["loops"], accesses: readonly Affine[], body: Body): void {
  if (extent === undefined) {
    body(accesses.map(({ first }) => first));
    return;
  }
  for (let i = 0; i < extent; i++) {
    const at = accesses.map(({ first, strides: [stride = 0, ...strides] }) => ({ first: first + i * stride, strides })); // prettier-ignore
    each(inner, at, body);
  }
}
