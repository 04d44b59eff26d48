/** Tiles: the elements (or vectors) that the innermost loops of a statement compute at once, and the loads they share. */
import type { FixedOp } from "../../ops/index.js";
import type { Access } from "../ir/statement.js";
import type { Code, Local } from "./encoder.js";
import type { Numeric } from "./numeric.js";
import type { Loop } from "./plan.js";

export interface LoopContext {
  readonly code: Code;
  readonly numeric: Numeric;
  readonly addressOf: (access: Access) => number;
  readonly host: (op: FixedOp) => number;
}

/** The part of a tile that one loop contributes. */
export interface Side {
  readonly loop: Loop;
  readonly unroll: number;
  /** Elements from one position to the next. */
  readonly step: number;
}

/** One element (or vector) of a tile: byte offsets from the pointers. */
export interface Position {
  readonly target: number;
  readonly loads: readonly number[];
}

/** The positions of a tile, in the order in which they are computed. */
export function positionsOf(sides: readonly Side[], loads: number, { bytes }: Numeric): Position[] {
  const start: Position = { target: 0, loads: Array.from({ length: loads }, () => 0) };
  // The longer side goes outside: the loads of the shorter one are then held, and those of the longer pass by.
  const wide = sides.filter(({ unroll }) => unroll > 1).sort((a, b) => b.unroll - a.unroll);
  return wide.reduce<Position[]>(
    (positions, { loop, unroll, step }) =>
      positions.flatMap(({ target, loads }) =>
        Array.from({ length: unroll }, (_, i) => ({
          target: target + i * step * loop.target * bytes,
          loads: loads.map((offset, k) => offset + i * step * (loop.loads[k] as number) * bytes),
        })),
      ),
    [start],
  );
}

/** The loads of one tile: one that several positions share is made once and kept in a local. */
export class Loader {
  private readonly uses = new Map<string, number>();
  private readonly kept = new Map<string, Local>();

  constructor(
    private readonly context: LoopContext,
    private readonly pointers: readonly Local[],
    positions: readonly Position[],
    private readonly spread: readonly boolean[],
    private readonly isVector: boolean,
  ) {
    for (const { loads } of positions) {
      loads.forEach((offset, i) => {
        const key = `${String(i)} ${String(offset)}`;
        this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
      });
    }
  }

  load(index: number, offset: number): void {
    const { code, numeric } = this.context;
    const key = `${String(index)} ${String(offset)}`;
    const known = this.kept.get(key);
    if (known !== undefined) {
      code.get(known);
      return;
    }
    const wide = this.spread[index] === true ? "v128.load" : numeric.splatLoad;
    code.get(this.pointers[index] as Local).memory(this.isVector ? wide : `${numeric.type}.load`, offset);
    if ((this.uses.get(key) ?? 0) < 2) return;
    const local = code.local(this.isVector ? "v128" : numeric.type);
    this.kept.set(key, local);
    code.tee(local);
  }

  release(): void {
    this.context.code.release(...this.kept.values());
  }
}
