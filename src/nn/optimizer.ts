/**
 * What all optimizers share: a target, an update rule stated in symbols, and the numbers of the next step. Over Values the rule
 * is evaluated, over a compiled program it runs in WebAssembly, and both give the same numbers. Next: optimizers.ts and adam.ts.
 */
import { elements, isArray, read, wrong } from "../arguments/checks.js";
import { ValueUpdater, type UpdateRule } from "../engine/update.js";
import { isValue, type Value } from "../engine/value.js";
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

/** @throws ChainruleError if it is neither a list of Values nor something that applies update rules. */
export function checkTarget(target: unknown, caller: string): void {
  const list = isArray(target) ? elements(target, `${caller}: target`, "a list of Values") : [];
  for (let i = 0; i < list.length; i++) {
    if (!isValue(list[i])) throw wrong(`${caller}: parameter ${String(i)}`, list[i], "a Value");
  }
  if (isArray(target)) return;
  const isUpdatable = (given: object): boolean =>
    "gradients" in given && "update" in given && "stateOf" in given;
  if (typeof target === "object" && target !== null && read(`${caller}: target`, () => isUpdatable(target)))
    return;
  throw wrong(`${caller}: target`, target, "the parameters, a list of Values, or a program");
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
  /** May be changed between steps. */
  learningRate: number;
  private readonly updater: Pick<Updatable, "update" | "stateOf">;
  private readonly parameters: readonly Value[];
  private readonly rule: UpdateRule;
  private taken = 0;

  /** @throws ChainruleError if the learning rate is not a positive number or the target holds something else than Values. */
  constructor(target: Target, rule: UpdateRule, learningRate: number) {
    // A rule of its own for every optimizer: a program keeps state by rule.
    this.rule = { ...rule };
    checkTarget(target, this.name);
    this.parameters = isValues(target) ? target : [];
    if (isValues(target)) {
      const values = new ValueUpdater(target, this.rule);
      this.updater = { update: (_rule, settings) => { values.update(settings); }, stateOf: () => values.state }; // prettier-ignore
    } else {
      this.updater = target;
    }
    this.learningRate = this.positive("learningRate", learningRate);
  }

  protected get name(): string {
    return this.constructor.name;
  }

  protected positive(name: string, value: number): number {
    if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
    throw new ChainruleError(`${this.name}: ${name} is ${String(value)}, expected a positive number`);
  }

  /** A share from 0 to below 1: what decays. */
  protected decay(name: string, value: number, least: "0" | "above 0" = "above 0"): number {
    const isEnough = least === "0" ? value >= 0 : this.positive(name, value) > 0;
    if (isEnough && value < 1) return value;
    const expected = least === "0" ? "a number from 0 to below 1" : "a number below 1";
    throw new ChainruleError(`${this.name}: ${name} is ${String(value)}, expected ${expected}`);
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
   * @throws ChainruleError if what was saved is of another length than this optimizer keeps.
   */
  restore({ steps, state }: OptimizerState): void {
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
