/**
 * microgpt: a GPT small enough to read, in scalar Values. One layer, 16 wide, 4 heads, RMSNorm, a ReLU network of four times
 * the width, no biases. After Andrej Karpathy's "microgpt" (2026). A document's graph depends on its length only: tokens and
 * targets enter as one-hot leaves, so that one compiled program serves every document of a length. Next: microgpt-trainer.ts.
 */
import {
  anyNumber,
  callable,
  count,
  elements,
  integer,
  manyNumbers,
  positiveInteger,
} from "../arguments/checks.js";
import { record } from "../arguments/options.js";
import { values } from "../engine/value-checks.js";
import { constant, Value } from "../engine/value.js";
import { dot } from "../engine/generated/functions.js";
import { keep } from "../engine/operands.js";
import { mean } from "../engine/generated/functions.js";
import { softmax } from "../engine/softmax.js";
import { ChainruleError, describe } from "../errors.js";
import { Matrix, type NamedModel } from "../nn/index.js";
import { crossEntropies } from "../nn/training/losses.js";
import { rmsNormalized } from "../nn/layers/norms.js";

/** The sizes of a microgpt. */
export interface MicroGptShape {
  /** How many tokens there are. */
  readonly vocabulary: number;
  /** The longest context, in tokens. */
  readonly block: number;
  /** Numbers for each token within the model. */
  readonly width: number;
  /** Heads of attention, which share the width evenly. */
  readonly heads: number;
}

type Vector = readonly Value[];
/** One row per output. */
type Weights = readonly Vector[];

type WeightName = "wte" | "wpe" | "head" | "wq" | "wk" | "wv" | "wo" | "fc1" | "fc2";

/** A graph of the loss over a document of some length, and the leaves that stand for the document. */
export interface DocumentGraph {
  /** The mean cross-entropy over the positions. */
  readonly loss: Value;
  /** One-hot tokens, then one-hot targets, position by position. */
  readonly inputs: readonly Value[];
  /** The scores of the next token at each position. */
  readonly logits: readonly Vector[];
}

/** The original's shape for so many tokens. */
export const microGptShape = (vocabulary: number): MicroGptShape => ({
  vocabulary: positiveInteger(vocabulary, "microGptShape: vocabulary"),
  block: 16,
  width: 16,
  heads: 4,
});

/**
 * The model: embeddings of tokens and places, one block of attention and a ReLU network, and a head that scores the next token.
 * @example
 * const { normal } = random(1);
 * const gpt = new MicroGpt({ vocabulary: 5, block: 4, width: 8, heads: 2 }, () => 0.08 * normal());
 * parameterCount(gpt); // 880
 * Math.abs(gpt.loss([4, 0, 1, 4]).data - Math.log(5)) < 0.2; // true
 */
export class MicroGpt implements NamedModel {
  private readonly weights: Readonly<Record<WeightName, Weights>>;

  /**
   * @param weight draws one initial weight, from N(0, 0.08) in the original.
   * @throws ChainruleError if a size is not a positive integer, or the heads do not share the width evenly.
   */
  constructor(
    /** Sizes, heads and vocabulary. */
    readonly shape: MicroGptShape,
    weight: () => number,
  ) {
    checkShape(shape);
    callable(weight, "MicroGpt: weight");
    const drawn = (): Value => new Value(anyNumber(weight(), "MicroGpt: what weight gave"));
    const { vocabulary, block, width } = shape;
    const matrix = (rows: number, columns: number): Weights =>
      Array.from({ length: rows }, () => keep(Array.from({ length: columns }, drawn)));
    this.weights = {
      wte: matrix(vocabulary, width),
      wpe: matrix(block, width),
      head: matrix(vocabulary, width),
      wq: matrix(width, width),
      wk: matrix(width, width),
      wv: matrix(width, width),
      wo: matrix(width, width),
      fc1: matrix(4 * width, width),
      fc2: matrix(width, 4 * width),
    };
    for (const [name, all] of Object.entries(this.namedParameters())) all.named(name);
  }

  /** All weights, in the order of `namedParameters()`, each matrix row by row. */
  parameters(): Value[] {
    return Object.values(this.weights).flat(2);
  }

  /** One row per output, as in the original. */
  namedParameters(): Readonly<Record<WeightName, Matrix>> {
    const named = Object.entries(this.weights).map(([name, rows]) => [name, Matrix.from(rows)]);
    return Object.fromEntries(named) as Record<WeightName, Matrix>;
  }

  /**
   * A graph of the loss over documents of which `length` tokens are predicted.
   * @throws ChainruleError if the length is not from 1 to the block.
   */
  document(length: number): DocumentGraph {
    const [tokens, targets] = [this.blanks(length), this.blanks(length)];
    const logits = this.logits(tokens);
    return { loss: mean(crossEntropies(logits, targets)), inputs: [...tokens, ...targets].flat(), logits };
  }

  /**
   * The mean cross-entropy of predicting each token of a document from those before it.
   * @throws ChainruleError if there are fewer than two tokens or more than the block predicts, or one is none of the vocabulary.
   */
  loss(document: ArrayLike<number>): Value {
    this.checkTokens(document, 2);
    const vectors = Array.from(document, (token) => this.oneHot(token));
    return mean(crossEntropies(this.logits(vectors.slice(0, -1)), vectors.slice(1)));
  }

  /** @internal */
  checkTokens(given: ArrayLike<number>, least: number): void {
    const { vocabulary } = this.shape;
    const tokens = manyNumbers(given, "MicroGpt: document", "an array of tokens");
    if (tokens.length < least) {
      throw new ChainruleError(
        `MicroGpt: the document has ${String(tokens.length)} tokens, expected at least ${String(least)}`,
      );
    }
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as number;
      if (Number.isInteger(token) && token >= 0 && token < vocabulary) continue;
      throw new ChainruleError(
        `MicroGpt: token ${String(i)} is ${describe(token)}, expected an integer from 0 to ${String(vocabulary - 1)}`,
      );
    }
  }

  /** @internal */
  checkContext(length: number): void {
    const { block } = this.shape;
    if (length >= 1 && length <= block) return;
    throw new ChainruleError(
      `MicroGpt: the context has ${String(length)} tokens, expected 1 to the block of ${String(block)}`,
    );
  }

  /** Leaves for so many one-hot tokens. */
  blanks(length: number): Vector[] {
    const { vocabulary } = this.shape;
    return Array.from({ length: count(length, "MicroGpt: length") }, () =>
      keep(Array.from({ length: vocabulary }, () => new Value(0))),
    );
  }

  /** A token as constants. */
  oneHot(token: number): Vector {
    const { vocabulary } = this.shape;
    integer(0, vocabulary - 1)(token, "MicroGpt: token");
    return keep(Array.from({ length: vocabulary }, (_, i) => constant(i === token ? 1 : 0)));
  }

  /**
   * The scores of the next token after each of a sequence of (one-hot) tokens.
   * @throws ChainruleError if there are not 1 to a block of them.
   */
  logits(given: readonly Vector[]): Vector[] {
    const tokens = this.vectors(given);
    this.checkContext(tokens.length);
    const { wte, wpe, head, wq, wk, wv, wo, fc1, fc2 } = this.weights;
    const embedding = transposed(wte);
    const keys: Vector[] = [];
    const seen: Vector[] = [];
    return tokens.map((token, position) => {
      const place = wpe[position] as Vector;
      const x = normalized(embedding.map((column, i) => dot(token, column).add(place[i] as Value)));
      const before = normalized(x);
      const query = linear(before, wq);
      keys.push(linear(before, wk));
      seen.push(linear(before, wv));
      const attended = plus(linear(this.attention(query, keys, seen), wo), x);
      const hidden = linear(normalized(attended), fc1).map((h) => h.relu());
      return linear(plus(linear(keep(hidden), fc2), attended), head);
    });
  }

  /** One-hot tokens as they are, checked. */
  private vectors(given: readonly Vector[]): readonly Vector[] {
    const { vocabulary } = this.shape;
    const tokens = elements(given, "MicroGpt: tokens", "a list of one-hot tokens") as Vector[];
    tokens.forEach((token, i) => {
      const { length } = values(token, `MicroGpt: token ${String(i)}`, "element");
      if (length === vocabulary) return;
      throw new ChainruleError(
        `MicroGpt: token ${String(i)} has ${String(length)} elements, expected ${String(vocabulary)}, one for each token there is`,
      );
    });
    return tokens;
  }

  private attention(query: Vector, keys: readonly Vector[], values: readonly Vector[]): Vector {
    const { width, heads } = this.shape;
    const size = width / heads;
    const attended = Array.from({ length: heads }, (_, h) => {
      const part = (vector: Vector): Vector => keep(vector.slice(h * size, (h + 1) * size));
      const own = part(query);
      const scores = keys.map((key) => dot(own, part(key)).div(Math.sqrt(size)));
      const weights = keep(softmax(scores));
      return transposed(values.map(part)).map((column) => dot(weights, column));
    });
    return keep(attended.flat());
  }
}

const SHAPE = record({
  vocabulary: positiveInteger,
  block: positiveInteger,
  width: positiveInteger,
  heads: positiveInteger,
});

function checkShape(shape: MicroGptShape): void {
  const { width, heads } = SHAPE(shape, "MicroGpt: shape");
  if (width % heads === 0) return;
  throw new ChainruleError(
    `MicroGpt: ${String(heads)} heads do not share a width of ${String(width)} evenly`,
  );
}

const transposed = (rows: Weights): Weights =>
  (rows[0] ?? []).map((_, j) => keep(rows.map((row) => row[j] as Value)));

const linear = (x: Vector, weights: Weights): Vector => keep(weights.map((row) => dot(row, x)));

const plus = (x: Vector, y: Vector): Vector => keep(x.map((value, i) => value.add(y[i] as Value)));

/** x / √(mean of x² + ε), without learned scale. */
const normalized = (x: Vector): Vector => keep(rmsNormalized(keep(x)));
