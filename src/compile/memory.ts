/**
 * What a program takes of WebAssembly: a memory, and the functions that run on it. Every program has a memory of its own, for which V8 reserves
 * some 10 GiB of addresses, so a process has room for about 12,000 programs. Next: program.ts.
 */
import { ChainruleError } from "../errors.js";
import { SMALLER } from "./checks.js";

const PAGE = 65_536;

let live = 0;
const forgotten = new FinalizationRegistry<undefined>(() => live--);

/** Counts a program as live, until it is forgotten or what this returns is called. */
export function hold(program: object): () => void {
  live++;
  forgotten.register(program, undefined, program);
  return () => {
    if (forgotten.unregister(program)) live--;
  };
}

/** Runs what may ask for more memory than there is, and throws what is then to be said. */
function allocated<T>(make: () => T, message: () => string): T {
  try {
    return make();
  } catch (cause) {
    // A row of a user's may recurse without end.
    if (!(cause instanceof RangeError) || cause.message.includes("call stack")) throw cause;
    throw new ChainruleError(message(), { cause });
  }
}

/** Runs a stage of the compiler on a graph of so many operations. */
export const compiled = <T>(operations: () => number, stage: () => T): T =>
  allocated(
    stage,
    () =>
      `compile: there is no memory left to compile a graph of ${String(operations())} operations: ${SMALLER}, ` +
      "or give the process more memory",
  );

const noneLeft = (bytes: number) => (): string => {
  const megabytes = (bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 1 : 0);
  return (
    `compile: there is no memory left for a program of ${megabytes} MiB; ${String(live)} programs are live in this process: ` +
    "call dispose() on those that are done with, and do not keep their arrays"
  );
};

export const memoryOf = (bytes: number): WebAssembly.Memory =>
  allocated(() => new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) }), noneLeft(bytes));

/** A module with its functions, which call those of `host`. */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  host: Record<string, WebAssembly.ImportValue>,
  memory: WebAssembly.Memory,
): WebAssembly.Exports {
  const make = (): WebAssembly.Instance =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory }, host });
  return allocated(make, noneLeft(memory.buffer.byteLength)).exports;
}
