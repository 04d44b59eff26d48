/** Names of unfinished files, and the end of those whose process was killed. */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Folders are shared by machines and containers, whose process ids mean nothing to each other. */
const MACHINE = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** A name that nobody else has and nobody can foresee. */
export const unfinishedName = (directory: string): string =>
  join(directory, `.chainrule-${MACHINE}-${String(process.pid)}-${randomBytes(8).toString("hex")}.tmp`);

/** Removes the unfinished files of processes of this machine that have ended; those of running processes are being written. */
export function clearAway(directory: string): void {
  try {
    for (const name of readdirSync(directory)) {
      const [, machine, pid] = /^\.chainrule-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.tmp$/.exec(name) ?? [];
      if (machine !== MACHINE || isRunning(Number(pid))) continue;
      rmSync(join(directory, name), { force: true });
    }
  } catch {
    // Whether the file itself can be written shows next; what is left over does no harm.
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks whether the process is there, and does nothing to it.
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
