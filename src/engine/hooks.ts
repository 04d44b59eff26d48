/** The watch that `detectAnomaly` keeps on every node that is made and every step back. Without one it costs a comparison. */
import type { GraphNode } from "./rule.js";

export interface Watch {
  made(node: GraphNode): void;
  propagated(node: GraphNode): void;
}
let watch: Watch | undefined;
export const watching = (): Watch | undefined => watch;

/** Runs `f` under a watch, or under none. */
export function watched<T>(by: Watch | undefined, f: () => T): T {
  const before = watch;
  watch = by;
  try {
    return f();
  } finally {
    watch = before;
  }
}
