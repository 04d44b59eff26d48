/** A limit in time for code that may loop forever, and never gives the event loop a turn. */
import { Script } from "node:vm";

const shared = globalThis as { limited?: () => unknown };
const call = new Script("limited()");

/** Calls `f` and throws where it has not returned after some milliseconds. */
export function within(milliseconds: number, f: () => unknown): unknown {
  shared.limited = f;
  return call.runInThisContext({ timeout: Math.ceil(milliseconds) });
}

export const isTimeout = (message: string): boolean => message.includes("Script execution timed out");
