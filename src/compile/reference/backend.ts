/**
 * Plans in plain JavaScript: every statement and every record is run as it stands, one number after the other, so that it can be read and
 * trusted. The tests compare the other backends with it. terms.ts has the arithmetic and records.ts what is not in loops.
 */
import type { Action, Backend, Machine, Numbers, Plan, Update } from "../backend.js";
import type { Statement } from "../statement.js";
import { recordOf } from "./records.js";
import { each, evaluation } from "./terms.js";

export const reference: Backend = { load: (plan) => new ReferenceMachine(plan) };

class ReferenceMachine implements Machine {
  readonly values: Numbers;
  readonly adjoints: Numbers;
  readonly bytes: Machine["bytes"];
  private readonly steps: Readonly<Record<"forward" | "backward", readonly (() => void)[]>>;

  constructor(private readonly plan: Plan) {
    this.values = this.zeros(plan.slots);
    this.adjoints = this.zeros(plan.slots);
    this.bytes = { code: 0, table: 0, memory: 2 * this.values.byteLength };
    const records = Array.from(plan.records, (stretch) =>
      recordOf(stretch, this.values, this.adjoints, plan.numeric),
    );
    const stepsOf = (actions: readonly Action[], pass: "forward" | "backward"): (() => void)[] =>
      actions.flatMap((action) => {
        if (action.kind === "loops") return action.statements.map((statement) => this.statement(statement));
        const run = records.slice(action.from, action.to);
        return (pass === "forward" ? run : run.reverse()).map((record) => record[pass]);
      });
    this.steps = {
      forward: stepsOf(plan.forward, "forward"),
      backward: stepsOf(plan.backward, "backward"),
    };
  }

  private zeros(count: number): Numbers {
    return this.plan.numeric.type === "f64" ? new Float64Array(count) : new Float32Array(count);
  }

  private statement({ loops, target, mode, initial, loads, term }: Statement, state?: Numbers): () => void {
    const spaces = { value: this.values, adjoint: this.adjoints, state: state ?? this.zeros(0) };
    const into = spaces[target.space];
    const from = loads.map(({ space }) => spaces[space]);
    const value = evaluation(term, this.plan.numeric);
    return () => {
      if (initial !== undefined) each(loops, [target], ([slot]) => { into[slot as number] = initial; }); // prettier-ignore
      each(loops, [target, ...loads], ([slot = 0, ...slots]) => {
        const x = value(slots.map((place, k) => from[k]?.[place] as number));
        into[slot] = mode === "assign" ? x : mode.num(into[slot] as number, x);
      });
    };
  }

  readonly forward = (): void => {
    for (const step of this.steps.forward) step();
  };

  readonly run = (): void => {
    this.forward();
    const { adjoints, plan } = this;
    for (const [first, count] of plan.cleared) adjoints.fill(0, first, first + count);
    for (const root of plan.roots) adjoints[root] = plan.roots.filter((other) => other === root).length;
    for (const step of this.steps.backward) step();
  };

  update(statements: readonly Statement[], count: number): Update {
    const state = this.zeros(count);
    const steps = statements.map((statement) => this.statement(statement, state));
    return {
      state,
      run: () => {
        for (const step of steps) step();
      },
    };
  }
}
