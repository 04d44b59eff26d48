/** New documents from a trained model: it is asked for one token after another until it says that the document ends. */
import { count, finite, numbers, positive, positiveInteger, withMethods } from "../arguments/checks.js";
import { options, type ChecksOf } from "../arguments/options.js";
import { ChainruleError } from "../errors.js";
import type { Random } from "../nn/index.js";
import type { GptTrainer } from "./microgpt-trainer.js";

/** What documents `invent` makes. */
export interface InventOptions {
  /** The token at both ends of a document. */
  readonly boundary: number;
  /** The longest document, in tokens. */
  readonly block: number;
  /** Below 1 the likely becomes more likely: scores are divided by it. */
  readonly temperature: number;
}

const CHECKS = {
  boundary: count,
  block: positiveInteger,
  temperature: positive,
} satisfies ChecksOf<InventOptions>;

/**
 * The tokens of a new document, without its boundaries, from whatever scores the next token; equal random numbers give equal documents.
 * @throws ChainruleError if the temperature is not a positive number, or the scores give no probabilities.
 */
export function invent(trainer: Pick<GptTrainer, "scores">, random: Random, given: InventOptions): number[] {
  withMethods("a trainer, which scores the next token", ["scores"])(trainer, "invent: trainer");
  withMethods("a generator; write random(1)", ["uniform"])(random, "invent: random");
  const { boundary, block, temperature } = options("invent", given, CHECKS);
  const tokens = [boundary];
  while (tokens.length <= block) {
    const uniform = finite(random.uniform(), "invent: what uniform gave");
    const token = drawn(trainer.scores(tokens), temperature, uniform);
    if (token === boundary) break;
    tokens.push(token);
  }
  return tokens.slice(1);
}

/** Where a number from [0, 1) falls among the shares exp(score / temperature) / Σ. */
function drawn(scores: ArrayLike<number>, temperature: number, uniform: number): number {
  const list = numbers(scores, "invent: what scores gave", "a number for each token");
  if (list.length === 0)
    throw new ChainruleError("invent: scores gave no number, expected one for each token");
  const top = list.reduce((most, score) => Math.max(most, score), -Infinity);
  const weights = list.map((score) => Math.exp((score - top) / temperature));
  let left = uniform * weights.reduce((total, weight) => total + weight, 0);
  if (Number.isNaN(left)) {
    const wrong = list.findIndex((score) => !Number.isFinite(score));
    throw new ChainruleError(
      `invent: the score of token ${String(wrong)} is ${String(list[wrong])}, expected a finite number: the model has diverged`,
    );
  }
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? list.length - 1 : index;
}
