/**
 * Compares what `npm run mutation` left alive with the list of equivalent mutants. Every survivor has to be in the list, with its reason, and
 * every entry of the list has to be a survivor.
 */
import { readFileSync } from "node:fs";

interface Position {
  readonly line: number;
  readonly column: number;
}
interface Mutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly location: { readonly start: Position; readonly end: Position };
}
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}
interface Equivalent {
  readonly reason: string;
  /** `file: text => replacement`. */
  readonly mutants: readonly string[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const { files } = read("out/mutation/report.json") as Report;
const listed = (read("scripts/mutation/equivalent.json") as Equivalent[]).flatMap(({ mutants }) => mutants);

function textOf(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] as string).slice(0, end.column - 1);
  lines[0] = (lines[0] as string).slice(start.column - 1);
  return lines.join(" ").replaceAll(/\s+/g, " ");
}

const withStatus = (...wanted: readonly string[]): string[] =>
  Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => wanted.includes(status))
      .map(
        (mutant) =>
          `${file}: ${textOf(source, mutant.location)} => ${mutant.replacement.replaceAll(/\s+/g, " ")}`,
      ),
  );
const survivors = withStatus("Survived", "NoCoverage");
/** What only costs time survives on one machine and runs out of time on another. */
const slow = withStatus("Timeout");
const unexplained = survivors.filter((survivor) => !listed.includes(survivor));
const stale = listed.filter((entry) => !survivors.includes(entry) && !slow.includes(entry));
for (const survivor of unexplained) console.error(`no reason is given for ${survivor}`);
for (const entry of stale) console.error(`is killed, or is gone: ${entry}`);
console.log(`${String(survivors.length)} survivors, ${String(unexplained.length)} of them without a reason`);
if (unexplained.length + stale.length > 0) process.exitCode = 1;
