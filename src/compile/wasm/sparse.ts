/**
 * Products with inputs that are mostly zero (pixels, one-hot codes). Where a factor is 0 the product adds nothing, so a second
 * form of the statement tests each factor and skips. It runs when, at that moment, most factors are 0 and no partner is
 * NaN or infinite (0 · ∞ is not 0); otherwise the dense form runs.
 * Next: skipping.ts emits the second form.
 */
import type { Access, Statement } from "../statements.js";
import type { Term } from "../term.js";
import { emitStatement } from "./loops.js";
import { loopsOf } from "./plan.js";
import { CHUNK, SkippingEmitter, type SparsePlan } from "./skipping.js";
import type { LoopContext } from "./tile.js";

/** Fewer products than this are not worth the test. */
const LEAST_PRODUCTS = 1 << 15;
/** Columns beyond this are not written out. */
const MOST_COLUMNS = 256;
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
