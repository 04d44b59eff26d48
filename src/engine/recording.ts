/** Whether operations are recorded: `noGrad` turns it off. */
import { callable } from "../arguments/checks.js";
import { finished } from "./guards.js";

let isRecording = true;
/** False inside `noGrad`. */
export const recording = (): boolean => isRecording;

/**
 * Runs `f` without recording: what it computes are constants without parents.
 * @throws ChainruleError if `f` returns a promise, since recording is on again before it settles.
 * @example
 * const x = new Value(3);
 * noGrad(() => x.square()).parents; // []
 */
export const noGrad = <T>(f: () => T): T =>
  withRecording(false, callable(f, "noGrad: f") as () => T, "noGrad");

/** Runs `f` with recording on or off; `caller` is named where `f` is asynchronous. */
export function withRecording<T>(on: boolean, f: () => T, caller: string): T {
  const before = isRecording;
  isRecording = on;
  try {
    const result = f();
    return finished(result, caller);
  } finally {
    isRecording = before;
  }
}
