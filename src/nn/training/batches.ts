/** The batches of a run, in a random order that depends on its seed alone. */
import { random } from "../../numeric/random.js";

/** Every pass over the examples is a new random order, cut into batches; the first `done` batches are left out. */
export function* shuffledBatches(
  count: number,
  rows: number,
  seed: number,
  done: number,
): Generator<Int32Array, never> {
  const generator = random(seed);
  for (let step = 0; ;) {
    const order = generator.permutation(count);
    for (let from = 0; from < count; from += rows, step++) {
      if (step >= done) yield order.subarray(from, Math.min(from + rows, count));
    }
  }
}
