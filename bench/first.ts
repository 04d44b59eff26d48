/**
 * The gradient of one function of 50 operations by each call that gives it, against recording it and calling `backward()`. Every call
 * evaluates the function.
 */
import { grad, gradients, noGrad, Value, valueAndGrad } from "chainrule";
import { micro, printTable, sideBySide, writeResults } from "./harness.js";

const OPERATIONS = 50;

function f(x: Value, y: Value): Value {
  let out = x;
  for (let i = 0; i < OPERATIONS / 2; i++) out = out.mul(y).add(x);
  return out;
}

const made = (): [Value, Value, Value] => {
  const [x, y] = [new Value(0.5), new Value(0.9)];
  return [f(x, y), x, y];
};

const calls = [
  { name: "record, y.backward()", run: () => { const [y] = made(); y.backward(); } }, // prettier-ignore
  { name: "record, gradients(y, [x])", run: () => { const [y, ...x] = made(); gradients(y, x); } }, // prettier-ignore
  { name: "noGrad(() => grad(f)(x))", run: () => noGrad(() => grad(f)(0.5, 0.9)) },
  { name: "grad(f)(x)", run: () => grad(f)(0.5, 0.9) },
  { name: "valueAndGrad(f)(x)", run: () => valueAndGrad(f)(0.5, 0.9) },
];
const timings = await sideBySide(calls);
const [bare] = timings.map(({ median }) => median);
const results = calls.map(({ name }, i) => {
  const { median } = timings[i] as (typeof timings)[number];
  return { call: name, µs: micro(median), "÷ backward": median / (bare as number) };
});
printTable(`the gradient of ${String(OPERATIONS)} operations`, results);
writeResults("first", { results });
