/**
 * What ends a run early: the first Ctrl-C, SIGTERM, SIGHUP (the terminal was closed) or loss of standard output asks it to stop after its
 * current step and to save; a second signal ends the process at once.
 */
import { constants } from "node:os";

/** What a shell adds to the number of a signal to make an exit code of it. */
const SIGNALLED = 128;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const FAILURE = 1;
/** As if SIGPIPE, number 13, had ended the process. */
const CLOSED = SIGNALLED + 13;

let run: AbortController | undefined;

/** Given by the first of them; its reason is the exit code. From here on signals no longer end the process by themselves. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  run = controller;
  for (const name of SIGNALS) {
    process.on(name, () => {
      const code = SIGNALLED + constants.signals[name];
      if (controller.signal.aborted) process.exit(code);
      controller.abort(code);
    });
  }
  return controller.signal;
}

export const exitCodeOf = (interrupt: AbortSignal): number => interrupt.reason as number;

/** The exit code of a run; a failure to print may have set one already. */
export function endWith(code: number): void {
  if (code !== 0) process.exitCode = code;
}

/** Ends the process, or the run that is under way, since what it prints reaches nobody. */
function onLostOutput(error: NodeJS.ErrnoException): void {
  // Whoever reads the output may stop before its end, as `head` does: that is no failure.
  const isClosed = error.code === "EPIPE";
  if (run?.signal.aborted) return;
  if (!isClosed) {
    process.stderr.write(`chainrule: standard output cannot be written (${error.message})\n`);
    process.exitCode = FAILURE;
  }
  if (run === undefined) process.exit();
  run.abort(isClosed ? CLOSED : FAILURE);
}

/** Without it a full disk or a closed pipe would end every command with a call stack. */
export function watchOutput(): void {
  process.stdout.on("error", onLostOutput);
  // There is nobody left to tell.
  process.stderr.on("error", () => undefined);
}
