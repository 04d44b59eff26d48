/**
 * Derivatives at a point as linear maps. As numbers (second-order.ts), where no derivative of them could be asked for; else as graphs
 * (linearization.ts), which can be differentiated, drawn and compiled. Next: grad.ts and vector-products.ts.
 */
import { gradientOf } from "./gradients.js";
import { Linearization, type Derivative } from "./linearization.js";
import { CONSTANT } from "../engine/rule.js";
import { recording } from "../engine/recording.js";
import { Sweep } from "./second-order.js";
import { constant, type Value } from "../engine/value.js";

const numbersOf = (direction: readonly Derivative[]): number[] =>
  direction.map((tangent) => tangent?.data ?? 0);
const constants = (numbers: readonly number[]): Value[] => numbers.map((number) => constant(number));

/** The first derivative of results. Inside `noGrad` it gives constants. */
export class Jacobian {
  private sweep: Sweep | undefined;
  private graph: Linearization | undefined;

  constructor(
    private readonly results: readonly Value[],
    private readonly variables: readonly Value[],
  ) {}

  pushforward(direction: readonly Derivative[]): Derivative[] {
    const { results, variables } = this;
    if (recording()) return this.linearization.pushforward(direction);
    this.sweep ??= new Sweep(results, variables);
    return constants(this.sweep.pushforward(numbersOf(direction)));
  }

  pullback(adjoints: readonly Derivative[]): Derivative[] {
    return this.linearization.pullback(adjoints);
  }

  private get linearization(): Linearization {
    return (this.graph ??= new Linearization(this.results, this.variables, true));
  }
}

/**
 * The second derivative of a result. Inside `noGrad`, and where the result is made of variables that stand for numbers and of constants
 * alone, it gives constants.
 */
export class Hessian {
  private readonly sweep: Sweep;
  private graph: Linearization | undefined;
  private readonly isOfNumbers: boolean;

  constructor(
    private readonly result: Value,
    private readonly variables: readonly Value[],
  ) {
    this.sweep = new Sweep([result], variables);
    this.isOfNumbers = variables.every(({ x }) => x === undefined);
  }

  product(direction: readonly Derivative[]): Derivative[] {
    const isFixed = this.isOfNumbers && direction.every((tangent) => !tangent || tangent.rule === CONSTANT);
    if (!recording() || isFixed) {
      const product = this.sweep.hessianProduct(numbersOf(direction));
      if (!recording() || !this.sweep.readsOthers) return constants(product);
    }
    const { result, variables } = this;
    this.graph ??= new Linearization(gradientOf(result, variables), variables, true);
    return this.graph.pushforward(direction);
  }
}
