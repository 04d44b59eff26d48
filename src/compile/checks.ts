/** What `compile` refuses before it looks at the graph: wrong operands, sizes that cannot be, programs that do not fit together. */
import { Value } from "../engine/value.js";
import { ChainruleError, describe } from "../errors.js";

/** WebAssembly addresses end here, less a margin for what is aligned. */
const MOST_BYTES = 2 ** 31;

export function checkValues(role: string, values: readonly unknown[]): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] instanceof Value) continue;
    throw new ChainruleError(`compile: ${role} ${String(i)} is ${describe(values[i])}, expected a Value`);
  }
}

export function checkSize(bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const megabytes = (n: number): string => `${String(Math.ceil(n / 2 ** 20))} MiB`;
  throw new ChainruleError(
    `compile: the program needs ${megabytes(bytes)} of memory, expected at most ${megabytes(MOST_BYTES)}`,
  );
}

/** More than this are not listed one by one. */
const MOST_NAMED = 8;

/** An input that nothing reads is a mistake: what is written to it has no effect. `unread` are places in the list. */
export function checkRead(inputs: readonly Value[], unread: readonly number[]): void {
  if (unread.length === 0) return;
  const named = unread.slice(0, MOST_NAMED).map((i) => {
    const label = inputs[i]?.label ?? "";
    return `${String(i)}${label === "" ? "" : ` (${JSON.stringify(label)})`}`;
  });
  const more = unread.length > named.length ? `, and ${String(unread.length - named.length)} more` : "";
  const which =
    unread.length === 1
      ? `input ${named.join()} is`
      : `${String(unread.length)} of ${String(inputs.length)} inputs are`;
  const list = unread.length === 1 ? "" : ` (${named.join(", ")}${more})`;
  throw new ChainruleError(
    `compile: ${which} read by no root and no output${list}; leave it out of inputs, ` +
      `or look where the graph reads .data, which freezes the number`,
  );
}

/** The parameters of a program, and what it computes in. */
export interface Shareable {
  readonly leaves: readonly Value[];
  readonly precision: string;
}

/** Programs share parameters if these are the same Values in the same order, in the same precision. */
export function checkSharing(own: Shareable, shared: Shareable): void {
  if (own.precision !== shared.precision) {
    throw new ChainruleError(
      `compile: precision is "${own.precision}", expected "${shared.precision}" as in the shared program`,
    );
  }
  if (own.leaves.length !== shared.leaves.length) {
    throw new ChainruleError(
      `compile: there are ${String(own.leaves.length)} parameters, expected ${String(shared.leaves.length)} as in the shared program`,
    );
  }
  const other = own.leaves.findIndex((leaf, i) => leaf !== shared.leaves[i]);
  if (other < 0) return;
  throw new ChainruleError(
    `compile: parameter ${String(other)} is another Value than in the shared program, expected the same in the same order`,
  );
}
