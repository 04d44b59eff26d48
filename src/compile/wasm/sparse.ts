/**
 * Products with inputs that are mostly zero (pixels, one-hot codes). Where a factor is 0 the product adds nothing, so a second
 * form of the statement goes through a list of the factors that are not 0. It runs when, at that moment, most factors are 0 and
 * no partner is NaN or infinite (0 · ∞ is not 0); otherwise the dense form runs.
 * Next: nonzeros.ts makes the list, skipping.ts emits the second form.
 */
import { ops } from "../../ops/index.js";
import type { Access, Statement, Term } from "../ir/statement.js";
import { load, product } from "../ir/term.js";
import { sizeOf } from "../plan/shapes.js";
import { emitStatement } from "./loops.js";
import { CHUNK, NonzeroLists } from "./nonzeros.js";
import { collapse, loopsOf } from "./plan.js";
import { SkippingEmitter, type SparsePlan } from "./skipping.js";
import type { LoopContext } from "./tile.js";

/** Fewer products than this are not worth the test. */
const LEAST_PRODUCTS = 1 << 15;
/** Columns beyond this are not written out. */
const MOST_COLUMNS = 256;
/** How many sums the test for NaN and infinity keeps at once, so that no addition waits for the one before. */
const SUMS = 8;

function sparsePlan(statement: Statement): SparsePlan | undefined {
  const { sparse, term, loops: extents, mode, initial, target, loads } = statement;
  if (sparse === undefined || mode !== ops.add || !isProductOfLoads(term)) return undefined;
  // A value that starts from 0 stays what it is where ±0 is left out; one that starts from −0 would not become 0.
  if (target.space === "value" && !Object.is(initial, 0)) return undefined;
  if (sizeOf(extents) < LEAST_PRODUCTS) return undefined;
  const partner = 1 - sparse;
  const loops = loopsOf(statement);
  const columns = loops.find(
    (loop) => loop.target === 1 && loop.loads[sparse] === 0 && loop.loads[partner] === 1,
  );
  const row = loops.find(
    (loop) => loop.loads[sparse] === 1 && (loop.target === 0) !== (loop.loads[partner] === 0),
  );
  if (columns === undefined || row === undefined || row.extent % CHUNK !== 0) return undefined;
  if (columns.extent > MOST_COLUMNS) return undefined;
  const others = loops.filter((loop) => loop !== columns && loop !== row);
  const rows = others.filter((loop) => loop.loads[sparse] !== 0);
  const factors = { access: loads[sparse] as Access, load: sparse, rows, row };
  return { factors, partner, outer: others.filter((loop) => !rows.includes(loop)), columns };
}

const isProductOfLoads = (term: Term): boolean =>
  term.kind === "apply" && term.op === ops.mul && term.args.every((arg) => arg.kind === "load");

const TIMES_ZERO = product(load(0), { kind: "number", value: 0 });

export class SparseProducts {
  private readonly lists: NonzeroLists;

  constructor(
    /** The address of so many bytes that this may use. */
    private readonly take: (bytes: number) => number,
  ) {
    this.lists = new NonzeroLists(take);
  }

  /** Emits both forms and the choice between them; false if the statement has no skipping form. */
  emit(statement: Statement, context: LoopContext): boolean {
    const plan = sparsePlan(statement);
    if (plan === undefined) return false;
    const { code } = context;
    const list = this.lists.of(plan.factors, context);
    code.enclose("block", () => {
      code.enclose("block", () => {
        code.i32(list.inUse).memory("i32.load").op("i32.eqz").op("br_if", 0);
        this.pushNotFinite(statement, statement.loads[plan.partner] as Access, context);
        code.op("br_if", 0);
        new SkippingEmitter(statement, plan, list, context).emit();
        code.op("br", 1);
      });
      emitStatement(statement, context);
    });
    return true;
  }

  /** Puts 1 on the stack if some element of an access is NaN or infinite: the sum of x · 0 is then not 0. */
  private pushNotFinite(statement: Statement, access: Access, context: LoopContext): void {
    const { code, numeric } = context;
    const elements: Access = { space: "state", first: -1, strides: statement.loops.map(() => 0) };
    const { loops: extents } = statement;
    const moving = extents.map((extent, i) => (access.strides[i] === 0 ? 1 : extent));
    const loops = collapse(loopsOf({ loops: moving, target: elements, loads: [access] }));
    const [only] = loops;
    const isRow = loops.length === 1 && only?.loads[0] === 1 && only.extent % SUMS === 0;
    const sums = isRow ? SUMS : 1;
    const at = this.take(sums * numeric.bytes);
    const total: Statement = {
      loops: isRow ? [only.extent / SUMS, SUMS] : loops.map((loop) => loop.extent),
      target: { ...elements, strides: isRow ? [0, 1] : loops.map(() => 0) },
      mode: ops.add,
      initial: 0,
      loads: [{ ...access, strides: isRow ? [SUMS, 1] : loops.map((loop) => loop.loads[0] as number) }],
      term: TIMES_ZERO,
    };
    emitStatement(total, {
      ...context,
      addressOf: (other) => (other === total.target ? at : context.addressOf(other)),
    });
    for (let i = 0; i < sums; i++) {
      code.i32(at + i * numeric.bytes).memory(`${numeric.type}.load`);
      if (i > 0) code.op(`${numeric.type}.add`);
    }
    code.float(numeric.type, 0).op(`${numeric.type}.ne`);
  }
}
