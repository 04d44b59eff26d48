/**
 * Lists of the factors that are not 0: for each row of an input, where these lie, as 32-bit indices one row after another. The
 * forward pass makes them and the backward pass reads them again. Next: skipping.ts multiplies by what they list.
 */
import type { Access } from "../ir/statement.js";
import type { Loop } from "./plan.js";
import type { LoopContext } from "./tile.js";

/** A matrix that a list describes: its rows, and the factors within a row, which lie side by side. */
export interface Factors {
  readonly access: Access;
  /** Which load of the statement it is. */
  readonly load: number;
  readonly rows: readonly Loop[];
  readonly row: Loop;
}

/** Addresses of a list: its entries, where each row of it ends, and whether it is in use. */
export interface NonzeroList {
  readonly entries: number;
  readonly ends: number;
  readonly inUse: number;
}

export const WORD = 4;
/** Factors tested at once before they are tested one by one. */
export const CHUNK = 4;
/** A list is used below this share of factors that are not 0. */
const DENSEST = 0.5;

export class NonzeroLists {
  private readonly lists = new Map<string, NonzeroList>();

  constructor(
    /** The address of so many bytes that this may use. */
    private readonly take: (bytes: number) => number,
  ) {}

  /** The list of some factors. Where there is none yet, emits the code that makes it. */
  of(factors: Factors, context: LoopContext): NonzeroList {
    const { access, load, rows, row } = factors;
    const key = [access.first, row.extent, ...rows.flatMap((loop) => [loop.extent, loop.loads[load]])].join();
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    const count = rows.reduce((product, { extent }) => product * extent, 1);
    const most = Math.floor(count * row.extent * DENSEST);
    const list = {
      // A row may go past the limit before that is noticed.
      entries: this.take(WORD * (most + row.extent + 1)),
      ends: this.take(WORD * count),
      inUse: this.take(WORD),
    };
    this.lists.set(key, list);
    emitList(factors, list, list.entries + WORD * most, context);
    return list;
  }
}

function emitList(
  { access, load, rows, row }: Factors,
  list: NonzeroList,
  limit: number,
  { code, numeric, addressOf }: LoopContext,
): void {
  const { type, bytes } = numeric;
  const [factor, entry, end, index] = [0, 0, 0, 0].map(() => code.local("i32")) as [number, number, number, number]; // prettier-ignore
  const unlessAllZero = (body: () => void): void => {
    code.enclose("block", () => {
      for (let byte = 0; byte < CHUNK * bytes; byte += 16) {
        code.get(factor).memory("v128.load", byte);
        if (byte > 0) code.op("v128.or");
      }
      code.op("v128.any_true").op("i32.eqz").op("br_if", 0);
      body();
    });
  };
  /** Writes an index whatever the factor is, and keeps it if that is not 0. */
  const note = (i: number): void => {
    code.get(entry).get(index).i32(i).op("i32.add").memory("i32.store");
    code.get(entry).get(factor).memory(`${type}.load`, i * bytes).float(type, 0).op(`${type}.ne`); // prettier-ignore
    code.i32(2).op("i32.shl").op("i32.add").set(entry);
  };
  const nest = ([loop, ...inner]: readonly Loop[]): void => {
    if (loop !== undefined) {
      const step = (loop.loads[load] as number) * bytes;
      code.repeat(loop.extent, () => {
        nest(inner);
        code.advance(factor, step);
      });
      code.advance(factor, -step * loop.extent);
      return;
    }
    code.i32(0).set(index);
    code.repeat(row.extent / CHUNK, () => {
      unlessAllZero(() => {
        for (let i = 0; i < CHUNK; i++) note(i);
      });
      code.advance(index, CHUNK).advance(factor, CHUNK * bytes);
    });
    code.advance(factor, -row.extent * bytes);
    code.get(end).get(entry).memory("i32.store").advance(end, WORD);
    // Out of the loops over the rows.
    code.get(entry).i32(limit).op("i32.gt_u").op("br_if", rows.length);
  };
  code.i32(addressOf(access)).set(factor).i32(list.entries).set(entry).i32(list.ends).set(end);
  code.enclose("block", () => {
    nest(rows);
  });
  code.i32(list.inUse).i32(limit).get(entry).op("i32.ge_u").memory("i32.store");
  code.release(factor, entry, end, index);
}
