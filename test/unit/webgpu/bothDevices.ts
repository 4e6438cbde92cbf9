/** Runs the same ops on the CPU and on WebGPU and compares: the CPU's kernels, which sum in double, are the oracle. */
import fc from "fast-check";
import { expect } from "vitest";
import "../../../engine/api/install.ts";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { elementType } from "../../../engine/devices/webgpu/elements.ts";
import type { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import { GpuStorage } from "../../../engine/devices/webgpu/gpuStorage.ts";
import type { GpuTensor } from "../../../engine/devices/webgpu/gpuTensor.ts";
import { DTYPES, type DType, float32, newArray, type TypedArray } from "../../../engine/dtype.ts";
import { backendFor, runtime } from "../../../engine/runtime.ts";
import { contiguousStrides, numel } from "../../../engine/shape.ts";
import { Tensor } from "../../../engine/tensor.ts";
import type { DeviceName } from "../../../engine/trace/trace.ts";
import { openTestDevice } from "../../webgpuDevice.ts";

/** Opens a device and makes it the engine's `webgpu`. */
export async function useTestDevice(): Promise<GpuDevice> {
  const gpu = await openTestDevice();
  runtime.backends.set("webgpu", new WebGpuBackend(gpu));
  return gpu;
}

/** A tensor to be: the elements of its storage, and what of them it shows. */
export interface Layout {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly elements: TypedArray;
}

export function placed({ dtype, shape, strides, offset, elements }: Layout, device: DeviceName): Tensor {
  const backend = backendFor(device);
  const storage = backend.allocate(device, dtype, elements.length);
  if (elements.length) backend.write(storage, elements);
  return new Tensor(storage, shape, strides, offset);
}

/** What a kernel sees of a tensor on WebGPU. */
export function gpuView(t: Tensor): GpuTensor {
  if (!(t.storage instanceof GpuStorage)) throw new Error("not a WebGPU tensor");
  const { storage, offset, shape, strides, dtype } = t;
  return { storage, offset, shape, strides, dtype, type: elementType(dtype), size: t.numel(), scalar: null };
}

export function rowMajor(shape: readonly number[], elements: TypedArray, dtype: DType = float32): Layout {
  return { dtype, shape, strides: contiguousStrides(shape), offset: 0, elements };
}

/** The elements in row-major order. */
export async function elementsOf(t: Tensor): Promise<number[]> {
  return Array.from(await t.data());
}

export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

export const EXACT: Tolerance = { relative: 0, absolute: 0 };
/** A few roundings of float32. */
export const ROUNDED: Tolerance = { relative: 2e-6, absolute: 1e-6 };

/** Runs `body` on both devices with the layouts placed there, and compares all results. */
export async function expectSame(
  layouts: readonly Layout[],
  body: (tensors: readonly Tensor[]) => Tensor | readonly Tensor[],
  tolerance: Tolerance = EXACT,
): Promise<void> {
  const results = (device: DeviceName): readonly Tensor[] => {
    const result = body(layouts.map((layout) => placed(layout, device)));
    return result instanceof Tensor ? [result] : result;
  };
  const expected = results("cpu");
  const got = results("webgpu");
  expect(got.length).toBe(expected.length);
  for (const [i, e] of expected.entries()) {
    const g = got[i] as Tensor;
    expect([...g.shape], "shape").toEqual([...e.shape]);
    expect(g.dtype.name, "dtype").toBe(e.dtype.name);
    expectClose(await elementsOf(g), await elementsOf(e), tolerance);
  }
}

/** NaN equals NaN, Infinity itself. */
export function expectClose(got: readonly number[], expected: readonly number[], t: Tolerance): void {
  expect(got.length).toBe(expected.length);
  const wrong = got.findIndex((g, i) => !isClose(g, expected[i] as number, t));
  if (wrong < 0) return;
  expect.fail(`element ${wrong} of ${got.length} is ${got[wrong]}, expected ${expected[wrong]}`);
}

function isClose(a: number, b: number, { relative, absolute }: Tolerance): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= absolute + relative * Math.abs(b);
}

/** Dtypes that WebGPU holds. */
export const GPU_DTYPES = DTYPES.filter((d) => d.name !== "float64");

/** Small shapes, with sizes 0 and 1 and some around a workgroup's 64 invocations among them. */
export function shapes(maxRank = 4): fc.Arbitrary<number[]> {
  const small = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: maxRank });
  const notable = [[0], [1], [63], [64], [65], [129], [2, 0, 3], [3, 65], [65, 3]];
  const flat = fc.constantFrom(...notable).map((shape) => [...shape]);
  return fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: flat });
}

/** Values that say something in every dtype. */
export function valuesFor(dtype: DType, seed: number, length: number): TypedArray {
  const out = newArray(dtype, length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const u = state / 0x80000000;
    out[i] = dtype.isFloatingPoint ? 6 * u - 3 : dtype.name === "bool" ? Math.round(u) : Math.floor(u * 7);
    if (dtype.name === "int32" || dtype.name === "int64") out[i] = (out[i] as number) - 3;
  }
  return out;
}

/** The shape in some layout: permuted, with gaps, repeated along a dimension, not at its storage's start. */
export function layouts(shape: readonly number[], dtype: DType = float32): fc.Arbitrary<Layout> {
  return fc
    .record({
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      gaps: fc.array(fc.constantFrom(1, 1, 1, 2, 3), { minLength: shape.length, maxLength: shape.length }),
      repeated: fc.array(fc.constantFrom(false, false, false, true), {
        minLength: shape.length,
        maxLength: shape.length,
      }),
      offset: fc.constantFrom(0, 0, 1, 7),
      plain: fc.boolean(),
      seed: fc.nat(),
    })
    .map(({ order, gaps, repeated, offset, plain, seed }) => {
      if (plain) return rowMajor(shape, valuesFor(dtype, seed, numel(shape)), dtype);
      const strides = new Array<number>(shape.length).fill(0);
      let step = 1;
      for (const d of order) {
        if (repeated[d]) continue;
        step *= gaps[d] as number;
        strides[d] = step;
        step *= Math.max(shape[d] as number, 1);
      }
      return { dtype, shape, strides, offset, elements: valuesFor(dtype, seed, offset + step) };
    });
}
