/**
 * Optimizers: what moves parameters against their gradients. Each states its update once, in symbols; over Values it is
 * evaluated, over a compiled program it runs in WebAssembly, and both give the same numbers.
 */
import { ValueUpdater, type UpdateRule } from "../engine/update.js";
import { Value } from "../engine/value.js";
import { ChainruleError } from "../errors.js";
import { one } from "../ops/index.js";

/** Something that applies update rules itself, as a compiled Program does. */
export interface Updatable {
  update(rule: UpdateRule, settings: Readonly<Record<string, number>>): void;
}

/** The parameters of a model, or a program compiled from it. */
export type Target = readonly Value[] | Updatable;

const isValues = (target: Target): target is readonly Value[] => Array.isArray(target);

abstract class Optimizer {
  private readonly updater: Updatable;
  private readonly parameters: readonly Value[];
  private readonly rule: UpdateRule;

  constructor(target: Target, rule: UpdateRule) {
    // A rule of its own for every optimizer: a program keeps state by rule.
    this.rule = { ...rule };
    this.parameters = isValues(target) ? target : [];
    const wrong = this.parameters.findIndex((parameter) => !(parameter instanceof Value));
    if (wrong >= 0)
      throw new ChainruleError(`${this.constructor.name}: parameter ${String(wrong)} is not a Value`);
    if (isValues(target)) {
      const values = new ValueUpdater(target, this.rule);
      this.updater = { update: (_rule, settings) => { values.update(settings); } }; // prettier-ignore
    } else {
      this.updater = target;
    }
  }

  /** The numbers of the next step. */
  protected abstract settings(): Readonly<Record<string, number>>;

  /** Moves every parameter once. */
  step(): void {
    this.updater.update(this.rule, this.settings());
  }

  /** Sets the gradients of the Values to 0, since backward passes add to them. A program needs no such step. */
  zeroGrad(): void {
    for (const parameter of this.parameters) parameter.grad = 0;
  }
}

function positive(value: number, name: string, optimizer: string): number {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
  throw new ChainruleError(`${optimizer}: ${name} is ${String(value)}, expected a positive number`);
}

export interface SgdOptions {
  readonly learningRate: number;
}

/**
 * Stochastic gradient descent: p ← p − learningRate · g.
 * @example
 * const x = new Value(3);
 * const sgd = new Sgd([x], { learningRate: 0.1 });
 * x.square().backward();
 * sgd.step();
 * x.data; // 2.4
 */
export class Sgd extends Optimizer {
  /** May be changed between steps. */
  learningRate: number;

  /** @throws ChainruleError if the learning rate is not a positive number. */
  constructor(target: Target, { learningRate }: SgdOptions) {
    super(target, {
      state: [],
      settings: ["rate"],
      next: () => ({}),
      parameter: (p, g, _state, settings) => p.sub(settings.rate.mul(g)),
    } satisfies UpdateRule<never, "rate">);
    this.learningRate = positive(learningRate, "learningRate", "Sgd");
  }

  protected settings(): Record<string, number> {
    return { rate: this.learningRate };
  }
}

export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: number;
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root in the denominator. Default 1e-8. */
  readonly epsilon?: number;
}

/** `step` is learningRate / (1 − β₁ᵗ) and `scale` 1 / √(1 − β₂ᵗ): one division a parameter is left of three. */
const ADAM: UpdateRule<"m" | "v", "step" | "beta1" | "beta2" | "epsilon" | "scale"> = {
  state: ["m", "v"],
  settings: ["step", "beta1", "beta2", "epsilon", "scale"],
  next: (_p, g, { m, v }, { beta1, beta2 }) => ({
    m: beta1.mul(m).add(one.sub(beta1).mul(g)),
    v: beta2.mul(v).add(one.sub(beta2).mul(g.square())),
  }),
  parameter: (p, _g, { m, v }, { step, epsilon, scale }) =>
    p.sub(step.mul(m).div(v.sqrt().mul(scale).add(epsilon))),
};

/**
 * Adam (Kingma and Ba, 2015): means m of g and v of g², corrected for their start at 0;
 * p ← p − learningRate · m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
 * @example
 * const x = new Value(3);
 * const adam = new Adam([x], { learningRate: 0.1 });
 * x.square().backward();
 * adam.step();
 * x.data; // 2.9, to 8 decimals
 */
export class Adam extends Optimizer {
  /** May be changed between steps. */
  learningRate: number;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private steps = 0;

  /** @throws ChainruleError if a setting is not a positive number, or a decay is not below 1. */
  constructor(
    target: Target,
    { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {},
  ) {
    super(target, ADAM);
    this.learningRate = positive(learningRate, "learningRate", "Adam");
    this.beta1 = positive(beta1, "beta1", "Adam");
    this.beta2 = positive(beta2, "beta2", "Adam");
    this.epsilon = positive(epsilon, "epsilon", "Adam");
    for (const [name, beta] of Object.entries({ beta1, beta2 })) {
      if (beta >= 1) throw new ChainruleError(`Adam: ${name} is ${String(beta)}, expected a number below 1`);
    }
  }

  protected settings(): Record<string, number> {
    this.steps++;
    const { learningRate, beta1, beta2, epsilon, steps } = this;
    const step = learningRate / (1 - beta1 ** steps);
    return { step, beta1, beta2, epsilon, scale: 1 / Math.sqrt(1 - beta2 ** steps) };
  }
}
