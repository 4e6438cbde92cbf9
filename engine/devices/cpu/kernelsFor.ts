/** Which set of kernels works on an array. */
import type { TypedArray } from "../../dtype.ts";
import { doubleKernels } from "./doubleKernels.ts";
import type { PanelKernels } from "./panelKernels.ts";
import { wasmKernels } from "./wasm/wasmKernels.ts";

/** All operands of an op are held like `sample`. */
export function kernelsFor(sample: TypedArray): PanelKernels {
  return (sample instanceof Float32Array ? wasmKernels() : null) ?? doubleKernels();
}
