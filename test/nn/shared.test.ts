/** Programs of one net for batches of several sizes, as `fit` makes them: they have one list of parameters and one of gradients. */
import { expect, test } from "@jest/globals";
import { mean, Value } from "chainrule";
import { BatchProgram, Dataset, Sgd, type Loss, type Matrix, type Model } from "chainrule/nn";

/** y = w · x. */
class Slope implements Model {
  readonly w = new Value(2);
  parameters = (): Value[] => [this.w];
  predict = (x: Matrix): Matrix => x.map((value) => value.mul(this.w));
}
const squares: Loss = (y, t) => mean(y.sub(t).values().map((d) => d.square())); // prettier-ignore
const data = Dataset.from([[1], [2]], [1, 1]);
const shape = { inputSize: 1, targetSize: 1 };

test("a program for fewer rows, and one without noise, read and write the numbers of the first", () => {
  const model = new Slope();
  const first = new BatchProgram(model, squares, { ...shape, rows: 2 });
  const short = new BatchProgram(model, squares, { ...shape, rows: 1 }, true, first.program);
  const measuring = new BatchProgram(model, squares, { ...shape, rows: 2 }, false, first.program);
  for (const { program } of [short, measuring]) {
    expect(program.parameters).toBe(first.program.parameters);
    expect(program.gradients).toBe(first.program.gradients);
  }
  // d/dw (2w − 1)² = 4 (2w − 1), which is 12 at w = 2.
  expect([short.run(data, [1], 1), first.program.gradients[0]]).toEqual([9, 12]);
  // A step of the first program's optimizer, by the gradient of the short one: w = 2 − 12 / 8.
  new Sgd(first.program, { learningRate: 1 / 8 }).step();
  expect(first.program.parameters[0]).toBe(0.5);
  // The mean of (w − 1)² and (2w − 1)² at 0.5, and its slope, (w − 1) + 2 (2w − 1).
  measuring.load(data, [0, 1]);
  expect(measuring.program.forward()).toBe(0.25 / 2);
  first.run(data, [0, 1], 1);
  expect(short.program.gradients[0]).toBe(-0.5);
});
