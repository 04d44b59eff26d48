/**
 * Optimizers: what moves parameters against their gradients. Each states its update once, in symbols. Adam and AdamW are in
 * adam.ts.
 */
import { decay, positive, share } from "../arguments/checks.js";
import { options, or, type ChecksOf } from "../arguments/options.js";
import type { UpdateRule } from "./update-rule.js";
import { one } from "../ops/index.js";
import { Optimizer, type Target } from "./optimizer.js";

/** The rate of `Sgd`. */
export interface SgdOptions {
  /** How far a step goes along −g. Positive. */
  readonly learningRate: number;
}

const SGD: UpdateRule<never, "rate"> = {
  state: [],
  settings: ["rate"],
  next: () => ({}),
  parameter: (p, g, _state, { rate }) => p.sub(rate.mul(g)),
};

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
  /** @throws ChainruleError if the learning rate is not a positive number. */
  constructor(target: Target, given: SgdOptions) {
    super(target, SGD, options("Sgd", given, { learningRate: positive }).learningRate);
  }

  protected settings(): Record<string, number> {
    return { rate: this.learningRate };
  }
}

/** Rate and decay of `Momentum` and `Nesterov`. */
export interface MomentumOptions {
  /** Default 0.01. */
  readonly learningRate?: number;
  /** The share of the velocity that is kept. Default 0.9. */
  readonly momentum?: number;
}

const MOMENTUM_CHECKS = {
  learningRate: or(positive, 0.01),
  momentum: or(share, 0.9),
} satisfies ChecksOf<MomentumOptions>;

const MOMENTUM: UpdateRule<"v", "rate" | "momentum"> = {
  state: ["v"],
  settings: ["rate", "momentum"],
  next: (_p, g, { v }, { rate, momentum }) => ({ v: momentum.mul(v).sub(rate.mul(g)) }),
  parameter: (p, _g, { v }) => p.add(v),
};

const NESTEROV: UpdateRule<"v", "rate" | "momentum"> = {
  ...MOMENTUM,
  parameter: (p, g, { v }, { rate, momentum }) => p.add(momentum.mul(v)).sub(rate.mul(g)),
};

/**
 * Gradient descent with momentum, as in the book: v ← momentum · v − learningRate · g; p ← p + v.
 * @example
 * const x = new Value(3);
 * const optimizer = new Momentum([x], { learningRate: 0.1 });
 * x.square().backward();
 * optimizer.step();
 * x.data; // 2.4, to 12 decimals
 */
export class Momentum extends Optimizer {
  private readonly momentum: number;

  /** @throws ChainruleError if the learning rate is not positive or the momentum not from 0 to below 1. */
  constructor(target: Target, given?: MomentumOptions, rule: UpdateRule = MOMENTUM) {
    const { learningRate, momentum } = options(new.target.name, given, MOMENTUM_CHECKS);
    super(target, rule, learningRate);
    this.momentum = momentum;
  }

  protected settings(): Record<string, number> {
    return { rate: this.learningRate, momentum: this.momentum };
  }
}

/**
 * Nesterov's accelerated gradient, with the parameters kept at the point looked ahead to (Bengio and others, 2013):
 * v ← momentum · v − learningRate · g; p ← p + momentum · v − learningRate · g.
 * @example
 * const x = new Value(3);
 * const optimizer = new Nesterov([x], { learningRate: 0.1 });
 * x.square().backward();
 * optimizer.step();
 * x.data; // 1.86, to 12 decimals
 */
export class Nesterov extends Momentum {
  /** @throws ChainruleError if the learning rate is not positive or the momentum not from 0 to below 1. */
  constructor(target: Target, given?: MomentumOptions) {
    super(target, given, NESTEROV);
  }
}

/** The rate of `AdaGrad`. */
export interface AdaGradOptions {
  /** Default 0.01. */
  readonly learningRate?: number;
  /** Added to the root in the denominator. Default 1e-7, as in the book. */
  readonly epsilon?: number;
}

const ADA_GRAD_CHECKS = {
  learningRate: or(positive, 0.01),
  epsilon: or(positive, 1e-7),
} satisfies ChecksOf<AdaGradOptions>;

const ADA_GRAD: UpdateRule<"h", "rate" | "epsilon"> = {
  state: ["h"],
  settings: ["rate", "epsilon"],
  next: (_p, g, { h }) => ({ h: h.add(g.square()) }),
  parameter: (p, g, { h }, { rate, epsilon }) => p.sub(rate.mul(g).div(h.sqrt().add(epsilon))),
};

/**
 * AdaGrad (Duchi and others, 2011): h ← h + g²; p ← p − learningRate · g / (√h + ε).
 * @example
 * const x = new Value(3);
 * const optimizer = new AdaGrad([x], { learningRate: 0.1 });
 * x.square().backward();
 * optimizer.step();
 * x.data; // 2.9, to 7 decimals
 */
export class AdaGrad extends Optimizer {
  private readonly epsilon: number;

  /** @throws ChainruleError if a setting is not a positive number. */
  constructor(target: Target, given?: AdaGradOptions) {
    const { learningRate, epsilon } = options("AdaGrad", given, ADA_GRAD_CHECKS);
    super(target, ADA_GRAD, learningRate);
    this.epsilon = epsilon;
  }

  protected settings(): Record<string, number> {
    return { rate: this.learningRate, epsilon: this.epsilon };
  }
}

/** Rate and decay of `RmsProp`. */
export interface RmsPropOptions {
  /** Default 0.01. */
  readonly learningRate?: number;
  /** The share of the mean square that is kept. Default 0.99. */
  readonly decay?: number;
  /** Added to the root in the denominator. Default 1e-8. */
  readonly epsilon?: number;
}

const RMS_PROP_CHECKS = {
  learningRate: or(positive, 0.01),
  decay: or(decay, 0.99),
  epsilon: or(positive, 1e-8),
} satisfies ChecksOf<RmsPropOptions>;

const RMS_PROP: UpdateRule<"h", "rate" | "decay" | "epsilon"> = {
  state: ["h"],
  settings: ["rate", "decay", "epsilon"],
  next: (_p, g, { h }, { decay }) => ({ h: decay.mul(h).add(one.sub(decay).mul(g.square())) }),
  parameter: (p, g, { h }, { rate, epsilon }) => p.sub(rate.mul(g).div(h.sqrt().add(epsilon))),
};

/**
 * RMSProp (Tieleman and Hinton, 2012): h ← decay · h + (1 − decay) · g²; p ← p − learningRate · g / (√h + ε).
 * @example
 * const x = new Value(3);
 * const optimizer = new RmsProp([x], { learningRate: 0.1, decay: 0.75 });
 * x.square().backward();
 * optimizer.step();
 * x.data; // 2.8, to 7 decimals
 */
export class RmsProp extends Optimizer {
  private readonly share: number;
  private readonly epsilon: number;

  /** @throws ChainruleError if a setting is not a positive number, or the decay is not below 1. */
  constructor(target: Target, given?: RmsPropOptions) {
    const chosen = options("RmsProp", given, RMS_PROP_CHECKS);
    super(target, RMS_PROP, chosen.learningRate);
    this.share = chosen.decay;
    this.epsilon = chosen.epsilon;
  }

  protected settings(): Record<string, number> {
    return { rate: this.learningRate, decay: this.share, epsilon: this.epsilon };
  }
}
