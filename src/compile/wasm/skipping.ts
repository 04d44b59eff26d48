/** Emits a product with a factor that is mostly 0 as loops over those factors that are not. */
import type { Access, Statement } from "../ir/statement.js";
import type { Opcode } from "./opcodes.js";
import type { Local } from "./encoder.js";
import { WORD, type Factors, type NonzeroList } from "./nonzeros.js";
import type { Loop } from "./plan.js";
import type { LoopContext } from "./tile.js";

/** How the skipping form nests: rows of factors, `outer` loops, tiles of columns, and inside them the loop over the factors. */
export interface SparsePlan {
  readonly factors: Factors;
  readonly partner: number;
  readonly outer: readonly Loop[];
  readonly columns: Loop;
}

/** Columns side by side, at a byte offset, that go into one vector. */
interface Column {
  readonly offset: number;
  readonly load: Opcode;
  readonly store: Opcode;
  readonly lane: readonly number[];
}

/** Vectors kept in registers at once: V8 has 15, less one for the factor and one for the product. */
const TILE = 13;

export class SkippingEmitter {
  private readonly factor: Local;
  private readonly partner: Local;
  private readonly target: Local;
  private readonly start: Local;
  private readonly end: Local;
  private readonly ends: Local;

  constructor(
    private readonly statement: Statement,
    private readonly plan: SparsePlan,
    private readonly list: NonzeroList,
    private readonly context: LoopContext,
  ) {
    const word = (): Local => context.code.local("i32");
    [this.factor, this.partner, this.target] = [word(), word(), word()];
    [this.start, this.end, this.ends] = [word(), word(), word()];
  }

  emit(): void {
    const { code, addressOf } = this.context;
    const { loads, target, initial } = this.statement;
    const { factors, partner, outer } = this.plan;
    code.i32(addressOf(loads[factors.load] as Access)).set(this.factor);
    code.i32(addressOf(loads[partner] as Access)).set(this.partner);
    code.i32(addressOf(target)).set(this.target);
    code.i32(this.list.entries).set(this.start).i32(this.list.ends).set(this.ends);
    const loops = [...factors.rows, ...outer, factors.row];
    if (initial !== undefined) this.clear(loops.filter((loop) => loop.target !== 0));
    this.rows(factors.rows);
    code.release(this.factor, this.partner, this.target, this.start, this.end, this.ends);
  }

  private advance(loop: Loop, iterations: number): void {
    const { code, numeric } = this.context;
    const bytes = iterations * numeric.bytes;
    code.advance(this.factor, (loop.loads[this.plan.factors.load] as number) * bytes);
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

  /** Runs `body` for every iteration of the loops. */
  private nest([loop, ...inner]: readonly Loop[], body: () => void): void {
    if (loop === undefined) {
      body();
      return;
    }
    this.context.code.repeat(loop.extent, () => {
      this.nest(inner, body);
      this.advance(loop, 1);
    });
    this.advance(loop, -loop.extent);
  }

  private rows(loops: readonly Loop[]): void {
    const { code } = this.context;
    const columns = this.columns();
    const { outer, factors } = this.plan;
    this.nest(loops, () => {
      code.get(this.ends).memory("i32.load").set(this.end).advance(this.ends, WORD);
      this.nest(outer, () => {
        for (let i = 0; i < columns.length; i += TILE) {
          const tile = columns.slice(i, i + TILE);
          if (factors.row.target === 0) this.gather(tile);
          else this.scatter(tile);
        }
      });
      code.get(this.end).set(this.start);
    });
  }

  /** The columns of a row as vectors, and what is left over as parts of vectors. */
  private columns(): Column[] {
    const { bytes } = this.context.numeric;
    const columns: Column[] = [];
    const end = this.plan.columns.extent * bytes;
    for (let offset = 0; offset < end;) {
      const width = end - offset >= 16 ? 16 : end - offset >= 8 ? 8 : 4;
      const [load, store] = (
        {
          16: ["v128.load", "v128.store"],
          8: ["v128.load64_zero", "v128.store64_lane"],
          4: ["v128.load32_zero", "v128.store32_lane"],
        } as const
      )[width];
      columns.push({ offset, load, store, lane: width === 16 ? [] : [0] });
      offset += width;
    }
    return columns;
  }

  /** Every factor of the row that is not 0: `body` gets it, in all lanes, and the address that `stride` leads to. */
  private each(base: Local, stride: number, body: (factor: Local, address: Local) => void): void {
    const { code, numeric } = this.context;
    const [entry, index, address, factor] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("v128")]; // prettier-ignore
    code.get(this.start).set(entry);
    code.enclose("block", () => {
      code.enclose("loop", () => {
        code.get(entry).get(this.end).op("i32.ge_u").op("br_if", 1);
        code.get(entry).memory("i32.load").set(index).advance(entry, WORD);
        code.get(this.factor).get(index).i32(numeric.bytes).op("i32.mul").op("i32.add").memory(numeric.splatLoad).set(factor); // prettier-ignore
        code.get(base).get(index).i32(stride * numeric.bytes).op("i32.mul").op("i32.add").set(address); // prettier-ignore
        body(factor, address);
        code.op("br", 0);
      });
    });
    code.release(entry, index, address, factor);
  }

  /** target[j] += Σ factor · partner[j]: the sums stay in registers. */
  private gather(columns: readonly Column[]): void {
    const { code, numeric } = this.context;
    const { factors, partner } = this.plan;
    const sums = columns.map(() => code.local("v128"));
    columns.forEach(({ offset, load }, i) => {
      code
        .get(this.target)
        .memory(load, offset)
        .set(sums[i] as Local);
    });
    this.each(this.partner, factors.row.loads[partner] as number, (factor, address) => {
      columns.forEach(({ offset, load }, i) => {
        const sum = sums[i] as Local;
        code.get(sum).get(factor).get(address).memory(load, offset);
        code.op(`${numeric.vector}.mul`).op(`${numeric.vector}.add`).set(sum);
      });
    });
    columns.forEach((column, i) => {
      code.get(this.target).get(sums[i] as Local);
      this.store(column);
    });
    code.release(...sums);
  }

  /** target[k][j] += factor[k] · partner[j]: the partners stay in registers. */
  private scatter(columns: readonly Column[]): void {
    const { code, numeric } = this.context;
    const partners = columns.map(() => code.local("v128"));
    columns.forEach(({ offset, load }, i) => {
      code
        .get(this.partner)
        .memory(load, offset)
        .set(partners[i] as Local);
    });
    this.each(this.target, this.plan.factors.row.target, (factor, address) => {
      columns.forEach((column, i) => {
        code.get(address);
        code.get(partners[i] as Local).get(factor).op(`${numeric.vector}.mul`); // prettier-ignore
        code.get(address).memory(column.load, column.offset).op(`${numeric.vector}.add`);
        this.store(column);
      });
    });
    code.release(...partners);
  }

  private store({ store, offset, lane }: Column): void {
    this.context.code.op(store, 2, offset, ...lane);
  }
}
