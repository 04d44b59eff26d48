/** microgpt's forward pass in plain numbers and loops, written apart from the package, after the formulas of the original. */
export interface Weights {
  readonly wte: number[][];
  readonly wpe: number[][];
  readonly head: number[][];
  readonly wq: number[][];
  readonly wk: number[][];
  readonly wv: number[][];
  readonly wo: number[][];
  readonly fc1: number[][];
  readonly fc2: number[][];
}

export interface Shape {
  readonly vocabulary: number;
  readonly block: number;
  readonly width: number;
  readonly heads: number;
}

/** Cuts a flat list of parameters into matrices, in the order in which the model lists them. */
export function weightsOf(flat: readonly number[], { vocabulary, block, width }: Shape): Weights {
  let at = 0;
  const matrix = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () => flat.slice(at, (at += columns)));
  const [wte, wpe, head] = [matrix(vocabulary, width), matrix(block, width), matrix(vocabulary, width)];
  const [wq, wk, wv, wo] = [0, 1, 2, 3].map(() => matrix(width, width)) as [
    number[][],
    number[][],
    number[][],
    number[][],
  ];
  return { wte, wpe, head, wq, wk, wv, wo, fc1: matrix(4 * width, width), fc2: matrix(width, 4 * width) };
}

const number = (x: number | undefined): number => x ?? NaN;

function times(matrix: number[][], x: number[]): number[] {
  const out: number[] = [];
  for (const row of matrix) {
    let total = 0;
    for (let j = 0; j < x.length; j++) total += number(row[j]) * number(x[j]);
    out.push(total);
  }
  return out;
}

function normalize(x: number[]): number[] {
  let squares = 0;
  for (const value of x) squares += value * value;
  const scale = 1 / Math.sqrt(squares / x.length + 1e-5);
  return x.map((value) => value * scale);
}

function shares(scores: number[]): number[] {
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  let total = 0;
  for (const weight of weights) total += weight;
  return weights.map((weight) => weight / total);
}

/** The mean of −ln p(next token) over a document's tokens. */
export function lossInNumbers(flat: readonly number[], shape: Shape, document: readonly number[]): number {
  const w = weightsOf(flat, shape);
  const size = shape.width / shape.heads;
  const keys: number[][] = [];
  const values: number[][] = [];
  let loss = 0;
  for (let position = 0; position + 1 < document.length; position++) {
    let x: number[] = [];
    for (let i = 0; i < shape.width; i++) {
      x.push(number(w.wte[number(document[position])]?.[i]) + number(w.wpe[position]?.[i]));
    }
    x = normalize(x);
    const before = normalize(x);
    const query = times(w.wq, before);
    keys.push(times(w.wk, before));
    values.push(times(w.wv, before));
    const attended: number[] = [];
    for (let head = 0; head < shape.heads; head++) {
      const scores = keys.map((key) => {
        let total = 0;
        for (let i = head * size; i < (head + 1) * size; i++) total += number(query[i]) * number(key[i]);
        return total / Math.sqrt(size);
      });
      const weights = shares(scores);
      for (let i = head * size; i < (head + 1) * size; i++) {
        let total = 0;
        for (let t = 0; t < values.length; t++) total += number(weights[t]) * number(values[t]?.[i]);
        attended.push(total);
      }
    }
    const mixed = times(w.wo, attended).map((value, i) => value + number(x[i]));
    const hidden = times(w.fc1, normalize(mixed)).map((value) => Math.max(0, value));
    const out = times(w.fc2, hidden).map((value, i) => value + number(mixed[i]));
    loss -= Math.log(number(shares(times(w.head, out))[number(document[position + 1])]));
  }
  return loss / (document.length - 1);
}
