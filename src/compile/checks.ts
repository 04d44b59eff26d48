/** What `compile` refuses before it looks at the graph: wrong operands, sizes that cannot be, programs that do not fit together. */
import { isArray, read } from "../arguments/checks.js";
import { values } from "../engine/value-checks.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { listed, nameOf, namesOf } from "./names.js";

/** WebAssembly addresses end here, less a margin for what is aligned. */
const MOST_BYTES = 2 ** 31;

/** A list of Values, in a new list. */
export function valuesOf(role: string, given: unknown, name = `compile: ${role}s`): readonly Value[] {
  // Before a list of so many is copied.
  if (isArray(given)) checkSize(read(name, () => given.length) * 2 * Float64Array.BYTES_PER_ELEMENT);
  return values(given, "compile", role);
}

/** What to do where a graph is too large. */
export const SMALLER =
  "record it in parts, as programs that share their parameters (shared), and add up with sum and dot, which take less than chains";

/** Refuses a program of more bytes than WebAssembly addresses; `operations` is how many the graph has, once that is known. */
export function checkSize(bytes: number, operations?: number): void {
  if (bytes <= MOST_BYTES) return;
  const megabytes = (n: number): string => `${String(Math.ceil(n / 2 ** 20))} MiB`;
  const graph =
    operations === undefined
      ? ""
      : `; the graph has ${String(operations)} operations: ${SMALLER}, or take precision "f32"`;
  throw new ChainruleError(
    `compile: the program needs ${megabytes(bytes)} of memory, expected at most ${megabytes(MOST_BYTES)}${graph}`,
  );
}

/** An input that nothing reads is a mistake: what is written to it has no effect. `unread` are places in the list. */
export function checkRead(inputs: readonly Value[], unread: readonly number[]): void {
  if (unread.length === 0) return;
  const names = unread.map((i) => {
    const name = nameOf(inputs[i] as Value, "");
    return `${String(i)}${name === "" ? "" : ` (${name})`}`;
  });
  const which =
    names.length === 1
      ? `input ${names.join()} is read by no root and no output`
      : `${String(names.length)} of ${String(inputs.length)} inputs are read by no root and no output: ${listed(names)}`;
  throw new ChainruleError(
    `compile: ${which}; leave ${names.length === 1 ? "it" : "them"} out of inputs, ` +
      `or look where the graph reads .data, which freezes the number`,
  );
}

/** A leaf that is neither would be frozen in silence. */
export function checkListed(missing: readonly Value[]): void {
  const [leaf] = missing;
  if (leaf === undefined) return;
  const constants = "constant(x), a plain number as an operand, or Matrix.constants";
  throw new ChainruleError(
    missing.length === 1
      ? `compile: the leaf ${nameOf(leaf, `with data ${String(leaf.data)}`)} is neither a parameter nor an input; ` +
          `list it as one, or make it a constant: ${constants}`
      : `compile: ${String(missing.length)} leaves are neither parameters nor inputs: ${listed(namesOf(missing))}; ` +
          `list them, or make them constants: ${constants}`,
  );
}

/** The parameters of a program, and what it computes in. */
export interface Shareable {
  readonly leaves: readonly Value[];
  readonly precision: string;
  readonly isDisposed?: boolean;
}

/** Programs share parameters if these are the same Values in the same order, in the same precision. */
export function checkSharing(own: Shareable, shared: Shareable): void {
  if (shared.isDisposed === true)
    throw new ChainruleError(
      "compile: the shared program has been disposed of, expected one that still runs",
    );
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
