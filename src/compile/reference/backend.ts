/**
 * Plans in plain JavaScript: every statement and every record is run as it stands, one number after the other, so that it can be read and
 * trusted. The tests compare the other backends with it. terms.ts has the arithmetic and records.ts what is not in loops.
 */
import type { Action, Backend, Numbers } from "../backend.js";
import type { Statement, Term } from "../ir/statement.js";
import { unitsOf } from "./records.js";
import { each, evaluation, type Evaluation } from "./terms.js";

export const reference: Backend = {
  load({ numeric, slots, records, roots, cleared, ...passes }) {
    const zeros = (count: number): Numbers =>
      numeric.type === "f64" ? new Float64Array(count) : new Float32Array(count);
    const [values, adjoints] = [zeros(slots), zeros(slots)];
    const make = (term: Term | undefined): Evaluation => (term ? evaluation(term, numeric) : () => -0);
    const table = Array.from(records, (record) => ({ ...record, unit: unitsOf(record, values, adjoints, make) })); // prettier-ignore
    const runStatements = (statements: readonly Statement[], state = zeros(0)): void => {
      const spaces = { value: values, adjoint: adjoints, state };
      for (const { loops, target, mode, initial, loads, term } of statements) {
        const [into, value] = [spaces[target.space], make(term)];
        if (initial !== undefined) each(loops, [target], ([slot]) => { into[slot as number] = initial; }); // prettier-ignore
        each(loops, [target, ...loads], ([slot = 0, ...from]) => {
          const x = value(loads.map(({ space }, k) => spaces[space][from[k] as number] as number));
          into[slot] = mode === "assign" ? x : mode.num(into[slot] as number, x);
        });
      }
    };
    const runActions = (actions: readonly Action[], isForward: boolean): void => {
      for (const action of actions) {
        if (action.kind === "loops") { runStatements(action.statements); continue; } // prettier-ignore
        const run = table.slice(action.from, action.to);
        for (const { unit, count, destination } of isForward ? run : run.reverse()) {
          for (let i = 0; i < count; i++) {
            if (isForward) values[destination + i] = unit.forward(i);
            else unit.backward(i, (slot, term) => { (adjoints[slot] as number) += term; }); // prettier-ignore
          }
        }
      }
    };
    const forward = (): void => { runActions(passes.forward, true); }; // prettier-ignore
    return {
      ...{ values, adjoints, forward, bytes: { code: 0, table: 0, memory: 2 * values.byteLength } },
      run() {
        forward();
        for (const [first, count] of cleared) adjoints.fill(0, first, first + count);
        for (const root of roots) adjoints[root] = roots.filter((other) => other === root).length;
        runActions(passes.backward, false);
      },
      update(statements, count) {
        const state = zeros(count);
        return { state, run: () => { runStatements(statements, state); } }; // prettier-ignore
      },
    };
  },
};
