/** WGSL that several kernels share. */

/**
 * WGSL lets implementations assume that there are no NaNs, so that `x != x` may be false for one; its bits are safe.
 */
export const IS_NAN = `fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
`;
