/** Copies, casts and fills: elementwise kernels whose expression does nothing. */
import { gpuPointwise } from "./pointwise.ts";

/** `self` in the result's dtype and layout. */
export const gpuClone = gpuPointwise("clone()", "a", ["self"], []);

/** `value` everywhere. */
export const gpuFill = gpuPointwise("fill()", "value", [], ["value"]);

export const gpuZero = gpuPointwise("zero()", "T(0)", [], []);
