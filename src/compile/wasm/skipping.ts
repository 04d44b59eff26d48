/** Emits a product with a factor that is mostly 0 as loops that skip what adds nothing. */
import type { Access, Statement } from "../statements.js";
import type { Local } from "./encoder.js";
import type { LoopContext } from "./tile.js";
import type { Loop } from "./plan.js";

/** How the skipping form nests: `outer` loops, the loop over the factors, and inside it the columns, written out. */
export interface SparsePlan {
  readonly factor: number;
  readonly partner: number;
  readonly outer: readonly Loop[];
  readonly columns: Loop;
  readonly factors: Loop;
}

/** Factors tested at once before they are tested one by one. */
export const CHUNK = 4;
/** A vector of columns, or one that is left over. */
interface Column {
  readonly offset: number;
  readonly isVector: boolean;
}

export class SkippingEmitter {
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
