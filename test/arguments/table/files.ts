/** How what `chainrule/files` exports is called. */
import { encode } from "fast-png";
import { Matrix, encodeWeights, Sequential, type CheckpointStore } from "../../../src/nn/index.js";
import { arg, call, OMITTED, options, untried, type Argument } from "../call.js";
import type { Entry } from "../entry.js";
import { named } from "./nn/arguments.js";
import { file } from "./temporary.js";

// A text is the path of a file that is not there, or that would be written.
const path = (name: string, content?: string | Uint8Array): Argument =>
  untried(
    arg(() => file(name, content)),
    ["text"],
  );
const picture = encode({ width: 2, height: 2, channels: 1, data: Uint8Array.of(0, 255, 0, 0) });
const matrices = encodeWeights({ namedParameters: () => ({ W: Matrix.zeros(2, 2) }) });

export const files: Entry = {
  readCsv: call(path("table.csv", "width,kind\n1,a\n2,b\n"), options({ target: arg(() => "kind") })),
  readDigit: call(path("digit.png", picture)),
  fileCheckpoint: {
    args: [path("checkpoint"), arg(() => 1, OMITTED)],
    makes: [
      { name: "load", of: (store: CheckpointStore) => () => store.load(), call: call() },
      {
        name: "save",
        of: (store: CheckpointStore) => (bytes: Uint8Array) => store.save(bytes),
        call: call(arg(() => Uint8Array.of(1))),
      },
    ],
  },
  readModel: call(path("model", encodeWeights(new Sequential([{ layer: "relu" }])))),
  readWeights: call(path("weights", matrices), named),
  writeModel: call(path("written"), named),
};
