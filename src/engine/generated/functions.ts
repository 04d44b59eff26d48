// Generated from src/ops by scripts/generate.ts: change a row there and run `npm run generate`.
import { ops } from "../../ops/index.js";
import { checkLengths, toValues, type Operands } from "../operands.js";
import type { GraphNode } from "../rule.js";
import { record, type Value } from "../value.js";
import * as rules from "./rules.js";

const absNum = ops.abs.num;
const maxNum = ops.max.num;
const squareNum = ops.square.num;
const sqrtNum = ops.sqrt.num;
const minNum = ops.min.num;
const expNum = ops.exp.num;
const logNum = ops.log.num;

/**
 * Sum of a list, Σ xᵢ, from left to right; 0 for an empty list.
 * @throws ChainruleError if an element is neither a Value nor a number.
 */
export function sum(x: Operands): Value {
  const xs = toValues(x, "sum", "x");

  let accTotal = 0;
  for (let i = 0; i < xs.length; i++) accTotal = accTotal + (xs[i] as GraphNode).data;

  return record(accTotal, rules.sumOfListRule, xs);
}

/**
 * Dot product of two lists of equal length, Σ xᵢ · yᵢ, from left to right.
 * @throws ChainruleError if an element is neither a Value nor a number, or the lengths differ.
 */
export function dot(x: Operands, y: Operands): Value {
  const xs = toValues(x, "dot", "x");
  const ys = toValues(y, "dot", "y");
  checkLengths(xs, ys, "dot");
  let accTotal = 0;
  for (let i = 0; i < xs.length; i++)
    accTotal = accTotal + (xs[i] as GraphNode).data * (ys[i] as GraphNode).data;

  return record(accTotal, rules.dotOfListRule, xs, ys);
}

/**
 * Product of a list, Π xᵢ, from left to right; 1 for an empty list. The gradient of an element is the product of the others.
 * @throws ChainruleError if an element is neither a Value nor a number.
 */
export function prod(x: Operands): Value {
  const xs = toValues(x, "prod", "x");

  let wholeTotal = 1;
  for (let i = 0; i < xs.length; i++) wholeTotal = wholeTotal * (xs[i] as GraphNode).data;

  return record(wholeTotal, rules.prodOfListRule, xs);
}

/**
 * Arithmetic mean of a list, Σ xᵢ / n.
 * @throws ChainruleError if an element is neither a Value nor a number, or the list is empty.
 */
export function mean(x: Operands): Value {
  const xs = toValues(x, "mean", "x", 1);

  let totalTotal = 0;
  for (let i = 0; i < xs.length; i++) totalTotal = totalTotal + (xs[i] as GraphNode).data;

  let countTotal = 0;
  for (let i = 0; i < xs.length; i++) countTotal = countTotal + 1;

  return record(totalTotal / countTotal, rules.meanOfListRule, xs);
}

/**
 * Euclidean norm of a list, √Σ xᵢ², without overflow; 0 for an empty list.
 * @throws ChainruleError if an element is neither a Value nor a number.
 */
export function norm(x: Operands): Value {
  const xs = toValues(x, "norm", "x");

  let topTotal = -Infinity;
  for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, absNum((xs[i] as GraphNode).data));

  const scaleTotal = topTotal === 0 ? 1 : absNum(topTotal) === Infinity ? 1 : topTotal;
  let totalTotal = 0;
  for (let i = 0; i < xs.length; i++)
    totalTotal = totalTotal + squareNum((xs[i] as GraphNode).data / scaleTotal);

  return record(scaleTotal * sqrtNum(totalTotal), rules.normOfListRule, xs);
}

/**
 * Greatest of a list. Elements that tie share the gradient evenly. NaN if an element is NaN.
 * @throws ChainruleError if an element is neither a Value nor a number, or the list is empty.
 */
export function max(x: Operands): Value {
  const xs = toValues(x, "max", "x", 1);

  let bestTotal = -Infinity;
  for (let i = 0; i < xs.length; i++) bestTotal = maxNum(bestTotal, (xs[i] as GraphNode).data);

  return record(bestTotal, rules.maxOfListRule, xs);
}

/**
 * Least of a list. Elements that tie share the gradient evenly. NaN if an element is NaN.
 * @throws ChainruleError if an element is neither a Value nor a number, or the list is empty.
 */
export function min(x: Operands): Value {
  const xs = toValues(x, "min", "x", 1);

  let bestTotal = Infinity;
  for (let i = 0; i < xs.length; i++) bestTotal = minNum(bestTotal, (xs[i] as GraphNode).data);

  return record(bestTotal, rules.minOfListRule, xs);
}

/**
 * ln Σ exp(xᵢ), shifted by the largest xᵢ so that nothing overflows; −∞ for an empty list. An element −∞ takes no part.
 * @throws ChainruleError if an element is neither a Value nor a number.
 */
export function logSumExp(x: Operands): Value {
  const xs = toValues(x, "logSumExp", "x");

  let topTotal = -Infinity;
  for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

  const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
  let totalTotal = 0;
  for (let i = 0; i < xs.length; i++)
    totalTotal = totalTotal + expNum((xs[i] as GraphNode).data - shiftTotal);

  return record(shiftTotal + logNum(totalTotal), rules.logSumExpOfListRule, xs);
}

/**
 * Cross-entropy of softmax(x) from the targets y, Σ yᵢ (ln Σ exp(xⱼ) − xᵢ), with all its digits for x of any size.
 * @throws ChainruleError if an element is neither a Value nor a number, or the lengths differ.
 */
export function crossEntropy(x: Operands, y: Operands): Value {
  const xs = toValues(x, "crossEntropy", "x");
  const ys = toValues(y, "crossEntropy", "y");
  checkLengths(xs, ys, "crossEntropy");
  let topTotal = -Infinity;
  for (let i = 0; i < xs.length; i++) topTotal = maxNum(topTotal, (xs[i] as GraphNode).data);

  const shiftTotal = absNum(topTotal) === Infinity ? 0 : topTotal;
  let tiesTotal = 0;
  for (let i = 0; i < xs.length; i++)
    tiesTotal = tiesTotal + ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0);

  let restTotal = 0;
  for (let i = 0; i < xs.length; i++)
    restTotal =
      restTotal +
      (expNum((xs[i] as GraphNode).data - shiftTotal) - ((xs[i] as GraphNode).data === shiftTotal ? 1 : 0));

  let weightTotal = 0;
  for (let i = 0; i < xs.length; i++) weightTotal = weightTotal + (ys[i] as GraphNode).data;

  let gapTotal = 0;
  for (let i = 0; i < xs.length; i++)
    gapTotal =
      gapTotal +
      ((ys[i] as GraphNode).data === 0
        ? 0
        : (ys[i] as GraphNode).data * (shiftTotal - (xs[i] as GraphNode).data));

  return record(
    weightTotal *
      (logNum(1 + (restTotal + (tiesTotal - 1))) +
        (restTotal + (tiesTotal - 1) - (1 + (restTotal + (tiesTotal - 1)) - 1)) /
          (1 + (restTotal + (tiesTotal - 1)))) +
      gapTotal,
    rules.crossEntropyOfListRule,
    xs,
    ys,
  );
}
