/** A program against the Values that it was compiled from: the value and every gradient. */
import { expect } from "@jest/globals";
import type { Value } from "chainrule";
import { compile, type CompileOptions, type Program } from "chainrule/compile";
import { relativeError, tolerances } from "../tolerances.js";

/** The largest relative error of a program that has been run, against Values on which backward has been called. */
export function worstError(
  program: Program,
  value: number,
  root: Value,
  parameters: readonly Value[],
): number {
  const errors = parameters.map(({ grad }, i) => relativeError(program.gradients[i] as number, grad));
  return Math.max(relativeError(value, root.data), ...errors);
}

/** Runs both, twice, and expects agreement in both precisions. Returns the program in double precision. */
export function expectAgreement(root: Value, options: CompileOptions): Program {
  const { parameters } = options;
  for (const parameter of parameters) parameter.grad = 0;
  root.backward();
  const single = compile(root, { ...options, precision: "f32" });
  const double = compile(root, options);
  for (let run = 0; run < 2; run++) {
    expect(worstError(double, double.run(), root, parameters)).toBeLessThan(tolerances.reordered);
    expect(worstError(single, single.run(), root, parameters)).toBeLessThan(tolerances.single);
  }
  single.dispose();
  return double;
}
