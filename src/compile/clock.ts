/** How long each stage of `compile` takes, in milliseconds. */
import type { Timings } from "./describe.js";

export class Clock {
  readonly timings: Record<keyof Timings, number> = { flatten: 0, schedule: 0, emit: 0, module: 0 };

  time<T>(stage: keyof Timings, work: () => T): T {
    const start = performance.now();
    const result = work();
    this.timings[stage] += performance.now() - start;
    return result;
  }
}
