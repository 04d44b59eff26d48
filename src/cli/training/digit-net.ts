/** The net that `train mnist` saves and `predict` reads: its sizes are those of its weights. */
import { existsSync } from "node:fs";
import { TwoLayerNet } from "../../book/index.js";
import { ChainruleError } from "../../errors.js";
import { readWeights } from "../../files/index.js";

export const NET = { inputSize: 784, hiddenSize: 50, outputSize: 10 } as const;

/** @throws ChainruleError that names the file, if there is none, or it holds other weights. */
export function readDigitNet(path: string): TwoLayerNet {
  if (!existsSync(path)) {
    throw new ChainruleError(`${path}: there is no such file; \`chainrule train mnist\` makes one`);
  }
  const net = new TwoLayerNet(NET);
  readWeights(path, net);
  return net;
}
