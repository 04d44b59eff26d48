/**
 * Update rules: one step of an optimizer for one parameter, stated in symbols, so that the same rule moves Values here and is
 * compiled for a Program. Next: nn/optimizers.ts, which holds the rules and their settings.
 */
import { constant, functionOf, variable, type Sym } from "../ops/index.js";
import type { Value } from "./value.js";

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

/** A rule run on symbols: in order, the assignments it makes. */
export interface Assignment {
  readonly target: string;
  readonly value: Sym;
}

const symbols = (names: readonly string[]): Symbols =>
  Object.fromEntries(names.map((name) => [name, variable(name)]));

/** The assignments of a rule over the variables `p`, `g`, its state and its settings. */
export function assignments(rule: UpdateRule): Assignment[] {
  const [p, g] = [variable("p"), variable("g")];
  const [state, settings] = [symbols(rule.state), symbols(rule.settings)];
  const next = rule.next(p, g, state, settings);
  return [
    ...rule.state.map((target) => ({ target, value: next[target] ?? constant(0) })),
    { target: "p", value: rule.parameter(p, g, state, settings) },
  ];
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
    this.names = ["p", "g", ...rule.state, ...rule.settings];
    this.state = new Float64Array(parameters.length * rule.state.length);
    this.steps = assignments(rule).map(({ target, value }) => ({
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
