/** WGSL functions that kernels and the expressions of elementwise ops may call. */

/**
 * WGSL lets implementations assume that there are no NaNs and infinities: `x != x` may be false for a NaN, `log(-1)`
 * may be a number (it is on SwiftShader), and constants of them do not compile. Bits held in variables are safe.
 */
const FUNCTIONS: Readonly<Record<string, string>> = {
  isNan: "fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }\n",
  isInf: "fn isInf(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }\n",
  nan: "fn nan() -> f32 { var bits = 0x7fc00000u; return bitcast<f32>(bits); }\n",
  infinity: "fn infinity() -> f32 { var bits = 0x7f800000u; return bitcast<f32>(bits); }\n",
};

/** The declarations of the functions that `code` calls. */
export function functionsFor(code: string): string {
  return Object.entries(FUNCTIONS)
    .filter(([name]) => new RegExp(`\\b${name}\\(`).test(code))
    .map(([, text]) => text)
    .join("");
}
