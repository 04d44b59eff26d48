/**
 * Plans in plain JavaScript: every statement and every record is run as it stands, one number after the other, so that it can be read and
 * trusted. The tests compare the other backends with it. terms.ts has the arithmetic and records.ts what is not in loops.
 */
import type { Action, Backend, Machine, Numbers, Plan, Update } from "../backend.js";
import type { Statement } from "../ir/statement.js";
import type { Stretch } from "../plan/steps.js";
import { runRecord, type Pass } from "./records.js";
import { each, evaluation } from "./terms.js";

export const reference: Backend = { load: (plan) => new ReferenceMachine(plan) };

class ReferenceMachine implements Machine {
  readonly values: Numbers;
  readonly adjoints: Numbers;
  readonly bytes: Machine["bytes"];
  private readonly records: readonly Stretch[];

  constructor(private readonly plan: Plan) {
    this.values = this.zeros(plan.slots);
    this.adjoints = this.zeros(plan.slots);
    this.bytes = { code: 0, table: 0, memory: 2 * this.values.byteLength };
    this.records = [...plan.records];
  }

  private zeros(count: number): Numbers {
    return this.plan.numeric.type === "f64" ? new Float64Array(count) : new Float32Array(count);
  }

  private runStatement(
    { loops, target, mode, initial, loads, term }: Statement,
    state = this.zeros(0),
  ): void {
    const spaces = { value: this.values, adjoint: this.adjoints, state };
    const into = spaces[target.space];
    const value = evaluation(term, this.plan.numeric);
    if (initial !== undefined) each(loops, [target], ([slot]) => { into[slot as number] = initial; }); // prettier-ignore
    each(loops, [target, ...loads], ([slot = 0, ...slots]) => {
      const x = value(loads.map(({ space }, k) => spaces[space][slots[k] as number] as number));
      into[slot] = mode === "assign" ? x : mode.num(into[slot] as number, x);
    });
  }

  private runActions(actions: readonly Action[], pass: Pass): void {
    for (const action of actions) {
      if (action.kind === "loops") {
        for (const statement of action.statements) this.runStatement(statement);
        continue;
      }
      const run = this.records.slice(action.from, action.to);
      for (const record of pass === "forward" ? run : run.reverse())
        runRecord(record, pass, this, this.plan.numeric);
    }
  }

  readonly forward = (): void => {
    this.runActions(this.plan.forward, "forward");
  };

  readonly run = (): void => {
    this.forward();
    const { adjoints, plan } = this;
    for (const [first, count] of plan.cleared) adjoints.fill(0, first, first + count);
    for (const root of plan.roots) adjoints[root] = plan.roots.filter((other) => other === root).length;
    this.runActions(plan.backward, "backward");
  };

  update(statements: readonly Statement[], count: number): Update {
    const state = this.zeros(count);
    return { state, run: () => { for (const statement of statements) this.runStatement(statement, state); } }; // prettier-ignore
  }
}
