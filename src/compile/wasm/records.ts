/** Emits what one record of the table does: the operation of each of its units forward, and its chain rule backward. */
import type { FixedOp, ListOp } from "../../ops/index.js";
import { FIRST_TOTAL, kernelOf, OUT, UPSTREAM, X, Y } from "../ir/list-operations.js";
import type { Term } from "../ir/statement.js";
import type { RecordKind } from "./table.js";
import { applied, chained, load, localGradient } from "../ir/term.js";
import type { Code, Local } from "./encoder.js";
import type { Numeric } from "./numeric.js";
import { emitTerm } from "./terms.js";

export interface TableContext {
  readonly code: Code;
  readonly numeric: Numeric;
  readonly host: (op: FixedOp) => number;
  /** From the address of a value to that of its adjoint. */
  readonly adjointOffset: number;
}

export class RecordEmitter {
  private readonly count: Local;
  private readonly destination: Local;
  private readonly scalars: Local;
  private readonly length: Local;
  private readonly start: Local;
  private readonly left: Local;
  private readonly addresses: readonly Local[];
  private readonly operands: readonly Local[];
  private readonly out: Local;
  private readonly upstream: Local;
  private readonly totals: readonly Local[];

  constructor(
    private readonly context: TableContext,
    /** Points to the record, then through its words. */
    private readonly at: Local,
    kinds: readonly RecordKind[],
  ) {
    const { code, numeric } = context;
    const [word, number] = [() => code.local("i32"), () => code.local(numeric.type)];
    [this.count, this.destination, this.scalars] = [word(), word(), word()];
    [this.length, this.start, this.left] = [word(), word(), word()];
    // An operation of the table has three operands at most; those of users may have more.
    const most = Math.max(3, ...kinds.map(({ arity }) => arity));
    this.addresses = Array.from({ length: most }, word);
    this.operands = Array.from({ length: most }, number);
    [this.out, this.upstream] = [number(), number()];
    const totals = kinds.map(({ op }) => (op.kind === "list" ? kernelOf(op).stages.length : 0));
    this.totals = Array.from({ length: Math.max(0, ...totals) }, number);
  }

  /** Reads the head of a record and jumps to the code of its kind, which repeats for every unit. */
  dispatch(kinds: readonly RecordKind[], unit: (kind: RecordKind) => void): void {
    const { code, numeric } = this.context;
    const kind = this.length;
    this.word(kind);
    this.word(this.count);
    this.word(this.destination);
    const last = kinds.length - 1;
    const units = (i: number): void => {
      code.enclose("loop", () => {
        unit(kinds[i] as RecordKind);
        code.advance(this.destination, numeric.bytes);
        code.get(this.count).i32(1).op("i32.sub").tee(this.count).op("br_if", 0);
      });
    };
    // A jump out of block i lands on the code of kind i, which then leaves all the blocks round it.
    const block = (i: number): void => {
      code.enclose("block", () => {
        if (i === 0) {
          code.get(kind).op("br_table", kinds.length, ...kinds.keys(), last);
          return;
        }
        block(i - 1);
        units(i - 1);
        code.op("br", kinds.length - i);
      });
    };
    code.enclose("block", () => {
      block(last);
      units(last);
    });
  }

  /** Takes the next word of the record. */
  private word(into: Local): void {
    this.context.code.get(this.at).memory("i32.load").set(into);
    this.context.code.advance(this.at, 4);
  }

  private value(address: Local): void {
    const { code, numeric } = this.context;
    code.get(address).memory(`${numeric.type}.load`);
  }

  private term(term: Term, loads: readonly Local[]): void {
    const { code, numeric, host } = this.context;
    emitTerm(term, { code, numeric, host, load: (index) => code.get(loads[index] as Local) }, false);
  }

  /** Adds what `push` puts on the stack to the adjoint of the value at an address. */
  private accumulate(address: Local, push: () => void): void {
    const { code, numeric, adjointOffset } = this.context;
    code.get(address).get(address).memory(`${numeric.type}.load`, adjointOffset);
    push();
    code.op(`${numeric.type}.add`).memory(`${numeric.type}.store`, adjointOffset);
  }

  /** Runs `body` `length` times, and not at all if that is 0. */
  private each(length: Local, body: () => void): void {
    const { code } = this.context;
    code.get(length).set(this.left);
    code.enclose("block", () => {
      code.enclose("loop", () => {
        code.get(this.left).op("i32.eqz").op("br_if", 1);
        body();
        code.advance(this.left, -1);
        code.op("br", 0);
      });
    });
  }

  private readOperands(count: number): void {
    for (let k = 0; k < count; k++) {
      const address = this.addresses[k] as Local;
      this.word(address);
      this.value(address);
      this.context.code.set(this.operands[k] as Local);
    }
  }

  forward(kind: RecordKind): void {
    const { code, numeric } = this.context;
    const { op } = kind;
    if (op.kind === "fixed") {
      this.readOperands(kind.arity);
      code.get(this.destination);
      const terms = Array.from({ length: kind.arity }, (_, i) => load(i));
      this.term(applied(op, terms), this.operands);
    } else {
      this.word(this.scalars);
      this.word(this.length);
      this.reduce(kind, op);
      code.get(this.destination);
      this.kernelTerm(kernelOf(op).result);
    }
    code.memory(`${numeric.type}.store`);
  }

  /** A term of a kernel, over its own numbering of places. */
  private kernelTerm(term: Term): void {
    const [x, y] = this.operands as [Local, Local];
    const places: Local[] = [];
    [places[X], places[Y], places[OUT], places[UPSTREAM]] = [x, y, this.out, this.upstream];
    this.totals.forEach((total, k) => (places[FIRST_TOTAL + k] = total));
    this.term(term, places);
  }

  /** The totals of one unit, each a loop over its elements; a chain of additions has scalars among these. */
  private reduce(kind: RecordKind, op: ListOp): void {
    const { stages } = kernelOf(op);
    const { code, numeric } = this.context;
    code.get(this.at).set(this.start);
    stages.forEach(({ initial, step }, k) => {
      const total = this.totals[k] as Local;
      if (initial === undefined) {
        this.kernelTerm(step);
        code.set(total);
        return;
      }
      // A chain of additions starts elsewhere than the row of the sum that it has become.
      code.float(numeric.type, op.step ? kind.initial : initial).set(total);
      code.get(this.start).set(this.at);
      this.inOrder(kind, (isScalar) => {
        if (isScalar)
          code
            .get(total)
            .get(this.operands[0] as Local)
            .op(`${numeric.type}.add`);
        else this.kernelTerm(step);
        code.set(total);
      });
    });
  }

  /** Visits the scalars and the list elements of a unit, in the order in which they are added up. */
  private inOrder(kind: RecordKind, body: (isScalar: boolean) => void): void {
    const parts = [
      [this.scalars, 1],
      [this.length, kind.lists],
    ] as const;
    for (const [count, operands] of kind.scalarsLast ? [...parts].reverse() : parts) {
      this.each(count, () => {
        this.readOperands(operands);
        body(count === this.scalars);
      });
    }
  }

  backward(kind: RecordKind): void {
    if (!kind.carries) return;
    const { code, numeric, adjointOffset } = this.context;
    this.value(this.destination);
    code.set(this.out);
    code.get(this.destination).memory(`${numeric.type}.load`, adjointOffset).set(this.upstream);
    if (kind.op.kind === "list") this.spread(kind, kind.op);
    else this.chain(kind, kind.op);
  }

  private chain(kind: RecordKind, op: FixedOp): void {
    this.readOperands(kind.arity);
    const terms = Array.from({ length: kind.arity }, (_, i) => load(i + 2));
    terms.forEach((_, k) => {
      const local = localGradient(op, k, terms, load(1));
      if (local === undefined) return;
      this.accumulate(this.addresses[k] as Local, () => {
        this.term(chained(load(0), local), [this.upstream, this.out, ...this.operands]);
      });
    });
  }

  private spread(kind: RecordKind, op: ListOp): void {
    const { code } = this.context;
    this.word(this.scalars);
    this.word(this.length);
    if (op.totals) {
      this.reduce(kind, op);
      code.get(this.start).set(this.at);
    }
    this.inOrder(kind, (isScalar) => {
      const contributions = isScalar ? [load(UPSTREAM)] : kernelOf(op).contributions;
      contributions.forEach((term, k) => {
        if (term === undefined) return;
        this.accumulate(this.addresses[k] as Local, () => {
          this.kernelTerm(term);
        });
      });
    });
  }
}
