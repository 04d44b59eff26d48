/**
 * Products with inputs that are mostly zero (pixels, one-hot codes). Where a factor is 0 the product adds nothing, so a second
 * form of the statement tests each factor and skips. It runs when, at that moment, most factors are 0 and no partner is
 * NaN or infinite (0 · ∞ is not 0); otherwise the dense form runs.
 */
import type { Access, Statement } from "../statements.js";
import type { Term } from "../term.js";
import type { Local } from "./encoder.js";
import { emitStatement, type LoopContext } from "./loops.js";
import { loopsOf, type Loop } from "./plan.js";

/** How the skipping form nests: `outer` loops, the loop over the factors, and inside it the columns, written out. */
interface SparsePlan {
  readonly factor: number;
  readonly partner: number;
  readonly outer: readonly Loop[];
  readonly columns: Loop;
  readonly factors: Loop;
}

/** Fewer products than this are not worth the test. */
const LEAST_PRODUCTS = 1 << 15;
/** Columns beyond this are not written out. */
const MOST_COLUMNS = 256;
/** Factors tested at once before they are tested one by one. */
const CHUNK = 4;
/** The skipping form runs below this share of factors that are not 0. */
const DENSEST = 0.5;

function sparsePlan(statement: Statement): SparsePlan | undefined {
  const { sparse, term, extents, mode } = statement;
  if (sparse === undefined || mode === "max" || !isProductOfLoads(term)) return undefined;
  if (extents.reduce((product, extent) => product * extent, 1) < LEAST_PRODUCTS) return undefined;
  const partner = 1 - sparse;
  const loops = loopsOf(statement);
  const columns = loops.find(
    (loop) => loop.target === 1 && loop.loads[sparse] === 0 && loop.loads[partner] === 1,
  );
  const factors = loops.find(
    (loop) => loop.loads[sparse] === 1 && (loop.target === 0) !== (loop.loads[partner] === 0),
  );
  if (columns === undefined || factors === undefined || factors.extent % CHUNK !== 0) return undefined;
  if (columns.extent > MOST_COLUMNS) return undefined;
  const outer = loops.filter((loop) => loop !== columns && loop !== factors);
  return { factor: sparse, partner, outer, columns, factors };
}

const isProductOfLoads = (term: Term): boolean =>
  term.kind === "instruction" && term.name === "mul" && term.args.every((arg) => arg.kind === "load");

/** Counts of factors that are not 0 are kept from the forward pass for the backward pass. */
export class SparseProducts {
  private readonly counted = new Map<string, number>();

  constructor(
    /** The address of a number that this may use. */
    private readonly scratch: () => number,
  ) {}

  /** Emits both forms and the choice between them; false if the statement has no skipping form. */
  emit(statement: Statement, context: LoopContext): boolean {
    const plan = sparsePlan(statement);
    if (plan === undefined) return false;
    const { code } = context;
    code.enclose("block", () => {
      code.enclose("block", () => {
        this.choose(statement, plan, context);
        code.op("br_if", 0);
        new SkippingEmitter(statement, plan, context).emit();
        code.op("br", 1);
      });
      emitStatement(statement, context);
    });
    return true;
  }

  /** Puts 1 on the stack if the dense form is to run. */
  private choose(statement: Statement, plan: SparsePlan, context: LoopContext): void {
    const { code, numeric } = context;
    const factor = statement.loads[plan.factor] as Access;
    const { extents, size } = moving(statement.extents, factor);
    const key = `${String(factor.first)} ${extents.join()} ${factor.strides.join()}`;
    let count = this.counted.get(key);
    if (count === undefined) {
      count = this.scratch();
      this.counted.set(key, count);
      const isNonzero: Term = {
        kind: "instruction",
        name: "sub",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "instruction",
            name: "eq",
            args: [
              { kind: "load", index: 0 },
              { kind: "number", value: 0 },
            ],
          },
        ],
      };
      total(statement.extents, factor, isNonzero, count, context);
    }
    const check = this.scratch();
    const timesZero: Term = {
      kind: "instruction",
      name: "mul",
      args: [
        { kind: "load", index: 0 },
        { kind: "number", value: 0 },
      ],
    };
    total(statement.extents, statement.loads[plan.partner] as Access, timesZero, check, context);
    const { type } = numeric;
    code.i32(count).memory(`${type}.load`).float(type, size * DENSEST).op(`${type}.gt`); // prettier-ignore
    code.i32(check).memory(`${type}.load`).float(type, 0).op(`${type}.ne`).op("i32.or"); // prettier-ignore
  }
}

/** The loops that move an access. */
function moving(
  extents: readonly number[],
  access: Access,
): { extents: number[]; strides: number[]; size: number } {
  const kept = extents
    .map((extent, i) => [extent, access.strides[i] as number] as const)
    .filter(([, stride]) => stride !== 0);
  return {
    extents: kept.map(([extent]) => extent),
    strides: kept.map(([, stride]) => stride),
    size: kept.reduce((product, [extent]) => product * extent, 1),
  };
}

/** Adds up a term over all elements of an access, into an address. */
function total(
  extents: readonly number[],
  access: Access,
  term: Term,
  address: number,
  context: LoopContext,
): void {
  const over = moving(extents, access);
  const target: Access = { space: "state", first: -1, strides: over.strides.map(() => 0) };
  const statement: Statement = {
    extents: over.extents,
    target,
    mode: "assign",
    loads: [{ ...access, strides: over.strides }],
    term,
  };
  emitStatement(statement, {
    ...context,
    addressOf: (other) => (other === target ? address : context.addressOf(other)),
  });
}

/** A vector of columns, or one that is left over. */
interface Column {
  readonly offset: number;
  readonly isVector: boolean;
}

class SkippingEmitter {
  private readonly factor: Local;
  private readonly partner: Local;
  private readonly target: Local;

  constructor(
    private readonly statement: Statement,
    private readonly plan: SparsePlan,
    private readonly context: LoopContext,
  ) {
    const { code } = context;
    this.factor = code.local("i32");
    this.partner = code.local("i32");
    this.target = code.local("i32");
  }

  emit(): void {
    const { code, addressOf } = this.context;
    const { loads, target } = this.statement;
    code.i32(addressOf(loads[this.plan.factor] as Access)).set(this.factor);
    code.i32(addressOf(loads[this.plan.partner] as Access)).set(this.partner);
    code.i32(addressOf(target)).set(this.target);
    const { outer, factors } = this.plan;
    if (this.statement.mode === "assign") this.clear([...outer, factors].filter((loop) => loop.target !== 0));
    this.nest(this.plan.outer);
    code.release(this.factor, this.partner, this.target);
  }

  private advance(loop: Loop, iterations: number): void {
    const { code, numeric } = this.context;
    const bytes = iterations * numeric.bytes;
    code.advance(this.factor, (loop.loads[this.plan.factor] as number) * bytes);
    code.advance(this.partner, (loop.loads[this.plan.partner] as number) * bytes);
    code.advance(this.target, loop.target * bytes);
  }

  /** Sets the rows of the target to 0. */
  private clear(loops: readonly Loop[]): void {
    const { code, numeric } = this.context;
    const [loop, ...rest] = loops;
    if (loop === undefined) {
      code.get(this.target).i32(0).i32(this.plan.columns.extent * numeric.bytes).op("memory.fill"); // prettier-ignore
      return;
    }
    const bytes = loop.target * numeric.bytes;
    code.repeat(loop.extent, () => {
      this.clear(rest);
      code.advance(this.target, bytes);
    });
    code.advance(this.target, -bytes * loop.extent);
  }

  private nest(loops: readonly Loop[]): void {
    const { code } = this.context;
    const { factors } = this.plan;
    const [loop, ...rest] = loops;
    if (loop !== undefined) {
      code.repeat(loop.extent, () => {
        this.nest(rest);
        this.advance(loop, 1);
      });
      this.advance(loop, -loop.extent);
      return;
    }
    const columns = this.columns();
    code.repeat(factors.extent / CHUNK, () => {
      this.unlessAllZero(() => {
        for (let i = 0; i < CHUNK; i++) this.one(i, columns);
      });
      this.advance(factors, CHUNK);
    });
    this.advance(factors, -factors.extent);
  }

  private columns(): Column[] {
    const { lanes, bytes } = this.context.numeric;
    const { extent } = this.plan.columns;
    const vectors = Math.floor(extent / lanes);
    return [
      ...Array.from({ length: vectors }, (_, i) => ({ offset: i * lanes * bytes, isVector: true })),
      ...Array.from({ length: extent % lanes }, (_, i) => ({
        offset: (vectors * lanes + i) * bytes,
        isVector: false,
      })),
    ];
  }

  private unlessAllZero(body: () => void): void {
    const { code, numeric } = this.context;
    code.enclose("block", () => {
      for (let byte = 0; byte < CHUNK * numeric.bytes; byte += 16) {
        code.get(this.factor).memory("v128.load", byte);
        if (byte > 0) code.op("v128.or");
      }
      code.op("v128.any_true").op("i32.eqz").op("br_if", 0);
      body();
    });
  }

  /** Adds the products with factor number `i` of the chunk to the row of the target, unless the factor is 0. */
  private one(i: number, columns: readonly Column[]): void {
    const { code, numeric } = this.context;
    const { factors, partner } = this.plan;
    const { type, bytes, vector } = numeric;
    const ofPartner = i * bytes * (factors.loads[partner] as number);
    const ofTarget = i * bytes * factors.target;
    const narrow = code.local(type);
    const wide = code.local("v128");
    code.enclose("block", () => {
      code.get(this.factor).memory(`${type}.load`, i * bytes).tee(narrow).float(type, 0).op(`${type}.eq`).op("br_if", 0); // prettier-ignore
      code.get(narrow).op(`${vector}.splat`).set(wide);
      for (const { offset, isVector } of columns) {
        const load = isVector ? "v128.load" : (`${type}.load` as const);
        const kind = isVector ? vector : type;
        code.get(this.target);
        code.get(this.target).memory(load, offset + ofTarget);
        code.get(this.partner).memory(load, offset + ofPartner);
        code
          .get(isVector ? wide : narrow)
          .op(`${kind}.mul`)
          .op(`${kind}.add`);
        code.memory(isVector ? "v128.store" : `${type}.store`, offset + ofTarget);
      }
    });
    code.release(narrow, wide);
  }
}
