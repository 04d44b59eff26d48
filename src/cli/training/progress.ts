/** Progress of a long run: a bar on a terminal, a line now and then in a pipe, nothing where only the result is wanted. */
import ProgressBar from "progress";

export interface Progress {
  /** How far the run is, and what there is to say about it. */
  update(done: number, status: string): void;
  /** A line of its own. */
  say(line: string): void;
  end(): void;
}

/** How often what is shown moves, in milliseconds. */
export const TURN = 50;

/** The time since `from`, as `performance.now()` gave it. */
export const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

const quiet: Progress = { update: () => undefined, say: () => undefined, end: () => undefined };

/** In a pipe there is a line for every such share of the run. */
const SHARE = 0.1;

function lines(total: number): Progress {
  let next = SHARE;
  return {
    update(done, status) {
      if (done / total < next) return;
      next = Math.floor(done / total / SHARE + 1) * SHARE;
      process.stdout.write(`${String(done)}/${String(total)} ${status}\n`);
    },
    say(line) {
      process.stdout.write(`${line}\n`);
    },
    end: () => undefined,
  };
}

function bar(total: number): Progress {
  const format = ":bar :percent | :current/:total | :status | :eta s left";
  const shown = new ProgressBar(format, { total, stream: process.stdout, width: 40, complete: "█", incomplete: "░", renderThrottle: 100 }); // prettier-ignore
  return {
    update(done, status) {
      if (!shown.complete) shown.tick(done - shown.curr, { status });
    },
    say(line) {
      shown.interrupt(line);
    },
    end() {
      if (!shown.complete) shown.terminate();
    },
  };
}

export function progress(total: number, isQuiet: boolean): Progress {
  if (isQuiet || total === 0) return isQuiet ? quiet : lines(1);
  return process.stdout.isTTY ? bar(total) : lines(total);
}
