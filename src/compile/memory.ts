/** What is said where the process has no memory left. */
import { ChainruleError } from "../errors.js";
import { SMALLER } from "./checks.js";

/** Runs what may ask for more memory than there is, and throws what is then to be said. */
export function allocated<T>(make: () => T, message: () => string): T {
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
