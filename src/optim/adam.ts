/** Adam, and AdamW with weight decay apart from the gradient. */
import { decay, notNegative, positive } from "../arguments/checks.js";
import { options, or, type ChecksOf } from "../arguments/options.js";
import type { UpdateRule } from "./update-rule.js";
import { one } from "../ops/index.js";
import { Optimizer, type Target } from "./optimizer.js";

/** Rate and decays of `Adam`. */
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

const CHECKS = {
  learningRate: or(positive, 1e-3),
  beta1: or(decay, 0.9),
  beta2: or(decay, 0.999),
  epsilon: or(positive, 1e-8),
} satisfies ChecksOf<AdamOptions>;

/** `step` is learningRate / (1 − β₁ᵗ) and `scale` 1 / (1 − β₂ᵗ): of three divisions a parameter, one is left. */
type Setting = "step" | "beta1" | "beta2" | "epsilon" | "scale";

const ADAM: UpdateRule<"m" | "v", Setting> = {
  state: ["m", "v"],
  settings: ["step", "beta1", "beta2", "epsilon", "scale"],
  next: (_p, g, { m, v }, { beta1, beta2 }) => ({
    m: beta1.mul(m).add(one.sub(beta1).mul(g)),
    v: beta2.mul(v).add(one.sub(beta2).mul(g.square())),
  }),
  parameter: (p, _g, { m, v }, { step, epsilon, scale }) =>
    p.sub(step.mul(m).div(v.mul(scale).sqrt().add(epsilon))),
};

/** Adam's step from a parameter that has decayed first. */
const ADAM_W: UpdateRule<"m" | "v", Setting | "kept"> = {
  ...ADAM,
  settings: [...ADAM.settings, "kept"],
  parameter: (p, g, state, settings) => ADAM.parameter(settings.kept.mul(p), g, state, settings),
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
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;

  /** @throws ChainruleError if a setting is not a positive number, or a decay is not below 1. */
  constructor(target: Target, given?: AdamOptions, rule: UpdateRule = ADAM) {
    const { learningRate, beta1, beta2, epsilon } = options(new.target.name, given, CHECKS);
    super(target, rule, learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  protected settings(t: number): Record<string, number> {
    const { learningRate, beta1, beta2, epsilon } = this;
    return { step: learningRate / (1 - beta1 ** t), beta1, beta2, epsilon, scale: 1 / (1 - beta2 ** t) };
  }
}

/** Those of `Adam`, and the decay of the weights. */
export interface AdamWOptions extends AdamOptions {
  /** The share, times the learning rate, that every parameter loses at each step. Default 0.01. */
  readonly weightDecay?: number;
}

/**
 * AdamW (Loshchilov and Hutter, 2019): p ← p − learningRate · weightDecay · p, then Adam's step.
 * @example
 * const x = new Value(3);
 * const optimizer = new AdamW([x], { learningRate: 0.1, weightDecay: 0.5 });
 * x.square().backward();
 * optimizer.step();
 * x.data; // 2.75, to 8 decimals
 */
export class AdamW extends Adam {
  private readonly weightDecay: number;

  /** @throws ChainruleError if a setting is not a positive number, a β is not below 1 or the weight decay is negative. */
  constructor(target: Target, given?: AdamWOptions) {
    const { weightDecay, ...rest } = options("AdamW", given, {
      ...CHECKS,
      weightDecay: or(notNegative, 0.01),
    });
    super(target, rest, ADAM_W);
    this.weightDecay = weightDecay;
  }

  protected override settings(t: number): Record<string, number> {
    return { ...super.settings(t), kept: 1 - this.learningRate * this.weightDecay };
  }
}
