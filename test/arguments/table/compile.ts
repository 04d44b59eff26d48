/** How what `chainrule/compile` exports is called. */
import { compile, type Program } from "../../../src/compile/index.js";
import { Value } from "../../../src/index.js";
import { arg, call, NUMBER, OMITTED, options } from "../call.js";
import { INTERNAL, type Entry } from "../entry.js";
import { rule, ruleWithRate } from "./rule.js";

const [w, x] = [new Value(2, "w"), new Value(3, "x")];
const out = w.mul(x);
const root = out.square();
const program = (): Program => compile(root, { parameters: [w], inputs: [x] });

export const compiler: Entry = {
  compile: call(
    arg(() => root, ["empty array"]),
    options({
      parameters: arg(() => [w]),
      inputs: arg(() => [x]),
      outputs: arg(() => [out], OMITTED, ["empty array"]),
      precision: arg(() => "f64", OMITTED),
      backend: arg(() => "reference", OMITTED),
      shared: arg(program, OMITTED),
    }),
  ),
  Program: {
    constructs: INTERNAL,
    make: program,
    methods: {
      run: call(),
      forward: call(),
      total: INTERNAL,
      release: INTERNAL,
      update: call(ruleWithRate, options({ rate: arg(() => 0.1, NUMBER) })),
      stateOf: call(rule),
      pull: call(),
      push: call(),
      dispose: call(),
      describe: call(),
    },
  },
};
