/**
 * Program K of a seed: a family's graph with roots and outputs chosen, and the numbers of its runs. Everything follows from the two
 * numbers, so that a program can be made again by itself. Next: check.ts, which runs it.
 */
import { constant, logSumExp, sum, topologicalOrder, type Value } from "chainrule";
import { random } from "chainrule/nn";
import { innerNodes, withLeaves } from "../../src/engine/order.js";
import { Draw, type Family } from "./draw.js";
import { families } from "./families/index.js";
import { kindsOfRuns, numbersOf } from "./numbers.js";
import { tapeOf, type Tape } from "./tape.js";

/** A program to be compared: one graph, or several over the same parameters, and the numbers of each run of each. */
export interface Case {
  readonly name: string;
  readonly tapes: readonly Tape[];
  /** `runs[r][t]`: parameters and inputs of the t-th tape in run r. The parameters are the same for all tapes. */
  readonly runs: readonly (readonly (readonly number[])[])[];
}

const all: readonly (readonly [string, Family])[] = Object.entries(families).flatMap(([family, members]) =>
  Object.entries(members).map(([name, member]) => [`${family}: ${name}`, member] as const),
);

export function caseOf(seed: number, k: number): Case {
  const own = (seed % 2 ** 16) * 2 ** 32 + k;
  const [name, family] = all[random(own).integer(all.length)] as readonly [string, Family];
  const draw = new Draw(own);
  const recorded = family(draw);
  const made = recorded.length > 0 ? recorded : [sum(draw.parameters)];
  const parameters = draw.chance(0.15) ? draw.shuffled(draw.parameters) : draw.parameters;
  const inputs = draw.chance(0.15) ? draw.shuffled(draw.inputs) : draw.inputs;
  const count = draw.chance(0.15) ? 2 : 1;
  const tapes = Array.from({ length: count }, () => {
    const { roots, outputs } = endsOf(made, draw);
    const ends = [...roots, ...outputs];
    const read = new Set([...ends, ...withLeaves(innerNodes(ends))]);
    // An input that nothing reads is an error; a parameter may be unread.
    return tapeOf({ parameters, inputs: inputs.filter((x) => read.has(x)), roots, outputs });
  });
  const source = random(own + 1);
  const runs = kindsOfRuns(source).map((kind) => {
    const ofParameters = numbersOf(kind, parameters.length, source.integer(2 ** 30));
    return tapes.map(({ inputs: n }) => [...ofParameters, ...numbersOf(kind, n, source.integer(2 ** 30))]);
  });
  return { name, tapes, runs };
}

/** The roots and outputs of a program: in every way that `compile` takes them. */
function endsOf(made: readonly Value[], draw: Draw): { roots: Value[]; outputs: Value[] } {
  const some = (most: number): Value[] => draw.list(draw.integer(1, most), () => draw.pick(made));
  const last = made.at(-1) as Value;
  const roots = draw.pick<() => Value[]>([
    () => [sum(made)],
    () => [sum(made)],
    () => [sum(made.map((x, i) => x.mul(1 + (i % 5) / 4)))],
    () => [made.reduce((x, y) => x.add(y))],
    () => [last],
    () => [draw.pick(made)],
    () => some(4),
    () => [last, last, ...some(2)],
    () => [...made],
    () => [logSumExp(made)],
    () => [],
  ])();
  const inner = (): Value[] => {
    const [root] = roots.length > 0 ? roots : made;
    const nodes = topologicalOrder(root as Value);
    return draw.list(draw.integer(1, 5), () => draw.pick(nodes));
  };
  const outputs = draw.pick<() => Value[]>([
    () => [],
    () => [...made],
    () => some(5),
    inner,
    inner,
    () => [...inner(), ...roots],
    // What no root needs: it is computed and not differentiated.
    () => some(3).map((x) => x.sub(2).sqrt()),
    () => [...made.map((x) => x.reciprocal()), ...made.map((x) => x.log())],
    () => [constant(draw.number()), draw.parameters[0] ?? last, ...some(2)],
  ])();
  return { roots, outputs };
}
