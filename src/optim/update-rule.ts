/**
 * Update rules: one step of an optimizer for one parameter, stated in symbols, so that the same rule moves Values here and is
 * compiled for a Program. Next: nn/optimizers.ts, which holds the rules and their settings.
 */
import { fn, instance, listOf, text, type Check } from "../arguments/checks.js";
import { byName, record } from "../arguments/options.js";
import { constant, functionOf, reads, variable } from "../ops/index.js";
import { Sym } from "../ops/sym.js";
import type { Value } from "../engine/value.js";

/** Symbols by name. */
export type Symbols<Name extends string = string> = Readonly<Record<Name, Sym>>;

export interface UpdateRule<State extends string = string, Setting extends string = string> {
  /** Names of the numbers kept from step to step for each parameter; they start at 0. */
  readonly state: readonly State[];
  /** Names of the numbers that are the same for all parameters and may change at each step. */
  readonly settings: readonly Setting[];
  /** The new state, from the parameter `p`, its gradient `g` and the old state. */
  readonly next: (p: Sym, g: Sym, state: Symbols<State>, settings: Symbols<Setting>) => Symbols<State>;
  /** The new parameter, from the new state. */
  readonly parameter: (p: Sym, g: Sym, state: Symbols<State>, settings: Symbols<Setting>) => Sym;
}

const NAMES = listOf(text, "a list of names");

/** @throws ChainruleError if it is no update rule. */
export const checkRule: Check<UpdateRule> = record({
  state: NAMES,
  settings: NAMES,
  next: fn<UpdateRule["next"]>(),
  parameter: fn<UpdateRule["parameter"]>(),
});
const SYM = instance(Sym, "an expression of p, g, the state and the settings");
const STATE = byName(SYM, "expressions by the names of the state");

/** One assignment of a rule: a state, the parameter `p`, or a temporary. */
export interface Assignment {
  readonly target: string;
  readonly value: Sym;
}

/** A rule run on symbols: the assignments it makes, in order, and the names of numbers that are needed only meanwhile. */
export interface Steps {
  readonly temporaries: readonly string[];
  readonly assignments: readonly Assignment[];
}

const symbols = (names: readonly string[]): Symbols =>
  Object.fromEntries(names.map((name) => [name, variable(name)]));

/**
 * The steps of a rule over the variables `p`, `g`, its state and its settings. All of the new state is made of the old one: where a later
 * state reads an earlier one, the earlier one waits in a temporary.
 */
export function stepsOf(rule: UpdateRule): Steps {
  const [p, g] = [variable("p"), variable("g")];
  const [state, settings] = [symbols(rule.state), symbols(rule.settings)];
  const next = STATE(rule.next(p, g, state, settings), "update rule: what next gave");
  const values = rule.state.map((target) => ({ target, value: next[target] ?? constant(0) }));
  const waiting = values.filter(({ target }, k) =>
    values.slice(k + 1).some(({ value }) => reads(value, target)),
  );
  const temporary = (target: string): string => `next ${target}`;
  return {
    temporaries: waiting.map(({ target }) => temporary(target)),
    assignments: [
      ...values.map((each) => (waiting.includes(each) ? { ...each, target: temporary(each.target) } : each)),
      ...waiting.map(({ target }) => ({ target, value: variable(temporary(target)) })),
      { target: "p", value: SYM(rule.parameter(p, g, state, settings), "update rule: what parameter gave") },
    ],
  };
}

/** Applies a rule to Values, step by step, with the state it needs. */
export class ValueUpdater {
  private readonly names: readonly string[];
  /** One number per parameter for each name of the rule's state, name by name. */
  readonly state: Float64Array;
  private readonly steps: readonly {
    readonly index: number;
    readonly value: (at: ArrayLike<number>) => number;
  }[];

  constructor(
    private readonly parameters: readonly Value[],
    private readonly rule: UpdateRule,
  ) {
    const { temporaries, assignments } = stepsOf(rule);
    this.names = ["p", "g", ...rule.state, ...rule.settings, ...temporaries];
    this.state = new Float64Array(parameters.length * rule.state.length);
    this.steps = assignments.map(({ target, value }) => ({
      index: this.names.indexOf(target),
      value: functionOf(value, this.names),
    }));
  }

  update(settings: Readonly<Record<string, number>>): void {
    const { state, rule, steps, parameters } = this;
    const count = parameters.length;
    const at = new Float64Array(this.names.length);
    const kept = rule.state.length;
    rule.settings.forEach((name, i) => (at[2 + kept + i] = settings[name] ?? NaN));
    parameters.forEach((parameter, i) => {
      at[0] = parameter.data;
      at[1] = parameter.grad;
      for (let k = 0; k < kept; k++) at[2 + k] = state[k * count + i] as number;
      for (const { index, value } of steps) at[index] = value(at);
      parameter.data = at[0];
      for (let k = 0; k < kept; k++) state[k * count + i] = at[2 + k] as number;
    });
  }
}
