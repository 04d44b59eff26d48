/** The two precisions of a program, as WebAssembly knows them. */
import { NUMERICS, type Numeric as Numbers } from "../backend.js";

export interface Numeric extends Numbers {
  readonly vector: "f32x4" | "f64x2";
  readonly lanes: number;
  readonly splatLoad: "v128.load32_splat" | "v128.load64_splat";
}

export const VECTORS: Readonly<Record<Numbers["type"], Numeric>> = {
  f64: { ...NUMERICS.f64, vector: "f64x2", lanes: 2, splatLoad: "v128.load64_splat" },
  f32: { ...NUMERICS.f32, vector: "f32x4", lanes: 4, splatLoad: "v128.load32_splat" },
};
