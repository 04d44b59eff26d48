/**
 * The frame round every method: what is asked for, what is counted, and when to stop. In come the options and the points that a method reaches; out goes
 * the result. Next: the methods, descent.ts, newton-cg.ts and levenberg-marquardt.ts.
 */
import { fn, numberWhere, type Check } from "../arguments/checks.js";
import { optional, or, type ChecksOf } from "../arguments/options.js";
import { largest, type Vector } from "./vectors.js";

/** When `minimize` stops, and how it goes. */
export interface MinimizeOptions {
  /**
   * Stop when no |∂f/∂xᵢ| is larger than this. Default 1e-8. Where `f` is so large that rounding hides a gradient of this size, the
   * minimisation ends with the reason `"precision"`: then give a larger tolerance.
   */
  readonly gradientTolerance?: number;
  /** At most so many steps. Default 1,000. */
  readonly maxIterations?: number;
  /** At most so many evaluations of `f`, with whatever derivatives a method takes of it. Default 10,000. */
  readonly maxEvaluations?: number;
  /** Called before the first step and after every one; return false to stop. */
  readonly onProgress?: (progress: Progress) => unknown;
}

/** Where a minimisation stands. */
export interface Progress {
  /** Steps made. */
  readonly iteration: number;
  /** How often `f` was evaluated. */
  readonly evaluations: number;
  /** The point. */
  readonly x: Vector;
  /** f(x). */
  readonly value: number;
  /** The largest |∂f/∂xᵢ|. */
  readonly gradientNorm: number;
}

/**
 * Why a minimisation stopped: the gradient is small enough; no step lowers `f` by more than rounding; the bound on iterations or evaluations is
 * reached; `onProgress` returned false; `f` falls without end; or `f` or its gradient is NaN or infinite at the start.
 */
export type Reason =
  "gradient" | "precision" | "iterations" | "evaluations" | "stopped" | "unbounded" | "not finite";

/** The last point, and why it is the last. */
export interface MinimizeResult extends Progress {
  /** ∂f/∂xᵢ at x. */
  readonly gradient: Vector;
  /** Why the minimisation stopped. */
  readonly reason: Reason;
  /** True if the gradient is small enough. */
  readonly converged: boolean;
}

/** A point with what is known there. */
export interface Point {
  readonly x: Vector;
  readonly value: number;
  readonly gradient: Vector;
}

/** A function that falls to this times its size at the start falls without end. */
const BOTTOMLESS = -1e100;

const positive = (fallback: number): Check<number> =>
  or(
    numberWhere(`more than 0 (default ${String(fallback)})`, (x) => x > 0),
    fallback,
  );

export const CHECKS = {
  gradientTolerance: positive(1e-8),
  maxIterations: positive(1000),
  maxEvaluations: positive(10_000),
  onProgress: optional(fn<NonNullable<MinimizeOptions["onProgress"]>>()),
} satisfies ChecksOf<MinimizeOptions>;
type Settings = { readonly [K in keyof typeof CHECKS]: ReturnType<(typeof CHECKS)[K]> };

export class Run {
  private iteration = 0;
  private evaluated = 0;
  private bottom: number | undefined;
  private readonly tolerance: number;
  private readonly maxIterations: number;
  private readonly maxEvaluations: number;

  constructor(private readonly options: Settings) {
    this.tolerance = options.gradientTolerance;
    this.maxIterations = options.maxIterations;
    this.maxEvaluations = options.maxEvaluations;
  }

  /** Counts one evaluation of f. */
  count(): void {
    this.evaluated++;
  }

  /** True if no evaluation is left. */
  get isSpent(): boolean {
    return this.evaluated >= this.maxEvaluations;
  }

  /** True if `f` has fallen so far that it has no minimum. */
  fallsWithoutEnd(value: number): boolean {
    // The first value is that at the start.
    this.bottom ??= BOTTOMLESS * Math.max(1, Math.abs(value));
    return value < this.bottom;
  }

  private progress({ x, value, gradient }: Point): Progress {
    return {
      iteration: this.iteration,
      evaluations: this.evaluated,
      x,
      value,
      gradientNorm: largest(gradient),
    };
  }

  /** Whether to stop at a point, and why. */
  private reasonAt(point: Point): Reason | undefined {
    const progress = this.progress(point);
    const { value, gradientNorm } = progress;
    if (this.options.onProgress?.(progress) === false) return "stopped";
    if (this.fallsWithoutEnd(value)) return "unbounded";
    if (!Number.isFinite(value) || !Number.isFinite(gradientNorm)) return "not finite";
    if (gradientNorm <= this.tolerance) return "gradient";
    if (this.iteration >= this.maxIterations) return "iterations";
    return this.isSpent ? "evaluations" : undefined;
  }

  /** Steps from a point to the next until there is a reason to stop; a step that finds no lower point gives nothing. */
  minimize<P extends Point>(start: P, step: (from: P) => P | undefined): MinimizeResult {
    let at = start;
    for (;;) {
      const reason = this.reasonAt(at);
      if (reason !== undefined) return this.result(at, reason);
      const next = step(at);
      if (next === undefined) return this.result(at, this.isSpent ? "evaluations" : "precision");
      this.iteration++;
      at = next;
    }
  }

  private result(point: Point, reason: Reason): MinimizeResult {
    return { ...this.progress(point), gradient: point.gradient, reason, converged: reason === "gradient" };
  }
}
