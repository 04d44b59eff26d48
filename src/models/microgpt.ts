/**
 * microgpt: a GPT small enough to read, in scalar Values. One layer, 16 wide, 4 heads, RMSNorm, a ReLU network of four times
 * the width, no biases. After Andrej Karpathy's "microgpt" (2026). A document's graph depends on its length only: tokens and
 * targets enter as one-hot leaves, so that one compiled program serves every document of a length. Next: microgpt-trainer.ts.
 */
import { constant, dot, keep, logSumExp, sum, Value } from "../engine/value.js";
import { softmax } from "../engine/lists.js";

export interface MicroGptShape {
  readonly vocabulary: number;
  /** The longest context, in tokens. */
  readonly block: number;
  readonly width: number;
  readonly heads: number;
}

type Vector = readonly Value[];
/** One row per output. */
type Weights = readonly Vector[];

const EPSILON = 1e-5;

/** A graph of the loss over a document of some length, and the leaves that stand for the document. */
export interface DocumentGraph {
  readonly loss: Value;
  /** One-hot tokens, then one-hot targets, position by position. */
  readonly inputs: readonly Value[];
  /** The scores of the next token at each position. */
  readonly logits: readonly Vector[];
}

/** The original's shape for so many tokens. */
export const microGptShape = (vocabulary: number): MicroGptShape => ({
  vocabulary,
  block: 16,
  width: 16,
  heads: 4,
});

export class MicroGpt {
  private readonly wte: Weights;
  private readonly wpe: Weights;
  private readonly wq: Weights;
  private readonly wk: Weights;
  private readonly wv: Weights;
  private readonly wo: Weights;
  private readonly fc1: Weights;
  private readonly fc2: Weights;
  private readonly head: Weights;

  /** `weight` draws one initial weight, from N(0, 0.08) in the original. */
  constructor(
    readonly shape: MicroGptShape,
    weight: () => number,
  ) {
    const { vocabulary, block, width } = shape;
    const matrix = (rows: number, columns: number): Weights =>
      Array.from({ length: rows }, () => keep(Array.from({ length: columns }, () => new Value(weight()))));
    this.wte = matrix(vocabulary, width);
    this.wpe = matrix(block, width);
    this.head = matrix(vocabulary, width);
    this.wq = matrix(width, width);
    this.wk = matrix(width, width);
    this.wv = matrix(width, width);
    this.wo = matrix(width, width);
    this.fc1 = matrix(4 * width, width);
    this.fc2 = matrix(width, 4 * width);
  }

  parameters(): Value[] {
    const { wte, wpe, head, wq, wk, wv, wo, fc1, fc2 } = this;
    return [wte, wpe, head, wq, wk, wv, wo, fc1, fc2].flat(2);
  }

  /** A graph of the loss over documents of which `length` tokens are predicted. */
  document(length: number): DocumentGraph {
    const [tokens, targets] = [this.blanks(length), this.blanks(length)];
    const logits = this.logits(tokens);
    return { loss: meanCrossEntropy(logits, targets), inputs: [...tokens, ...targets].flat(), logits };
  }

  /** The mean cross-entropy of predicting each token of a document from those before it. */
  loss(document: ArrayLike<number>): Value {
    const vectors = Array.from(document, (token) => this.oneHot(token));
    return meanCrossEntropy(this.logits(vectors.slice(0, -1)), vectors.slice(1));
  }

  /** Leaves for so many one-hot tokens. */
  blanks(length: number): Vector[] {
    const { vocabulary } = this.shape;
    return Array.from({ length }, () => keep(Array.from({ length: vocabulary }, () => new Value(0))));
  }

  /** A token as constants. */
  oneHot(token: number): Vector {
    const { vocabulary } = this.shape;
    return keep(Array.from({ length: vocabulary }, (_, i) => constant(i === token ? 1 : 0)));
  }

  /** The scores of the next token after each of a sequence of (one-hot) tokens. */
  logits(tokens: readonly Vector[]): Vector[] {
    const embedding = transposed(this.wte);
    const keys: Vector[] = [];
    const values: Vector[] = [];
    return tokens.map((token, position) => {
      const place = this.wpe[position] as Vector;
      const x = normalized(embedding.map((column, i) => dot(token, column).add(place[i] as Value)));
      const before = normalized(x);
      const query = linear(before, this.wq);
      keys.push(linear(before, this.wk));
      values.push(linear(before, this.wv));
      const attended = plus(linear(this.attention(query, keys, values), this.wo), x);
      const hidden = linear(normalized(attended), this.fc1).map((h) => h.relu());
      return linear(plus(linear(keep(hidden), this.fc2), attended), this.head);
    });
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

function meanCrossEntropy(logits: readonly Vector[], targets: readonly Vector[]): Value {
  const losses = logits.map((scores, i) => logSumExp(scores).sub(dot(targets[i] as Vector, scores)));
  return sum(losses).div(losses.length);
}

const transposed = (rows: Weights): Weights =>
  (rows[0] ?? []).map((_, j) => keep(rows.map((row) => row[j] as Value)));

const linear = (x: Vector, weights: Weights): Vector => keep(weights.map((row) => dot(row, x)));

const plus = (x: Vector, y: Vector): Vector => keep(x.map((value, i) => value.add(y[i] as Value)));

/** x / √(mean of squares + ε), without learned scale. */
function normalized(x: Vector): Vector {
  const list = keep(x);
  const scale = dot(list, list).div(x.length).add(EPSILON).sqrt().reciprocal();
  return keep(x.map((value) => value.mul(scale)));
}
