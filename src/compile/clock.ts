/** How long each stage of `compile` takes, in milliseconds. */
/** Milliseconds of each stage of the compiler. */
export interface Timings {
  /** From the graph to units. */
  readonly flatten: number;
  /** From units to nests of loops and records of the table. */
  readonly schedule: number;
  /** From the schedule to WebAssembly. */
  readonly emit: number;
  /** What the engine takes to compile and instantiate the module. */
  readonly module: number;
}

export class Clock {
  readonly timings: Record<keyof Timings, number> = { flatten: 0, schedule: 0, emit: 0, module: 0 };

  time<T>(stage: keyof Timings, work: () => T): T {
    const start = performance.now();
    const result = work();
    this.timings[stage] += performance.now() - start;
    return result;
  }
}
