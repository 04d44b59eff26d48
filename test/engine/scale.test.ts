/** Size: graphs that would end a recursion or fill a small heap, in processes of their own on the built package. */
import { describe, expect, test } from "@jest/globals";
import { inChild } from "../child.js";

describe("size", () => {
  test("a chain 1,000,000 deep", () => {
    const { result, megabytes } = inChild(`
      const x = new Value(1);
      let out = x;
      for (let i = 0; i < 1_000_000; i++) out = out.add(x);
      out.backward();
      return [out.data, x.grad];`);
    expect(result).toEqual([1_000_001, 1_000_001]);
    console.log(`a chain 1,000,000 deep: peak memory ${megabytes.toFixed(0)} MB`);
  });

  test("a graph of 5,000,000 nodes", () => {
    const { result, megabytes } = inChild(`
      const x = new Value(0.5), y = new Value(2);
      let out = x;
      for (let i = 0; i < 1_250_000; i++) out = out.mul(y).sub(out).add(x).sub(x);
      out.backward();
      return [out.data, x.grad];`);
    // Every round leaves the value and its derivative by x as they were.
    expect(result).toEqual([0.5, 1]);
    console.log(`a graph of 5,000,000 nodes: peak memory ${megabytes.toFixed(0)} MB`);
  });
});
