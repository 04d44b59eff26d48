/**
 * Makes a failing case smaller while it fails in the same column: fewer runs, roots and outputs; nodes cut off and made parameters with the
 * numbers that they had; nodes replaced by an operand; shorter lists; simpler numbers. Next: print.ts, which writes what is left.
 */
import { check, type Finding } from "./check.js";
import type { Case } from "./program.js";
import { edited, withoutUnread, type Edit } from "./edit.js";
import type { Ref, Tape } from "./tape.js";

export type Check = (given: Case) => Finding | undefined;

export interface Shrunk {
  readonly smallest: Case;
  readonly finding: Finding;
}

/** Shrinks for about so many milliseconds. */
export function shrink(given: Case, finding: Finding, milliseconds = 20_000, again: Check = check): Shrunk {
  const end = performance.now() + milliseconds;
  let best: Shrunk = { smallest: given, finding };
  const accepts = (candidate: Case): boolean => {
    const found = again(candidate);
    if (found?.column !== finding.column || found.against !== finding.against) return false;
    if (errorOf(found) !== errorOf(finding)) return false;
    best = { smallest: candidate, finding: found };
    return true;
  };
  for (let isSmaller = true; isSmaller && performance.now() < end;) {
    isSmaller = false;
    for (const candidates of STAGES) {
      // A stage begins again from what it has found, as long as it finds something.
      for (let isFound = true; isFound && performance.now() < end;) {
        isFound = false;
        for (const candidate of candidates(best)) {
          if (performance.now() >= end) break;
          if (candidate === undefined || !accepts(candidate)) continue;
          isFound = isSmaller = true;
          break;
        }
      }
    }
  }
  return best;
}

/** The first line of what was thrown, without the numbers in it. */
const errorOf = ({ difference }: Finding): string =>
  typeof difference === "string" ? (difference.split("\n")[0] ?? "").replace(/\d+/g, "#") : "";

type Candidates = (from: Shrunk) => Iterable<Case | undefined>;

/** Ranges of a list, from its halves down to single elements. */
function* ranges(length: number): Iterable<readonly [from: number, to: number]> {
  for (let size = Math.ceil(length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < length; from += size) yield [from, Math.min(length, from + size)];
  }
}

const without = <T>(list: readonly T[], from: number, to: number): T[] => [
  ...list.slice(0, from),
  ...list.slice(to),
];

function* fewerPrograms({ smallest, finding }: Shrunk): Iterable<Case> {
  const { tapes, runs, name } = smallest;
  if (tapes.length === 1) return;
  const { tape } = finding;
  yield { name, tapes: [tapes[tape] as Tape], runs: runs.map((run) => [run[tape] as readonly number[]]) };
}

function* fewerRuns({ smallest, finding }: Shrunk): Iterable<Case> {
  const { runs } = smallest;
  if (runs.length > 1) yield { ...smallest, runs: [runs[finding.run] as (typeof runs)[number]] };
  for (const [from, to] of ranges(runs.length)) {
    if (to - from < runs.length) yield { ...smallest, runs: without(runs, from, to) };
  }
}

/** Edits of each tape of a case. */
const edits = (propose: (tape: Tape) => Iterable<Edit>): Candidates =>
  function* ({ smallest }) {
    for (const [t, tape] of smallest.tapes.entries()) {
      for (const edit of propose(tape)) yield edited(smallest, t, edit);
    }
  };

const operations = ({ nodes }: Tape): Ref[] =>
  [...nodes.keys()].filter((ref) => nodes[ref]?.kind === "operation");

const fewerEnds = edits(function* ({ roots, outputs }) {
  for (const [from, to] of ranges(outputs.length)) yield { outputs: without(outputs, from, to) };
  for (const [from, to] of ranges(roots.length)) yield { roots: without(roots, from, to) };
});

const cuts = edits(function* (tape) {
  const inner = operations(tape);
  for (const [from, to] of ranges(inner.length)) yield { cut: new Set(inner.slice(from, to)) };
});

const replacements = edits(function* ({ nodes, roots }) {
  for (const node of nodes.keys()) {
    const made = nodes[node];
    if (made?.kind !== "operation") continue;
    const operands = [...new Set(made.lists.flat())];
    for (const operand of operands) yield { replace: new Map([[node, operand]]) };
    // One root that adds others up: these may be roots themselves.
    if (roots.length === 1 && roots[0] === node) for (const operand of operands) yield { roots: [operand] };
  }
  // Everything of one kind at once, so that what is left stays regular.
  const names = new Set(nodes.map((node) => (node.kind === "operation" ? node.operation.name : "")));
  for (const name of names) {
    const alike = [...nodes.entries()].flatMap(([ref, node]) => {
      const operand =
        node.kind === "operation" && node.operation.name === name ? node.lists[0]?.[0] : undefined;
      return operand === undefined ? [] : [[ref, operand] as const];
    });
    if (alike.length > 1) yield { replace: new Map(alike) };
  }
});

const shorterLists = edits(function* ({ nodes }) {
  const longest = Math.max(
    0,
    ...nodes.map((node) => (node.kind === "operation" ? (node.lists[0]?.length ?? 0) : 0)),
  );
  for (const [from, to] of ranges(longest)) yield { shorten: { from, to } };
  for (const [ref, node] of nodes.entries()) {
    if (node.kind !== "operation" || node.operation.row.kind === "fixed") continue;
    for (const [from, to] of ranges(node.lists[0]?.length ?? 0)) yield { shorten: { from, to, only: ref } };
  }
});

function* fewerLeaves(from: Shrunk): Iterable<Case | undefined> {
  yield withoutUnread(from.smallest);
  yield* frozen(from);
}

const frozen = edits(function* ({ parameters, inputs }) {
  for (let leaf = 0; leaf < parameters + inputs; leaf++) yield { freeze: new Set([leaf]) };
});

function* simplerNumbers({ smallest }: Shrunk): Iterable<Case> {
  const { runs } = smallest;
  for (const [r, run] of runs.entries()) {
    for (const [t, numbers] of run.entries()) {
      const set = (change: (x: number, i: number) => number): Case => ({
        ...smallest,
        runs: runs.with(r, run.with(t, numbers.map(change))),
      });
      for (const [i, x] of numbers.entries()) {
        const simpler = [0, 1, 2, Math.round(x), Number(x.toPrecision(2))].filter(
          (other) => String(other).length < String(x).length && !Object.is(other, x),
        );
        for (const other of simpler) yield set((each, k) => (k === i ? other : each));
      }
    }
  }
}

const STAGES: readonly Candidates[] = [
  fewerPrograms,
  fewerRuns,
  fewerEnds,
  cuts,
  replacements,
  shorterLists,
  fewerEnds,
  fewerLeaves,
  simplerNumbers,
];
