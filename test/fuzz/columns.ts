/**
 * The ways to run a program that are compared with each other: Values recorded afresh, plain numbers, and compiled programs in both
 * precisions. A backend that is added later is one more column here. Next: compare.ts.
 */
import { sum } from "chainrule";
import { compile, type BackendName, type Program } from "chainrule/compile";
import type { Precision } from "./arithmetic.js";
import { evaluate, type Terms } from "./reference.js";
import { reorderedSums } from "./reordered.js";
import { record, type Graph, type Ref, type Tape } from "./tape.js";

export interface Result {
  /** The root's value; of several roots, their sum. */
  readonly value: number;
  readonly outputs: ArrayLike<number>;
  readonly gradients: ArrayLike<number>;
}

/** One or several programs over the same parameters, ready to run. */
export interface Session {
  run(program: number, numbers: readonly number[]): Result;
  /** The sums that are not added up in the recorded order. */
  readonly reordered: readonly ReadonlyMap<Ref, Terms>[];
  close(): void;
}

export interface Column {
  readonly name: string;
  readonly precision: Precision;
  /** The programs of a case, and the numbers that each is recorded with. */
  open(tapes: readonly Tape[], numbers: readonly (readonly number[])[]): Session;
}

const nothing = (): void => undefined;
const inOrder = (tapes: readonly Tape[]): ReadonlyMap<Ref, Terms>[] => tapes.map(() => new Map());
const total = (roots: readonly number[]): number => (roots.length === 0 ? 0 : roots.reduce((x, y) => x + y));

export const eager: Column = {
  name: "Values",
  precision: "f64",
  open: (tapes) => ({
    run(program, numbers) {
      const { roots, outputs, parameters } = record(tapes[program] as Tape, numbers);
      const root = roots.length === 1 ? roots[0] : sum(roots);
      root?.backward();
      return {
        value: total(roots.map(({ data }) => data)),
        outputs: outputs.map(({ data }) => data),
        gradients: parameters.map(({ grad }) => grad),
      };
    },
    reordered: inOrder(tapes),
    close: nothing,
  }),
};

const plain = (precision: Precision): Column => ({
  name: `plain numbers, ${precision}`,
  precision,
  open: (tapes) => ({
    run(program, numbers) {
      const tape = tapes[program] as Tape;
      const { values, gradients } = evaluate(tape, numbers, precision);
      const at = (refs: readonly Ref[]): number[] => refs.map((ref) => values[ref] as number);
      return { value: total(at(tape.roots)), outputs: at(tape.outputs), gradients };
    },
    reordered: inOrder(tapes),
    close: nothing,
  }),
});

export const plainDouble = plain("f64");
export const plainSingle = plain("f32");

/** Compiled by `compile`. The first program owns the parameters, the others share them. */
export const compiled = (precision: Precision, backend: BackendName = "wasm"): Column => ({
  name: `compiled, ${precision}, ${backend}`,
  precision,
  open(tapes, numbers) {
    const graphs: ReturnType<typeof record>[] = [];
    const programs: Program[] = [];
    const reordered: ReadonlyMap<Ref, Terms>[] = [];
    tapes.forEach((tape, i) => {
      const graph = record(tape, numbers[i] as readonly number[], graphs[0]?.parameters);
      const program = programOf(graph, precision, backend, programs[0]);
      graphs.push(graph);
      programs.push(program);
      reordered.push(reorderedSums(program, graph, backend));
    });
    let runs = 0;
    return {
      run(i, all) {
        const [program, tape] = [programs[i] as Program, tapes[i] as Tape];
        // The first run of the first program is on the numbers that it was recorded with.
        if (runs++ > 0) program.parameters.set(all.slice(0, tape.parameters));
        program.inputs.set(all.slice(tape.parameters));
        if (runs % 3 === 0) checkForward(program);
        const value = program.run();
        return { value, outputs: program.outputs.slice(), gradients: program.gradients.slice() };
      },
      reordered,
      close() {
        for (const program of programs) program.dispose();
      },
    };
  },
});

export const compiledDouble = compiled("f64");
export const compiledSingle = compiled("f32");
export const referenceDouble = compiled("f64", "reference");
export const referenceSingle = compiled("f32", "reference");

function programOf(
  { roots, parameters, inputs, outputs }: Graph,
  precision: Precision,
  backend: BackendName,
  shared?: Program,
): Program {
  const [root] = roots;
  return compile(roots.length === 1 && root ? root : roots, {
    parameters,
    inputs,
    outputs,
    precision,
    backend,
    ...(shared && { shared }),
  });
}

/** `forward` computes what `run` does and leaves the gradients as they are. */
function checkForward(program: Program): void {
  const before = program.gradients.slice();
  const value = program.forward();
  const outputs = program.outputs.slice();
  const same = (xs: ArrayLike<number>, ys: ArrayLike<number>): boolean =>
    Array.from(xs).every((x, i) => Object.is(x, ys[i]));
  if (!same(before, program.gradients)) throw new Error("forward changed the gradients");
  const again = program.run();
  if (!Object.is(value, again) || !same(outputs, program.outputs)) {
    throw new Error("forward and run compute different numbers");
  }
}
