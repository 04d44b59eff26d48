/** Programs, of every backend, against the Values that they were compiled from: the value and every gradient. */
import { expect } from "@jest/globals";
import type { Value } from "chainrule";
import { compile, type CompileOptions, type Program } from "chainrule/compile";
import { relativeError, tolerances } from "../tolerances.js";

export const BACKENDS = ["wasm", "reference"] as const;

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

/** The reference is slow, and takes a few hundred bytes for an operation. */
const MOST_FOR_REFERENCE = 20_000;

/** Runs all, twice, and expects agreement in both precisions. Returns the program in double precision. */
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
  if (double.describe().nodes < MOST_FOR_REFERENCE) {
    const plain = compile(root, { ...options, backend: "reference" });
    for (let run = 0; run < 2; run++) {
      // It adds up in the recorded order, so the value has every bit.
      expect(plain.run()).toBe(root.data);
      expect(worstError(plain, root.data, root, parameters)).toBeLessThan(tolerances.reordered);
    }
    const plainSingle = compile(root, { ...options, backend: "reference", precision: "f32" });
    expect(worstError(plainSingle, plainSingle.run(), root, parameters)).toBeLessThan(tolerances.single);
  }
  single.dispose();
  return double;
}
