/** How what `chainrule` exports is called. */
import { defineOp, Value, type OpDefinition } from "../../../src/index.js";
import { ops, type Op } from "../../../src/ops/index.js";
import {
  allOptional,
  arg,
  call,
  callback,
  FUNCTION,
  NUMBER,
  OMITTED,
  options,
  POSITIVE,
  type Argument,
  type Call,
} from "../call.js";
import { DATA, INTERNAL, type Entry } from "../entry.js";

const x = (): Value => new Value(0.5, "x");
const pairs = call(
  arg(() => [x(), 2]),
  arg(() => [x(), 2]),
);
export const value = arg(x);
export const operand = arg(x, NUMBER);
export const number = arg(() => 0.5, NUMBER);
const listOf = (make: () => unknown): Argument => arg(() => [make(), make()]);
export const list = arg(() => [x(), 2], ["empty array"]);
const nonEmpty = listOf(x);
const square = (of = x()): Value => of.square();
/** Of a transform: `f` is called with what the function that it makes is given. */
const scalar = callback(() => square, { gives: [], takes: [] });

const point = call(operand);
const made = { name: "derivative", of: (derivative: unknown): unknown => derivative, call: point };
const second = (of: readonly [unknown, unknown]): unknown => of[1];
const transform = (f: Argument): Call => ({ args: [f], makes: [made] });
const product = (f: Argument): Call => ({
  args: [f],
  makes: [
    {
      name: "at",
      of: (at: unknown) => at,
      call: { args: [operand], makes: [{ name: "map", of: second, call: point }] },
    },
  ],
});

const check = {
  tolerance: arg(() => 1e-3, POSITIVE, ["negative zero"], OMITTED),
  step: arg(() => 1e-5, POSITIVE, OMITTED),
};
const points = arg(() => [0.5], ["empty array"]);
const definition: OpDefinition<[number]> = {
  name: "cube",
  num: (at) => at ** 3,
  grad: (of) => [of.square().mul(3)],
};
const op = (): unknown => defineOp(definition);

const operations = Object.fromEntries(
  Object.entries<Op>(ops).flatMap(([name, op]): [string, Call][] => {
    if (op.kind !== "fixed") return [];
    const least = op.operands.length - 1 - op.defaults.length;
    const others = op.operands.slice(1).map((_, i) => arg(x, NUMBER, i < least ? [] : OMITTED));
    return [[name, call(...others)]];
  }),
);

export const engine: Entry = {
  ChainruleError: DATA,
  assertFinite: call(value),
  detectAnomaly: call(callback(() => () => 1)),
  checkOp: call(
    arg(op),
    allOptional({ points: arg(() => 5, OMITTED), tolerance: arg(() => 1e-3, POSITIVE, OMITTED) }),
  ),
  defineOp: {
    args: [
      options({
        name: arg(() => "cube"),
        num: callback(() => definition.num, { gives: NUMBER }),
        grad: { ...callback(() => definition.grad, { gives: [] }), isCallback: false },
        localGradients: arg(() => undefined, OMITTED),
        doc: arg(() => "x³", OMITTED, ["text"]),
        symbol: arg(() => "x³", OMITTED, ["text"]),
        tex: arg(() => (of: string) => `${of}^3`, OMITTED, FUNCTION),
        operands: arg(() => ["x"], OMITTED),
        domain: arg(() => [{ min: 0, max: 1 }], OMITTED),
      }),
    ],
    makes: [{ name: "op", of: (cube: unknown) => cube, call: call(operand) }],
  },
  gradcheck: call(
    callback(() => square, { gives: [], takes: [] }),
    points,
    allOptional(check),
  ),
  numericalGradient: call(
    callback(() => square, { gives: [], takes: [] }),
    points,
    allOptional({ step: check.step }),
  ),
  gradients: call(
    arg(x, ["empty array"]),
    arg(() => [x()], ["empty array"]),
    allOptional({ createGraph: arg(() => false, OMITTED, ["true"]) }),
  ),
  topologicalOrder: call(value),
  max: call(nonEmpty),
  mean: call(nonEmpty),
  prod: call(list),
  norm: call(list),
  min: call(nonEmpty),
  softmax: call(list),
  sum: call(list),
  logSumExp: call(list),
  dot: pairs,
  crossEntropy: pairs,
  noGrad: call(callback(() => () => 1)),
  grad: transform(scalar),
  valueAndGrad: transform(scalar),
  hessian: transform(scalar),
  jacobian: transform(callback(() => square, { gives: ["empty array"], takes: [] })),
  hvp: {
    args: [scalar],
    makes: [{ name: "at", of: (at: unknown) => at, call: { args: [operand], makes: [made] } }],
  },
  jvp: product(callback(() => square, { gives: ["empty array"], takes: [] })),
  vjp: product(callback(() => square, { gives: ["empty array"], takes: [] })),
  constant: call(
    number,
    arg(() => "c", OMITTED, ["text"]),
  ),
  Value: {
    constructs: call(
      number,
      arg(() => "c", OMITTED, ["text"]),
    ),
    make: x,
    statics: { isValue: INTERNAL },
    methods: {
      ...operations,
      operand: INTERNAL,
      record: INTERNAL,
      detach: call(),
      backward: call(arg(() => 1, NUMBER, OMITTED)),
      localGradients: call(),
      toString: call(),
      toJSON: call(),
    },
    sets: { data: number, grad: number, label: arg(() => "c", ["text"]), mark: INTERNAL },
  },
};
