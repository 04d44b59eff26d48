/**
 * Stretches → a table of 32-bit words that the interpreter runs: what is not worth a loop of its own. A record is
 * `[code, count, destination, operands of unit 0, operands of unit 1, …]`, all places as byte addresses. Units on lists
 * write the number of their scalars and the length of their lists first, then both in the order in which they are added up, elements of paired
 * lists side by side.
 * Next: interpreter.ts.
 */
import type { Op } from "../../ops/index.js";
import { Packed } from "../plan/packed.js";
import type { Slot } from "../ir/statement.js";
import type { Stretch } from "../plan/steps.js";

/** A kind of record: an operation, and how many operands a unit of it has (none for one on lists). */
export interface RecordKind {
  readonly op: Op;
  readonly arity: number;
  readonly lists: number;
  readonly scalarsLast: boolean;
  /** What a running total starts from. */
  readonly initial: number;
  /** Whether any record of it is run backward. */
  carries: boolean;
}

export class Table {
  private readonly words = new Packed();
  private readonly offsets = new Packed();
  readonly kinds: RecordKind[] = [];

  constructor(private readonly addressOf: (slot: Slot) => number) {}

  private codeOf(stretch: Stretch): number {
    const { op, scalars, lists, scalarsLast, initial } = stretch;
    const known = this.kinds.findIndex(
      (kind) => kind.op === op && kind.scalarsLast === scalarsLast && Object.is(kind.initial, initial),
    );
    const kind = this.kinds[known];
    if (kind !== undefined) {
      kind.carries ||= stretch.active;
      return known;
    }
    const arity = lists.length > 0 ? 0 : scalars.length;
    return (
      this.kinds.push({ op, arity, lists: lists.length, scalarsLast, initial, carries: stretch.active }) - 1
    );
  }

  /** Writes a stretch down and returns the number of its record. */
  add(stretch: Stretch): number {
    const { words, addressOf } = this;
    const { count, scalars, lists, scalarsLast } = stretch;
    this.offsets.push(words.length * 4);
    words.push(this.codeOf(stretch));
    words.push(count);
    words.push(addressOf(stretch.destination));
    const pushScalars = (i: number): void => {
      for (const slots of scalars) words.push(addressOf(slots[i] as Slot));
    };
    for (let i = 0; i < count; i++) {
      const length = lists[0]?.[i]?.length ?? 0;
      if (lists.length > 0) {
        words.push(scalars.length);
        words.push(length);
      }
      if (!scalarsLast) pushScalars(i);
      for (let k = 0; k < length; k++) {
        for (const list of lists) words.push(addressOf((list[i] as Int32Array)[k] as Slot));
      }
      if (scalarsLast) pushScalars(i);
    }
    return this.records - 1;
  }

  /** The byte offset of a record in the table, or, for the number after the last, the end. */
  offsetOf(record: number): number {
    return record < this.records ? this.offsets.at(record) : this.words.length * 4;
  }

  /** How many records there are. */
  get records(): number {
    return this.offsets.length;
  }

  /** The size of the table with its index, in bytes. */
  get bytes(): number {
    return 4 * (this.words.length + this.offsets.length);
  }

  /** Writes the words, and behind them the address of each record, for the way back. */
  write(memory: ArrayBuffer, address: number): void {
    const at = new Int32Array(memory, address, this.words.length + this.offsets.length);
    at.set(this.words.all());
    at.set(
      this.offsets.all().map((offset) => address + offset),
      this.words.length,
    );
  }

  /** Where the index of records begins, as a byte offset in the table. */
  get index(): number {
    return 4 * this.words.length;
  }
}
