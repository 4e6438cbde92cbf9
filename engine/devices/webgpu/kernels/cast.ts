/** Copies that may change the dtype. Floats that no int64 here can be are refused; narrower integers take what C makes of them. */
import { int64 } from "../../../dtype.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuClone } from "./copy.ts";
import { gpuRefuseWide } from "./refuse.ts";

export function gpuCast(self: GpuTensor, out: GpuTensor, gpu: GpuEncoder): void {
  if (self.type === "f32" && out.dtype === int64 && self.scalar === null) gpuRefuseWide(gpu, self);
  gpuClone({ self }, [out], gpu);
}
