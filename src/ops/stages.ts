/**
 * How a list operation is computed: one total after another, each a loop over the elements. Everything that runs a list operation (the
 * generated code, derivatives as graphs and as numbers, the compiler) reads it from here; the row states it once.
 */
import { evaluate, functionOf } from "./evaluate.js";
import { substitute, variable, type ListOp, type Sym } from "./sym.js";

/** One loop over the elements. */
export interface Stage {
  /** What the total is called in later stages, in the result and in gradients. */
  readonly name: string;
  /** What the total starts from; undefined for a number that is made once, of the totals before. */
  readonly initial: number | undefined;
  /** What an element makes of it, over `acc`, `x`, `y` and the names of the totals before. */
  readonly step: Sym;
}

/** The stages of a list operation, and its value over their names; undefined if its row does not state them. */
export interface Stages {
  readonly stages: readonly Stage[];
  readonly result: Sym;
}

/** What a list operation is computed by. */
type Folded = Pick<ListOp, "initial" | "step" | "totals" | "result">;

export function stagesOf(op: Folded): Stages | undefined {
  if (op.step) {
    return { stages: [{ name: "acc", initial: op.initial, step: op.step() }], result: variable("acc") };
  }
  if (!op.totals || !op.result) return undefined;
  const stages = op.totals().map(({ name, by, of }): Stage => {
    if (by === undefined) return { name, initial: undefined, step: of };
    const step = by.operands.length === 1 ? by.step?.() : undefined;
    if (step === undefined)
      throw new RangeError(`the total ${name} is by an operation without step, or on two lists`);
    return { name, initial: by.initial, step: substitute(step, new Map([["x", of]])) };
  });
  return { stages, result: op.result() };
}

/** The totals of a list operation on numbers, by name. */
export function totalsAt(
  { totals }: ListOp,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const { name, by, of } of totals?.() ?? []) {
    const term = (i: number): number =>
      evaluate(of, new Map([...found, ["x", x[i] ?? NaN], ["y", y[i] ?? NaN]]));
    found.set(
      name,
      by === undefined
        ? term(0)
        : by.num(
            Array.from(x, (_, i) => term(i)),
            [],
          ),
    );
  }
  return found;
}

/** The number function of a list operation, from its stages. */
export function numberFunction(op: Folded): ListOp["num"] {
  const { stages, result } = stagesOf(op) as Stages;
  const names = ["acc", "x", "y", ...stages.map(({ name }) => name)];
  const steps = stages.map(({ initial, step }) => ({ initial, next: functionOf(step, names) }));
  const finish = functionOf(result, names);
  return (x, y) => {
    const at = new Float64Array(names.length);
    steps.forEach(({ initial, next }, k) => {
      if (initial === undefined) at[0] = next(at);
      else {
        at[0] = initial;
        for (let i = 0; i < x.length; i++) {
          at[1] = x[i] ?? NaN;
          at[2] = y[i] ?? NaN;
          at[0] = next(at);
        }
      }
      at[3 + k] = at[0];
    });
    return finish(at);
  };
}
