/**
 * A rule of the table becomes a term here, and nowhere else, whether it ends in a loop, in the interpreter or in the listing.
 */
import { fold, isZero, nameOf, ops, variable, type FixedOp, type Op, type Sym } from "../../ops/index.js";
import type { Term } from "./statement.js";

export const load = (index: number): Term => ({ kind: "load", index });
/** True of an operation without an instruction: a term that holds it calls its number function. */
export const isCall = ({ wasm }: FixedOp): boolean => wasm === undefined;
export const product = (x: Term, y: Term): Term => ({ kind: "apply", op: ops.mul, args: [x, y] });

/** An operation applied to terms: itself where it has an instruction or no lowered form, else that. */
export function applied(op: FixedOp, args: readonly Term[]): Term {
  if (!isCall(op) || op.lowered === undefined) return { kind: "apply", op, args };
  const names = args.map((_, i) => `argument ${String(i)}`);
  const bindings = Object.fromEntries(names.map((name, i) => [name, args[i] as Term]));
  return termOf(op.lowered(...names.map(variable)), bindings);
}

/** An expression of the table over named terms; `known` holds the terms of expressions in it that are computed already. */
export function termOf(
  sym: Sym,
  bindings: Readonly<Record<string, Term>>,
  known: ReadonlyMap<Sym, Term> = new Map(),
): Term {
  const algebra = {
    variable: (name: string) => bindings[name] as Term,
    constant: (value: number): Term => ({ kind: "number", value }),
    apply: (op: Op, args: readonly Term[]) => applied(op as FixedOp, args),
  };
  return fold<Term>(sym, algebra, new Map(known));
}

/** The operands of an operation that its local gradient by one of them reads, and that gradient over them. */
export function localGradient(
  op: FixedOp,
  operand: number,
  terms: readonly Term[],
  out: Term,
): Term | undefined {
  const gradient = op.gradients()[operand] as Sym;
  if (isZero(gradient)) return undefined;
  const bindings = Object.fromEntries(op.operands.map((name, i) => [name, terms[i] as Term]));
  return termOf(gradient, { ...bindings, out });
}

/** upstream · local, without the multiplication by 1 or −1. */
export function chained(upstream: Term, local: Term): Term {
  if (local.kind === "number" && local.value === 1) return upstream;
  if (local.kind === "apply" && local.op === ops.neg) {
    const [inner] = local.args;
    if (inner?.kind === "number" && inner.value === 1)
      return { kind: "apply", op: ops.neg, args: [upstream] };
  }
  return product(upstream, local);
}

/** Every distinct subterm, each before the terms that contain it. */
export function subterms(root: Term): Term[] {
  const found = new Set<Term>();
  const visit = (term: Term): void => {
    if (found.has(term)) return;
    if (term.kind === "apply") term.args.forEach(visit);
    found.add(term);
  };
  visit(root);
  return [...found];
}

/** The operations whose number functions a term calls. */
export const callsOf = (term: Term): FixedOp[] =>
  subterms(term).flatMap((part) => (part.kind === "apply" && isCall(part.op) ? [part.op] : []));

/** A term as text, with its loads written by `loads`. */
export function written(term: Term, loads: (index: number) => string): string {
  switch (term.kind) {
    case "load":
      return loads(term.index);
    case "number":
      return String(term.value);
    case "apply":
      return `${nameOf(term.op)}(${term.args.map((arg) => written(arg, loads)).join(", ")})`;
  }
}
