/**
 * What all optimizers share: a target, an update rule stated in symbols, and the numbers of the next step. Over Values the rule
 * is evaluated, over a compiled program it runs in WebAssembly, and both give the same numbers. Next: optimizers.ts and adam.ts.
 */
import {
  count,
  isArray,
  isTypedArray,
  notNegative,
  numbers,
  positive,
  withMethods,
  wrong,
} from "../arguments/checks.js";
import { record } from "../arguments/options.js";
import { values } from "../engine/value-checks.js";
import { checkRule, ValueUpdater, type UpdateRule } from "./update-rule.js";
import type { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";

/** Something that applies update rules itself, as a compiled Program does. */
export interface Updatable {
  /** ∂loss/∂parameter; clipping writes here. */
  readonly gradients: Float64Array | Float32Array;
  /** Moves every parameter once by a rule, whose settings are given by name. */
  update(rule: UpdateRule, settings: Readonly<Record<string, number>>): void;
  /** What a rule keeps from step to step, name by name, one number per parameter. */
  stateOf(rule: UpdateRule): Float64Array | Float32Array;
}

/** The parameters of a model, or a program compiled from it. */
export type Target = readonly Value[] | Updatable;

export const isValues = (target: Target): target is readonly Value[] => Array.isArray(target);

const updatable = withMethods<Updatable>("the parameters, a list of Values, or a program", [
  "update",
  "stateOf",
]);
const SAVED = record({ steps: count, state: numbers });

/** @throws ChainruleError if it is neither a list of Values nor something that applies update rules. */
export function checkTarget(target: unknown, caller: string): void {
  if (isArray(target)) {
    values(target, caller, "parameter");
    return;
  }
  const name = `${caller}: target`;
  const { gradients } = updatable(target, name);
  if (!isTypedArray(gradients)) throw wrong(`${name}.gradients`, gradients, "an array of numbers");
}

/** What an optimizer knows after some steps: with it another optimizer goes on exactly as this one would. */
export interface OptimizerState {
  /** Steps made. */
  readonly steps: number;
  /** Name by name of the rule's state, one number per parameter. */
  readonly state: Float64Array;
}

/** What all optimizers are: a rule that moves parameters along their gradients, on Values or in a program. */
export abstract class Optimizer {
  private rate: number;
  private readonly updater: Pick<Updatable, "update" | "stateOf">;
  private readonly parameters: readonly Value[];
  private readonly rule: UpdateRule;
  private taken = 0;

  /** @throws ChainruleError if the learning rate is not a positive number or the target holds something else than Values. */
  constructor(target: Target, rule: UpdateRule, learningRate: number) {
    // A rule of its own for every optimizer: a program keeps state by rule.
    this.rule = checkRule(rule, `${this.name}: rule`);
    checkTarget(target, this.name);
    this.parameters = isValues(target) ? target : [];
    if (isValues(target)) {
      const values = new ValueUpdater(target, this.rule);
      this.updater = { update: (_rule, settings) => { values.update(settings); }, stateOf: () => values.state }; // prettier-ignore
    } else {
      this.updater = target;
    }
    this.rate = positive(learningRate, `${this.name}: learningRate`);
  }

  /** May be changed between steps; 0 leaves the parameters as they are. @throws ChainruleError if it is no number from 0. */
  get learningRate(): number {
    return this.rate;
  }

  set learningRate(rate: number) {
    this.rate = notNegative(rate, `${this.name}: learningRate`);
  }

  protected get name(): string {
    return this.constructor.name;
  }

  /** The numbers of step `t`, which counts from 1. */
  protected abstract settings(t: number): Readonly<Record<string, number>>;

  /** Moves every parameter once. */
  step(): void {
    this.taken++;
    this.updater.update(this.rule, this.settings(this.taken));
  }

  /** Sets the gradients of the Values to 0, since backward passes add to them. A program needs no such step. */
  zeroGrad(): void {
    for (const parameter of this.parameters) parameter.grad = 0;
  }

  /** What this optimizer has gathered so far, as a copy. */
  save(): OptimizerState {
    return { steps: this.taken, state: Float64Array.from(this.updater.stateOf(this.rule)) };
  }

  /**
   * Goes on from what another optimizer of the same kind saved.
   * @throws ChainruleError if it is nothing that was saved, or of another length than this optimizer keeps.
   */
  restore(saved: OptimizerState): void {
    const { steps, state } = SAVED(saved, `${this.name}: saved`);
    const own = this.updater.stateOf(this.rule);
    if (state.length !== own.length) {
      throw new ChainruleError(
        `${this.name}: the saved state has ${String(state.length)} numbers, expected ${String(own.length)}`,
      );
    }
    own.set(state);
    this.taken = steps;
  }
}
