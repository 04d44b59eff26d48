/**
 * Times one engine on one size of graph, in a process of its own with the heap it needs. Arguments: engine, number of nodes,
 * repetitions. Prints one line of JSON for eager.ts.
 */
import { dot, Value } from "chainrule";
import { AllocatedNode } from "./allocation.js";
import { median, once } from "./harness.js";
import { MicrogradValue } from "./micrograd.js";
import { Net, weighOneByOne, type Scalar } from "./net.js";

export type Engine = "chainrule" | "dot" | "micrograd" | "allocation";

export interface Measurement {
  /** Nanoseconds a scalar operation (of `dot`, a multiply-add), forward and backward. */
  readonly nanoseconds: number;
  readonly bytesPerNode: number;
  readonly nodes: number;
  /** The loss and a gradient, which must agree between engines. */
  readonly loss: number;
  readonly gradient: number;
}

/** Objects, and what is kept outside of the heap of V8. */
const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const WARM = 20_000;
const WARMUP = 30;

function measure<T extends Scalar<T> & { backward(): void }>(
  leaf: (data: number) => T,
  weigh: (w: readonly T[], x: readonly T[], b: T) => T,
  size: number,
  repetitions: number,
  perMultiplyAdd: boolean,
): Measurement {
  const small = new Net(leaf, WARM);
  for (let i = 0; i < WARMUP; i++) small.loss(weigh).backward();
  const net = new Net(leaf, size);
  /** Twice: what the first collection finds is given back by the second. */
  const collect = (): void => {
    globalThis.gc?.();
    globalThis.gc?.();
  };
  const count = perMultiplyAdd ? net.multiplyAdds : net.nodes;
  const batch = Math.max(1, Math.round(WARM / count));
  const times = Array.from({ length: repetitions }, () => {
    const milliseconds = once(() => {
      for (let i = 0; i < batch; i++) net.loss(weigh).backward();
    });
    return (milliseconds * 1e6) / (batch * count);
  });
  collect();
  const before = memory();
  const fresh = new Net(leaf, size);
  const loss = fresh.loss(weigh);
  collect();
  const bytesPerNode = (memory() - before) / net.nodes;
  loss.backward();
  const { nodes, firstGradient: gradient } = fresh;
  return { nanoseconds: median(times), bytesPerNode, nodes, loss: loss.data, gradient };
}

const [engine, size, repetitions] = process.argv.slice(2);
const value = (data: number): Value => new Value(data);
const fused = (w: readonly Value[], x: readonly Value[], b: Value): Value => dot(w, x).add(b);
const [n, times] = [Number(size), Number(repetitions)];
const engines: Readonly<Record<Engine, () => Measurement>> = {
  chainrule: () => measure(value, weighOneByOne<Value>, n, times, false),
  dot: () => measure(value, fused, n, times, true),
  micrograd: () =>
    measure((data) => new MicrogradValue(data), weighOneByOne<MicrogradValue>, n, times, false),
  allocation: () => measure(() => new AllocatedNode("leaf"), weighOneByOne<AllocatedNode>, n, times, false),
};
console.log(JSON.stringify(engines[engine as Engine]()));
