/** Layers that bring numbers to a common scale: over the batch (BatchNorm) or over each row (LayerNorm, RmsNorm). */
import { numberWhere, positiveInteger } from "../../arguments/checks.js";
import { dot, sum } from "../../engine/generated/functions.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import { checkMatrix, Matrix, shapeOf } from "../matrix/matrix.js";
import { checkPass, type Pass } from "./pass.js";

const EPSILON = 1e-5;

const ones = (columns: number): Matrix => Matrix.leaves(new Float64Array(columns).fill(1), 1, columns);

const checkFeatures = (features: number, layer: string): number =>
  positiveInteger(features, `${layer}: features`);

const momentumCheck = numberWhere("a number from above 0 to 1", (x) => x > 0 && x <= 1);

function checkColumns(x: Matrix, features: number, layer: string): void {
  checkMatrix(x, `${layer}: x`);
  if (x.columns === features) return;
  throw new ChainruleError(`${layer}: x is ${shapeOf(x)}, expected ${String(features)} columns`);
}

/** Mean and biased variance of some Values. */
function moments(values: readonly Value[]): { mean: Value; variance: Value } {
  const mean = sum(values).div(values.length);
  const centred = values.map((value) => value.sub(mean));
  return { mean, variance: dot(centred, centred).div(values.length) };
}

/**
 * Batch normalisation (Ioffe and Szegedy, 2015): γ · (x − μ) / √(σ² + ε) + β. In training μ and σ² are those of the column in the
 * batch, and running means of both are kept: running ← 0.9 · running + 0.1 · batch, with the unbiased σ², as in PyTorch. Otherwise
 * μ and σ² are the running means.
 * @example
 * new BatchNorm(1).forward(Matrix.from([[1], [3]])).data; // [1, 3], to 4 decimals
 */
export class BatchNorm {
  /** The scale γ of each column, 1 × features; it starts at 1. */
  readonly gamma: Matrix;
  /** The shift β of each column, 1 × features; it starts at 0. */
  readonly beta: Matrix;
  /** The running mean of each column, 1 × features. */
  readonly mean: Matrix;
  /** The running variance of each column, 1 × features. */
  readonly variance: Matrix;

  /** @throws ChainruleError if `features` is not a positive integer, or the momentum not a share from above 0 to 1. */
  constructor(
    readonly features: number,
    /** The share of the batch in a running mean. */
    private readonly momentum = 0.1,
  ) {
    checkFeatures(features, "BatchNorm");
    momentumCheck(momentum, "BatchNorm: momentum");
    this.gamma = ones(features);
    this.beta = Matrix.zeros(1, features);
    this.mean = Matrix.zeros(1, features);
    this.variance = ones(features);
  }

  /** What is trained: γ and β. */
  namedParameters(): Readonly<Record<string, Matrix>> {
    return { gamma: this.gamma, beta: this.beta };
  }

  /** The running mean and variance: kept with the weights, not trained. */
  namedBuffers(): Readonly<Record<string, Matrix>> {
    return { mean: this.mean, variance: this.variance };
  }

  /** @throws ChainruleError if x has not as many columns as the layer has features. */
  forward(x: Matrix, pass?: Pass): Matrix {
    checkColumns(x, this.features, "BatchNorm");
    checkPass(pass, "BatchNorm");
    const { gamma, beta, mean, variance } = this;
    if (pass?.isTraining !== true) {
      pass?.state([...mean.values(), ...variance.values()]);
      return x
        .sub(mean)
        .mul(variance.map((v) => v.add(EPSILON).sqrt().reciprocal()))
        .mul(gamma)
        .add(beta);
    }
    const columns = x.transpose().lists.map(moments);
    // One row alone says nothing of the variance.
    if (x.rows > 1) {
      pass.observe(
        columns.map((column) => column.mean),
        (seen) => { this.move(mean, seen); },
      ); // prettier-ignore
      const unbiased = x.rows / (x.rows - 1);
      pass.observe(
        columns.map((column) => column.variance),
        (seen) => { this.move(variance, seen.map((v) => v * unbiased)); },
      ); // prettier-ignore
    }
    const means = Matrix.from([columns.map((column) => column.mean)]);
    const scales = Matrix.from([columns.map((column) => column.variance.add(EPSILON).sqrt().reciprocal())]);
    return x.sub(means).mul(scales).mul(gamma).add(beta);
  }

  private move(running: Matrix, seen: Float64Array): void {
    running.values().forEach((value, j) => {
      value.data += this.momentum * ((seen[j] as number) - value.data);
    });
  }
}

/**
 * Layer normalisation (Ba and others, 2016): γ · (x − μ) / √(σ² + ε) + β, with μ and σ² of each row.
 * @example
 * new LayerNorm(2).forward(Matrix.from([[1, 3]])).data; // [-1, 1], to 4 decimals
 */
export class LayerNorm {
  /** The scale γ of each column, 1 × features; it starts at 1. */
  readonly gamma: Matrix;
  /** The shift β of each column, 1 × features; it starts at 0. */
  readonly beta: Matrix;

  /** @throws ChainruleError if `features` is not a positive integer. */
  constructor(readonly features: number) {
    checkFeatures(features, "LayerNorm");
    this.gamma = ones(features);
    this.beta = Matrix.zeros(1, features);
  }

  /** What is trained: γ and β. */
  namedParameters(): Readonly<Record<string, Matrix>> {
    return { gamma: this.gamma, beta: this.beta };
  }

  /** @throws ChainruleError if x has not as many columns as the layer has features. */
  forward(x: Matrix): Matrix {
    checkColumns(x, this.features, "LayerNorm");
    const rows = x.lists.map((row) => {
      const { mean, variance } = moments(row);
      const scale = variance.add(EPSILON).sqrt().reciprocal();
      return row.map((value) => value.sub(mean).mul(scale));
    });
    return Matrix.from(rows).mul(this.gamma).add(this.beta);
  }
}

/** x / √(mean of x² + ε), of a list that never changes. */
export function rmsNormalized(x: readonly Value[]): Value[] {
  const scale = dot(x, x).div(x.length).add(EPSILON).sqrt().reciprocal();
  return x.map((value) => value.mul(scale));
}

/**
 * Root-mean-square normalisation (Zhang and Sennrich, 2019): γ · x / √(mean of x² + ε), row by row.
 * @example
 * new RmsNorm(2).forward(Matrix.from([[1, 7]])).data; // [0.2, 1.4], to 5 decimals
 */
export class RmsNorm {
  /** The scale γ of each column, 1 × features; it starts at 1. */
  readonly gamma: Matrix;

  /** @throws ChainruleError if `features` is not a positive integer. */
  constructor(readonly features: number) {
    checkFeatures(features, "RmsNorm");
    this.gamma = ones(features);
  }

  /** What is trained: γ. */
  namedParameters(): Readonly<Record<string, Matrix>> {
    return { gamma: this.gamma };
  }

  /** @throws ChainruleError if x has not as many columns as the layer has features. */
  forward(x: Matrix): Matrix {
    checkColumns(x, this.features, "RmsNorm");
    return Matrix.from(x.lists.map(rmsNormalized)).mul(this.gamma);
  }
}
