/** The libraries of bench/peers/, where they are installed: `npm ci --ignore-scripts` in that folder. */
import { existsSync } from "node:fs";
import { home } from "./harness.js";
import { BATCH, SHAPE, type Batch } from "./mnist.js";

export interface Weights {
  readonly W1: Float64Array;
  readonly b1: Float64Array;
  readonly W2: Float64Array;
  readonly b2: Float64Array;
}

export interface Peer {
  readonly name: string;
  /** Before a peer runs, where another has run before it. */
  select(): unknown;
  /** Forward and backward; both are read, so that the work is done when this returns. */
  run(): { readonly loss: number; readonly gradients: readonly ArrayLike<number>[] };
}

interface Task extends Batch {
  readonly weights: Weights;
  readonly batch: number;
  readonly sizes: readonly number[];
}

interface PeerModule {
  make(device: string, task: Task): Promise<Peer>;
}

const PEERS = [
  ["tfjs.js", "wasm"],
  ["tfjs.js", "cpu"],
  ["jax.js", "wasm"],
] as const;

/** Each peer on the same net and batch; none if they are not installed. */
export async function peers(weights: Weights, batch: Batch): Promise<Peer[]> {
  if (!existsSync(new URL("peers/node_modules", home))) return [];
  const task = { ...batch, weights, batch: BATCH, sizes: Object.values(SHAPE) };
  const made: Peer[] = [];
  for (const [file, device] of PEERS) {
    const module = (await import(new URL(`peers/${file}`, home).href)) as PeerModule;
    made.push(await module.make(device, task));
  }
  return made;
}
