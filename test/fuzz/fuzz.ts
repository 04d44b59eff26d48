/** Many programs in a row: what `npm run fuzz` does for as long as one likes, and the gate for some seconds. */
import { check, COLUMNS, noCounts, type Finding } from "./check.js";
import type { Column } from "./columns.js";
import type { Counts } from "./compare.js";
import { caseOf, type Case } from "./program.js";

export interface Fuzzed {
  readonly counts: Counts;
  /** The operations of all graphs, with their leaves. */
  readonly nodes: number;
  readonly findings: readonly Found[];
}

export interface Found {
  readonly program: number;
  readonly given: Case;
  readonly finding: Finding;
}

export interface FuzzOptions {
  readonly seed: number;
  /** The first program, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Stops after so many findings. */
  readonly most?: number;
  readonly columns?: readonly Column[];
  readonly progress?: (program: number, found?: Found) => void;
}

export function fuzz({ seed, from, to, most = 1, columns = COLUMNS, progress }: FuzzOptions): Fuzzed {
  const counts = noCounts();
  const findings: Found[] = [];
  let nodes = 0;
  for (let program = from; program < to && findings.length < most; program++) {
    const given = caseOf(seed, program);
    nodes += given.tapes.reduce((total, tape) => total + tape.nodes.length, 0);
    const finding = check(given, counts, columns);
    const found = finding && { program, given, finding };
    if (found) findings.push(found);
    progress?.(program, found);
  }
  return { counts, nodes, findings };
}
