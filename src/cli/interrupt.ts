/** Ctrl-C: the first asks the run to stop after its current step, the second ends it at once. */
export const INTERRUPTED = 130;

export interface Interrupt {
  readonly isRequested: boolean;
  /** Gives the event loop a turn, without which no signal arrives. */
  check(): Promise<boolean>;
  release(): void;
}

export function onInterrupt(): Interrupt {
  let isRequested = false;
  const listener = (): void => {
    if (isRequested) process.exit(INTERRUPTED);
    isRequested = true;
  };
  process.on("SIGINT", listener);
  return {
    get isRequested() {
      return isRequested;
    },
    async check() {
      await new Promise((resolve) => setImmediate(resolve));
      return isRequested;
    },
    release() {
      process.off("SIGINT", listener);
    },
  };
}
