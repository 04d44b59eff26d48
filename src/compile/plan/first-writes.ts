/**
 * Which adjoint statements may set their target rather than add to it, and which adjoints must be zero before the
 * backward pass. An adjoint that is set by its first contribution need not be cleared.
 */
import { ops } from "../../ops/index.js";
import { neutralOf } from "../ir/list-operations.js";
import type { Access, Slot, Statement } from "../ir/statement.js";

/** Ranges of zeros closer than this are joined: what lies between is overwritten before it is read. */
const JOIN = 64;

const [UNTOUCHED, SET, ADDED] = [0, 1, 2];

/** True if no two index tuples of the loops that move the target reach the same element. */
export function isInjective(target: Pick<Access, "strides">, extents: readonly number[]): boolean {
  const moving = extents
    .map((extent, i) => ({ extent, stride: Math.abs(target.strides[i] as number) }))
    .filter(({ extent, stride }) => extent > 1 && stride !== 0)
    .sort((a, b) => a.stride - b.stride);
  let reach = 0;
  for (const { extent, stride } of moving) {
    if (stride <= reach) return false;
    reach += (extent - 1) * stride;
  }
  return true;
}

/** Follows a backward pass in the order of execution. */
export class Touched {
  /** By slot: UNTOUCHED, SET, or ADDED if it must be cleared before the pass, since what comes first is added to it. */
  private readonly seen: Uint8Array;

  constructor(
    slots: number,
    /** How many of the slots, the first, are those of parameters. */
    private readonly parameters: number,
  ) {
    this.seen = new Uint8Array(slots);
  }

  /** A slot that is set before the pass begins. */
  preset(slot: Slot): void {
    this.seen[slot] = SET;
  }

  /** An accumulation into single slots. */
  add(slots: ArrayLike<Slot>): void {
    for (let i = 0; i < slots.length; i++) this.addTo(slots[i] as Slot);
  }

  /** The parameters that the pass does not reach: a program that shares them may have left its gradients there. */
  addParameters(): void {
    for (let slot = 0; slot < this.parameters; slot++) this.addTo(slot);
  }

  private addTo(slot: Slot): void {
    if (this.seen[slot] === UNTOUCHED) this.seen[slot] = ADDED;
  }

  /** The statement as it may be run: anew, with `initial`, where it reaches only untouched elements, each once. */
  resolve(statement: Statement): Statement {
    const slots = elements(statement);
    if (
      isInjective(statement.target, statement.loops) &&
      slots.every((slot) => this.seen[slot] === UNTOUCHED)
    ) {
      for (const slot of slots) this.seen[slot] = SET;
      // As the Values' gradients, those of parameters start from 0, so that none is −0.
      return { ...statement, initial: slots.some((slot) => slot < this.parameters) ? 0 : neutralOf(ops.add) };
    }
    this.add(slots);
    return statement;
  }

  /** What must be cleared before the pass: `[first, count]` of each range. */
  ranges(): [first: Slot, count: number][] {
    const ranges: [number, number][] = [];
    for (let slot = 0; slot < this.seen.length; slot++) {
      if (this.seen[slot] !== ADDED) continue;
      const last = ranges.at(-1);
      if (last !== undefined && slot - (last[0] + last[1]) <= JOIN) last[1] = slot - last[0] + 1;
      else ranges.push([slot, 1]);
    }
    return ranges;
  }
}

/** The slots that a statement's target reaches. */
function elements({ target, loops }: Statement): Int32Array {
  let slots = Int32Array.of(target.first);
  loops.forEach((extent, loop) => {
    const stride = target.strides[loop] as number;
    if (stride === 0 || extent === 1) return;
    const next = new Int32Array(slots.length * extent);
    slots.forEach((slot, i) => {
      for (let j = 0; j < extent; j++) next[i * extent + j] = slot + j * stride;
    });
    slots = next;
  });
  return slots;
}
