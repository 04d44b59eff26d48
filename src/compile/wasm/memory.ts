/**
 * What a program takes of WebAssembly: a memory, and the functions that run on it. Every program has a memory of its own, for which V8 reserves
 * some 10 GiB of addresses, so a process has room for about 12,000 programs. Next: backend.ts.
 */
import { allocated } from "../memory.js";

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
