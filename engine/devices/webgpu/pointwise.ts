/** The WebGPU kernel of every elementwise op. */
import type { AnyArgs } from "../../ops/op.ts";
import type { GpuEncoder } from "./gpuEncoder.ts";
import type { GpuTensor } from "./gpuTensor.ts";

export function gpuPointwise(
  _name: string,
  _expression: string,
  _operands: readonly string[],
  _scalars: readonly string[],
): (args: AnyArgs, out: readonly GpuTensor[], gpu: GpuEncoder) => void {
  return () => {
    throw new Error("being written");
  };
}
