/** The one place where images meet the tensor core: making tensors, drawing random numbers, asking for the kind of run. */
import { defaultDtype } from "../defaults.ts";
import {
  bool,
  type DType,
  float32,
  float64,
  int32,
  int64,
  newArray,
  type TypedArray,
  uint8,
} from "../dtype.ts";
import { allocate } from "../ops/creation.ts";
import { between } from "../ops/sequences.ts";
import { defaultGenerator } from "../random/generator.ts";
import { backendFor, runtime } from "../runtime.ts";
import { Device, Tensor } from "../tensor.ts";

export { interpolateEach as interpolateTensor } from "../ops/interpolate.ts";
export { pad as padTensor } from "../ops/pad.ts";
export {
  bool,
  type DType,
  defaultDtype,
  float32,
  float64,
  int32,
  int64,
  newArray,
  Tensor,
  type TypedArray,
  uint8,
};

/** In a run without values pixels are never looked at: images know their size only. */
export function shapesOnly(): boolean {
  return runtime.shapesOnly;
}

/** A new tensor. Its values are asked for only in a run that has values. */
export function tensorOf(
  dtype: DType,
  shape: readonly number[],
  values: () => TypedArray,
  device: Device = new Device("cpu"),
): Tensor {
  const tensor = allocate(shape, dtype, device);
  if (!shapesOnly() && tensor.numel() > 0) backendFor(device.type).write(tensor.storage, values());
  return tensor;
}

/** `torch.empty(1).uniform_(from, to).item()`; `torch.rand(1)` is the case 0 to 1. */
export function drawUniform(from: number, to: number): number {
  return defaultGenerator.uniforms(float32, 1, from, to)[0] as number;
}

/** `torch.randint(0, end, (1,)).item()`. */
export function drawInteger(end: number): number {
  return defaultGenerator.integers(int64, 1, 0, end)[0] as number;
}

/** `torch.randperm(n).tolist()`. */
export function drawPermutation(n: number): readonly number[] {
  return [...defaultGenerator.permutation(int64, n)];
}

/** `torch.linspace(from, to, n).tolist()`. */
export function equallySpaced(from: number, to: number, n: number): readonly number[] {
  return [...Float32Array.from(between(from, to, n, Math.fround))];
}

/** The elements in row-major order, if they can be had without waiting: null on a GPU and in a run for shapes. */
export function readableNow(tensor: Tensor): ArrayLike<number> | null {
  if (tensor.storage.backend === "meta") return null;
  const own = tensor.detach().contiguous();
  const data = backendFor(own.storage.device).readSync?.(own.storage);
  return data?.subarray(own.offset, own.offset + own.numel()) ?? null;
}
