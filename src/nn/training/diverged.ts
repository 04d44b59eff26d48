/** What to say when training has met a number that is NaN or infinite: the parameter, or the operation, that it came from. */
import { assertFinite } from "../../checks/anomaly.js";
import type { Value } from "../../engine/value.js";
import { ChainruleError } from "../../errors.js";
import type { Dataset } from "./dataset.js";
import type { Pass } from "../layers/pass.js";
import { record, type Loss, type Model } from "./runner.js";

/** What to do where steps were too long. */
export const ADVICE = "try a smaller learning rate, or clip gradients";

/** The first parameter or buffer that is no finite number. */
export function divergedNumber(numbers: readonly Value[]): string | undefined {
  const bad = numbers.findIndex(({ data }) => !Number.isFinite(data));
  if (bad < 0) return undefined;
  const { data, label } = numbers[bad] as Value;
  const name = label || `parameter ${String(bad)}`;
  return `${name} is ${String(data)} (${ADVICE})`;
}

/** Records a batch again, on Values, and finds where the first bad number was made. `what` is wrong with its loss, after so many steps. */
export function divergedLoss(
  what: string,
  model: Model,
  loss: Loss,
  data: Dataset,
  batch: ArrayLike<number>,
  pass: Pass,
  steps: number,
): ChainruleError {
  const number = divergedNumber(model.parameters());
  if (number !== undefined) return new ChainruleError(`${what}; ${number}`);
  try {
    assertFinite(record(model, loss, data, batch, pass));
  } catch (cause) {
    if (!(cause instanceof ChainruleError)) throw cause;
    const found = cause.message.replace(/^assertFinite: /, "");
    // Before the first step it is the data, or the model itself; and what the model refuses no learning rate mends.
    const advice = steps === 0 || found === cause.message ? "" : ` (${ADVICE})`;
    return new ChainruleError(`${what}; ${found}${advice}`, { cause });
  }
  return new ChainruleError(`${what}; on Values it is finite`);
}
