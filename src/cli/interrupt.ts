/** Ctrl-C: the first asks the run to stop after its current step, the second ends it at once. */
export const INTERRUPTED = 130;

export interface Interrupt {
  /** Given by the first Ctrl-C. */
  readonly signal: AbortSignal;
  release(): void;
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  process.on("SIGINT", listener);
  return {
    signal: controller.signal,
    release() {
      process.off("SIGINT", listener);
    },
  };
}
