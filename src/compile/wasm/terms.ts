/** Emits the arithmetic of a statement: one value on the stack, of one number or of a vector of them. */
import { ops, type FixedOp, type Instruction, type Op } from "../../ops/index.js";
import type { Term } from "../ir/statement.js";
import { callsOf, isCall, subterms } from "../ir/term.js";
import type { Code, Local } from "./encoder.js";
import type { Opcode } from "./opcodes.js";
import { VECTORS, type Numeric } from "./numeric.js";

export interface TermContext {
  readonly code: Code;
  readonly numeric: Numeric;
  /** Puts a load on the stack. */
  readonly load: (index: number) => void;
  /** The index of the imported number function of an operation. It takes and returns f64. */
  readonly host: (op: FixedOp) => number;
}

/** True if every part has a vector instruction. */
export const isVectorizable = (term: Term): boolean => callsOf(term).length === 0;

/** The instruction of an operation for one number or for a vector of them. */
export const instructionOf = ({ wasm }: FixedOp, { type, vector }: Numeric, isVector: boolean): Opcode =>
  `${isVector ? vector : type}.${wasm as Exclude<Instruction, "select">}`;

type Application = Extract<Term, { kind: "apply" }>;

/** Comparisons are computed again where they are used again: as truth values, not numbers. */
const COMPARISONS: ReadonlySet<Op> = new Set([ops.greater, ops.equal]);
const isComparison = (term: Term): term is Application => term.kind === "apply" && COMPARISONS.has(term.op);

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
  new Emitter(term, { ...context, numeric: VECTORS.f64, load: promoted }, false).emit();
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
      if (part.kind !== "apply") continue;
      for (const arg of part.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
    }
    for (const [part, count] of uses) {
      if (count > 1 && part.kind === "apply" && !isComparison(part)) this.kept.set(part, undefined);
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
    const { load } = this.context;
    switch (part.kind) {
      case "load":
        load(part.index);
        break;
      case "number":
        this.number(part.value);
        break;
      case "apply":
        this.apply(part);
        break;
    }
  }

  private number(value: number): void {
    const { code, numeric } = this.context;
    code.float(numeric.type, value);
    if (this.isVector) code.op(`${numeric.vector}.splat`);
  }

  private apply(part: Application): void {
    const { code, numeric, host } = this.context;
    if (COMPARISONS.has(part.op)) {
      // Outside a condition, a comparison is a number: 1 or 0.
      this.condition(part);
      if (this.isVector) {
        this.number(1);
        code.op("v128.and");
      } else {
        code.op(`${numeric.type}.convert_i32_s`);
      }
    } else if (part.op === ops.where) {
      const [test, x, y] = part.args as [Term, Term, Term];
      this.put(x);
      this.put(y);
      this.condition(test);
      code.op(this.isVector ? "v128.bitselect" : "select");
    } else {
      for (const arg of part.args) this.put(arg);
      if (isCall(part.op)) code.op("call", host(part.op));
      else code.op(instructionOf(part.op, numeric, this.isVector));
    }
  }

  /** Puts a truth value on the stack: an i32, or a mask. */
  private condition(test: Term): void {
    const { code, numeric } = this.context;
    const type = this.isVector ? numeric.vector : numeric.type;
    if (isComparison(test)) {
      for (const arg of test.args) this.put(arg);
      code.op(instructionOf(test.op, numeric, this.isVector));
    } else {
      this.put(test);
      this.number(0);
      code.op(`${type}.ne`);
    }
  }
}
