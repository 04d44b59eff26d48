/** The two precisions of a program, as WebAssembly knows them. */
export interface Numeric {
  readonly type: "f32" | "f64";
  readonly vector: "f32x4" | "f64x2";
  readonly bytes: number;
  readonly lanes: number;
  readonly splatLoad: "v128.load32_splat" | "v128.load64_splat";
}

export const NUMERICS: Readonly<Record<"f32" | "f64", Numeric>> = {
  f64: { type: "f64", vector: "f64x2", bytes: 8, lanes: 2, splatLoad: "v128.load64_splat" },
  f32: { type: "f32", vector: "f32x4", bytes: 4, lanes: 4, splatLoad: "v128.load32_splat" },
};
