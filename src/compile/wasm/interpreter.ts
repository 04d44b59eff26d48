/**
 * Emits the two functions that run the table, forward and backward: a jump on the code of each record, and behind it a loop
 * over the record's units. Their size depends on the operations that occur and not on the graph.
 * Next: records.ts emits what a record does.
 */
import type { RecordKind } from "./table.js";
import { RecordEmitter, type TableContext } from "./records.js";

/** `forward(first, end)`: the records between two addresses. */
export function emitForward(kinds: readonly RecordKind[], context: TableContext): void {
  const { code } = context;
  const [record, end] = [0, 1];
  const emitter = new RecordEmitter(context, record, kinds);
  code.enclose("block", () => {
    code.enclose("loop", () => {
      code.get(record).get(end).op("i32.ge_u").op("br_if", 1);
      emitter.dispatch(kinds, (kind) => {
        emitter.forward(kind);
      });
      code.op("br", 0);
    });
  });
}

/** `backward(last, first)`: over the index of records, downwards from behind `last` to `first`. */
export function emitBackward(kinds: readonly RecordKind[], context: TableContext): void {
  const { code } = context;
  const [index, first] = [0, 1];
  const record = code.local("i32");
  const emitter = new RecordEmitter(context, record, kinds);
  code.enclose("block", () => {
    code.enclose("loop", () => {
      code.get(first).get(index).op("i32.ge_u").op("br_if", 1);
      code.advance(index, -4);
      code.get(index).memory("i32.load").set(record);
      emitter.dispatch(kinds, (kind) => {
        emitter.backward(kind);
      });
      code.op("br", 0);
    });
  });
}
