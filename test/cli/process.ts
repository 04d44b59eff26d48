/** The command line as a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../child.js";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** Settles once the output so far matches. */
  printed(pattern: RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Reads its standard output no longer. */
  hangUp(): void;
  /** Ends the standard input with this text. */
  type(text: string): void;
}

/** Starts a command with variables of the environment of its own. */
export function startIn(environment: Readonly<Record<string, string>>, ...args: string[]): Running {
  const child = spawn(process.execPath, [join(projectRoot, "dist/cli/main.js"), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
  });
  let [stdout, stderr] = ["", ""];
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const { pattern, resolve } of waiting) if (pattern.test(stdout)) resolve();
  });
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    ended: new Promise((resolve) => {
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    }),
    printed: (pattern) =>
      new Promise((resolve) => {
        if (pattern.test(stdout)) resolve();
        else waiting.push({ pattern, resolve });
      }),
    signal: (name) => child.kill(name),
    hangUp: () => child.stdout.destroy(),
    type: (text) => child.stdin.end(text),
  };
}

export const start = (...args: string[]): Running => startIn({}, ...args);

/** Runs a command to its end. */
export const chainrule = (...args: string[]): Promise<Ended> => start(...args).ended;
