/** Which dtypes a device can hold. Asked before a backend is, so that a run for shapes says the same. */
import { type DType, float64 } from "../dtype.ts";
import type { DeviceName } from "../trace/trace.ts";

/** Refuses float64 on WebGPU. `op`: the name of the op whose result it would be, if one is. */
export function requireHeld(device: DeviceName, dtype: DType, op?: string): void {
  if (device !== "webgpu" || dtype !== float64) return;
  const what = op === undefined ? "A float64 tensor" : `'${op}' gives a float64 tensor, which`;
  throw new TypeError(
    `${what} cannot be on webgpu: WebGPU has no 64-bit floats. Use float32 there (x.float(), { dtype: torch.float32 }), or compute on the CPU (x.to("cpu")).`,
  );
}
