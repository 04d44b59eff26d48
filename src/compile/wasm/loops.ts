/**
 * Emits a statement as nested loops. Every access has a pointer that the loops advance and put back; inside the loops, the
 * elements of a tile are at constant offsets from it. A reduction keeps its tile in locals until it is done.
 */
import { ops } from "../../ops/index.js";
import { neutralOf } from "../ir/list-operations.js";
import type { Statement } from "../ir/statement.js";
import type { Local } from "./encoder.js";
import { plan, type Loop, type Plan } from "./plan.js";
import { emitTerm, instructionOf } from "./terms.js";
import { Loader, positionsOf, type LoopContext, type Position, type Side } from "./tile.js";

export function emitStatement(statement: Statement, context: LoopContext): void {
  new StatementEmitter(statement, context).emit();
}

/** A stretch of a loop: `times` iterations, each of `unroll` elements or vectors. */
interface Piece {
  readonly times: number;
  readonly unroll: number;
  readonly isVector: boolean;
}

class StatementEmitter {
  private readonly plan: Plan;
  private readonly pointers: readonly Local[];
  private readonly target: Local;

  constructor(
    private readonly statement: Statement,
    private readonly context: LoopContext,
  ) {
    this.plan = plan(statement, context.numeric);
    const { code } = context;
    this.target = code.local("i32");
    this.pointers = statement.loads.map(() => code.local("i32"));
  }

  emit(): void {
    const { code, addressOf } = this.context;
    code.i32(addressOf(this.statement.target)).set(this.target);
    this.statement.loads.forEach((access, i) => code.i32(addressOf(access)).set(this.pointers[i] as Local));
    this.nest(0, [], false);
  }

  private advance(loop: Loop, iterations: number): void {
    const { code, numeric } = this.context;
    const bytes = iterations * numeric.bytes;
    code.advance(this.target, loop.target * bytes);
    loop.loads.forEach((stride, i) => code.advance(this.pointers[i] as Local, stride * bytes));
  }

  private pieces(loop: Loop): Piece[] {
    const { plan, context } = this;
    const { lanes } = context.numeric;
    const isVector = loop === plan.vector;
    const count = isVector ? Math.floor(loop.extent / lanes) : loop.extent;
    const unroll = plan.unroll.get(loop) ?? 1;
    const rest = isVector ? loop.extent % lanes : 0;
    return [
      { times: Math.floor(count / unroll), unroll, isVector },
      { times: count % unroll > 0 ? 1 : 0, unroll: count % unroll, isVector },
      { times: rest > 0 ? 1 : 0, unroll: rest, isVector: false },
    ].filter(({ times }) => times > 0);
  }

  /** The loops round the tile, from number `depth` on; `sides` are the tile's so far. */
  private nest(depth: number, sides: readonly Side[], isVector: boolean): void {
    const loop = this.plan.outer[depth];
    if (loop === undefined) {
      this.tile(sides, isVector);
      return;
    }
    const { code, numeric } = this.context;
    let moved = 0;
    const pieces = this.pieces(loop);
    pieces.forEach((piece, i) => {
      const step = piece.isVector ? numeric.lanes : 1;
      const isLast = i === pieces.length - 1 && piece.times === 1;
      code.repeat(piece.times, () => {
        this.nest(depth + 1, [...sides, { loop, unroll: piece.unroll, step }], isVector || piece.isVector);
        if (!isLast) this.advance(loop, piece.unroll * step);
      });
      if (!isLast) moved += piece.times * piece.unroll * step;
    });
    if (depth > 0) this.advance(loop, -moved);
  }

  private tile(sides: readonly Side[], isVector: boolean): void {
    const { code } = this.context;
    const positions = positionsOf(sides, this.statement.loads.length, this.context.numeric);
    const { mode, initial } = this.statement;
    if (this.plan.reduced.length > 0) {
      this.reduction(positions, isVector);
      return;
    }
    const loads = this.loader(positions, isVector);
    const isCombined = mode !== "assign" && !Object.is(initial, neutralOf(mode));
    for (const position of positions) {
      code.get(this.target);
      if (isCombined) this.start(position, isVector);
      this.term(loads, position, isVector);
      if (isCombined) this.combine(isVector);
      this.store(position, isVector);
    }
    loads.release();
  }

  private reduction(positions: readonly Position[], isVector: boolean): void {
    const { code, numeric } = this.context;
    const { vector, reduced } = this.plan;
    const isLanes = vector?.target === 0;
    const type = isVector || isLanes ? "v128" : numeric.type;
    const accumulators = positions.map(() => code.local(type));
    positions.forEach((position, i) => {
      if (isLanes) this.number(neutralOf(ops.add), true);
      else this.start(position, isVector);
      code.set(accumulators[i] as Local);
    });
    const vectors = isLanes ? Math.floor(vector.extent / numeric.lanes) : 0;
    const loops = reduced.map((loop) =>
      loop === vector ? { loop, times: vectors, step: numeric.lanes } : { loop, times: loop.extent, step: 1 },
    );
    this.accumulate(loops, positions, accumulators, isVector || isLanes);
    const totals = isLanes ? this.sumLanes(positions, accumulators) : accumulators;
    const rest = isLanes ? vector.extent % numeric.lanes : 0;
    if (rest > 0 && isLanes) {
      const done = vectors * numeric.lanes;
      this.advance(vector, done);
      const tail = reduced.map((loop) => ({ loop, times: loop === vector ? rest : loop.extent, step: 1 }));
      this.accumulate(tail, positions, totals, false);
      this.advance(vector, -done);
    }
    positions.forEach((position, i) => {
      code.get(this.target).get(totals[i] as Local);
      this.store(position, isVector);
    });
    code.release(...totals);
  }

  /** Adds the lanes of each accumulator, and what the target starts from. */
  private sumLanes(positions: readonly Position[], accumulators: readonly Local[]): Local[] {
    const { code, numeric } = this.context;
    const totals = accumulators.map((accumulator, i) => {
      const total = code.local(numeric.type);
      for (let lane = 0; lane < numeric.lanes; lane++) {
        code.get(accumulator).op(`${numeric.vector}.extract_lane`, lane);
        if (lane > 0) this.combine(false);
      }
      if (!Object.is(this.statement.initial, neutralOf(ops.add))) {
        this.start(positions[i] as Position, false);
        this.combine(false);
      }
      code.set(total);
      return total;
    });
    code.release(...accumulators);
    return totals;
  }

  private accumulate(
    loops: readonly { readonly loop: Loop; readonly times: number; readonly step: number }[],
    positions: readonly Position[],
    accumulators: readonly Local[],
    isVector: boolean,
  ): void {
    const { code } = this.context;
    const [outermost, ...rest] = loops;
    if (outermost === undefined) {
      const loads = this.loader(positions, isVector);
      positions.forEach((position, i) => {
        const accumulator = accumulators[i] as Local;
        code.get(accumulator);
        this.term(loads, position, isVector);
        this.combine(isVector);
        code.set(accumulator);
      });
      loads.release();
      return;
    }
    const { loop, times, step } = outermost;
    code.repeat(times, () => {
      this.accumulate(rest, positions, accumulators, isVector);
      this.advance(loop, step);
    });
    this.advance(loop, -times * step);
  }

  private term(loads: Loader, position: Position, isVector: boolean): void {
    const { code, numeric, host } = this.context;
    const load = (index: number): void => {
      loads.load(index, position.loads[index] as number);
    };
    emitTerm(this.statement.term, { code, numeric, load, host }, isVector);
  }

  private loader(positions: readonly Position[], isVector: boolean): Loader {
    const { vector } = this.plan;
    const spread = this.statement.loads.map((_, i) => vector !== undefined && vector.loads[i] === 1);
    return new Loader(this.context, this.pointers, positions, spread, isVector);
  }

  /** What the target is before anything is combined with it. */
  private start(position: Position, isVector: boolean): void {
    const { initial } = this.statement;
    if (initial === undefined) this.loadTarget(position, isVector);
    else this.number(initial, isVector);
  }

  private number(value: number, isVector: boolean): void {
    const { code, numeric } = this.context;
    code.float(numeric.type, value);
    if (isVector) code.op(`${numeric.vector}.splat`);
  }

  private combine(isVector: boolean): void {
    const { code, numeric } = this.context;
    const { mode } = this.statement;
    if (mode !== "assign") code.op(instructionOf(mode, numeric, isVector));
  }

  private loadTarget({ target }: Position, isVector: boolean): void {
    const { code, numeric } = this.context;
    code.get(this.target).memory(isVector ? "v128.load" : `${numeric.type}.load`, target);
  }

  private store({ target }: Position, isVector: boolean): void {
    const { code, numeric } = this.context;
    code.memory(isVector ? "v128.store" : `${numeric.type}.store`, target);
  }
}
