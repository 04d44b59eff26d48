/** A dense net of scalars, 16-16-16-1 with tanh, over as many samples as make a graph of the size wanted; its loss is the sum of outputs. */
export interface Scalar<T> {
  readonly data: number;
  grad: number;
  add(other: T): T;
  mul(other: T): T;
  tanh(): T;
}

const WIDTHS = [16, 16, 16, 1];

/** Operations a sample: of each neuron a product and an addition for every weight, and a tanh; the additions start from the bias. */
const NODES_A_SAMPLE =
  WIDTHS.slice(1).reduce((total, width, i) => total + width * (2 * (WIDTHS[i] as number) + 1), 0) + 1;

interface Neuron<T> {
  readonly w: readonly T[];
  readonly b: T;
}

type Weigh<T> = (w: readonly T[], x: readonly T[], b: T) => T;

/** Σ wᵢ·xᵢ + b, one operation after another. */
export const weighOneByOne = <T extends Scalar<T>>(w: readonly T[], x: readonly T[], b: T): T => {
  let sum = b;
  for (let i = 0; i < w.length; i++) sum = sum.add((w[i] as T).mul(x[i] as T));
  return sum;
};

export class Net<T extends Scalar<T>> {
  private readonly layers: readonly (readonly Neuron<T>[])[];
  private readonly inputs: readonly (readonly T[])[];
  readonly samples: number;
  /** Operations of the graph, leaves not counted. */
  readonly nodes: number;
  readonly multiplyAdds: number;

  constructor(leaf: (data: number) => T, nodes: number) {
    let state = 1;
    const uniform = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
    const vector = (length: number): T[] => Array.from({ length }, () => leaf(uniform()));
    this.samples = Math.max(1, Math.round(nodes / NODES_A_SAMPLE));
    this.nodes = this.samples * NODES_A_SAMPLE - 1;
    const perSample = WIDTHS.slice(1).reduce((sum, width, i) => sum + width * (WIDTHS[i] as number), 0);
    this.multiplyAdds = this.samples * perSample;
    this.layers = WIDTHS.slice(1).map((width, i) =>
      Array.from({ length: width }, () => ({ w: vector(WIDTHS[i] as number), b: leaf(uniform()) })),
    );
    // A few inputs, used again and again: leaves are not what is measured.
    this.inputs = Array.from({ length: 64 }, () => vector(WIDTHS[0] as number));
  }

  loss(weigh: Weigh<T>): T {
    let total: T | undefined;
    for (let i = 0; i < this.samples; i++) {
      let x = this.inputs[i % this.inputs.length] as readonly T[];
      for (const layer of this.layers) x = layer.map(({ w, b }) => weigh(w, x, b).tanh());
      const out = x[0] as T;
      total = total === undefined ? out : total.add(out);
    }
    return total as T;
  }

  /** The gradient of the first weight, for comparisons. */
  get firstGradient(): number {
    return this.layers[0]?.[0]?.w[0]?.grad ?? NaN;
  }
}
