/** Emits the arithmetic of a statement: one value on the stack, of one number or of a vector of them. */
import type { FixedOp, Instruction } from "../../ops/index.js";
import { subterms, type Term } from "../term.js";
import type { Code, Local } from "./encoder.js";
import { NUMERICS, type Numeric } from "./numeric.js";

export interface TermContext {
  readonly code: Code;
  readonly numeric: Numeric;
  /** Puts a load on the stack. */
  readonly load: (index: number) => void;
  /** The index of the imported number function of an operation. It takes and returns f64. */
  readonly host: (op: FixedOp) => number;
}

/** True if every part has a vector instruction. */
export const isVectorizable = (term: Term): boolean => subterms(term).every((part) => part.kind !== "call");

interface Comparison {
  readonly kind: "instruction";
  readonly name: "gt" | "eq";
  readonly args: readonly Term[];
}

/** Comparisons are computed again where they are used again: as truth values, not numbers. */
const isComparison = (term: Term): term is Comparison =>
  term.kind === "instruction" && (term.name === "gt" || term.name === "eq");

/** The functions of the host are in double precision: a term that calls one is computed so throughout, and rounded once. */
export function emitTerm(term: Term, context: TermContext, isVector: boolean): void {
  const { code, numeric, load } = context;
  if (numeric.type === "f64" || isVectorizable(term)) {
    new Emitter(term, context, isVector).emit();
    return;
  }
  const promoted = (index: number): void => {
    load(index);
    code.op("f64.promote_f32");
  };
  new Emitter(term, { ...context, numeric: NUMERICS.f64, load: promoted }, false).emit();
  code.op("f32.demote_f64");
}

class Emitter {
  private readonly kept = new Map<Term, Local | undefined>();

  constructor(
    private readonly root: Term,
    private readonly context: TermContext,
    private readonly isVector: boolean,
  ) {
    const uses = new Map<Term, number>();
    for (const part of subterms(root)) {
      if (part.kind !== "instruction" && part.kind !== "call") continue;
      for (const arg of part.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
    }
    for (const [part, count] of uses) {
      if (count > 1 && (part.kind === "call" || (part.kind === "instruction" && !isComparison(part)))) {
        this.kept.set(part, undefined);
      }
    }
  }

  emit(): void {
    this.put(this.root);
    const locals = [...this.kept.values()].filter((local) => local !== undefined);
    this.context.code.release(...locals);
  }

  /** Puts the value of a part on the stack; a part used twice is kept in a local. */
  private put(part: Term): void {
    const { code, numeric } = this.context;
    const local = this.kept.get(part);
    if (local !== undefined) {
      code.get(local);
      return;
    }
    this.compute(part);
    if (!this.kept.has(part)) return;
    const fresh = code.local(this.isVector ? "v128" : numeric.type);
    this.kept.set(part, fresh);
    code.tee(fresh);
  }

  private compute(part: Term): void {
    const { code, load, host } = this.context;
    switch (part.kind) {
      case "load":
        load(part.index);
        break;
      case "number":
        this.number(part.value);
        break;
      case "call":
        for (const arg of part.args) this.put(arg);
        code.op("call", host(part.op));
        break;
      case "instruction":
        this.instruction(part.name, part.args);
        break;
    }
  }

  private number(value: number): void {
    const { code, numeric } = this.context;
    code.float(numeric.type, value);
    if (this.isVector) code.op(`${numeric.vector}.splat`);
  }

  private instruction(name: Instruction, args: readonly Term[]): void {
    const { code, numeric } = this.context;
    if (name === "gt" || name === "eq") {
      // Outside a condition, a comparison is a number: 1 or 0.
      this.condition({ kind: "instruction", name, args });
      if (this.isVector) {
        this.number(1);
        code.op("v128.and");
      } else {
        code.op(`${numeric.type}.convert_i32_s`);
      }
    } else if (name === "select") {
      const [test, x, y] = args as [Term, Term, Term];
      this.put(x);
      this.put(y);
      this.condition(test);
      code.op(this.isVector ? "v128.bitselect" : "select");
    } else {
      for (const arg of args) this.put(arg);
      code.op(`${this.isVector ? numeric.vector : numeric.type}.${name}`);
    }
  }

  /** Puts a truth value on the stack: an i32, or a mask. */
  private condition(test: Term): void {
    const { code, numeric } = this.context;
    const type = this.isVector ? numeric.vector : numeric.type;
    if (isComparison(test)) {
      for (const arg of test.args) this.put(arg);
      code.op(`${type}.${test.name}`);
    } else {
      this.put(test);
      this.number(0);
      code.op(`${type}.ne`);
    }
  }
}
