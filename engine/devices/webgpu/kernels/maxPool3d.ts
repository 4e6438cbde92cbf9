/** Max pooling over `[…, D, H, W]`; what sends gradients or values to places within a volume. */
import { numel } from "../../../shape.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import type { GpuPoolParams } from "./maxPool2d.ts";
import { gpuGather, gpuScatter } from "./rows.ts";
import { functionsFor } from "./wgsl.ts";

const UNIFORMS = {
  size: "dims",
  outSize: "dims",
  kernel: "dims",
  stride: "dims",
  padding: "dims",
  dilation: "dims",
  n: "u32",
  inOffset: "u32",
  outOffset: "u32",
  indicesOffset: "u32",
} as const;

/** Of equal maxima the first in row-major order wins; a NaN wins over everything before it. */
const program = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof UNIFORMS> => ({
    key: `max_pool3d ${type}`,
    bindings: [
      { name: "inData", type, access: "read" },
      { name: "outData", type, access: "write" },
      { name: "indices", type: "i32", access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    functions: `${functionsFor("isNan(")}
fn wins(value: ${type}, best: ${type}) -> bool { return value > best${type === "f32" ? " || isNan(value)" : ""}; }
fn place(o: u32, k: u32, d: u32) -> i32 { return i32(o * stride(d) + k * dilation(d)) - i32(padding(d)); }
`,
    body: `  if (index >= u.n) { return; }
  let ox = index % outSize(2u);
  let oy = index / outSize(2u) % outSize(1u);
  let oz = index / (outSize(2u) * outSize(1u)) % outSize(0u);
  let start = u.inOffset + index / (outSize(2u) * outSize(1u) * outSize(0u)) * size(0u) * size(1u) * size(2u);
  var found = false;
  var best = ${type}(0);
  var at = 0;
  for (var kz = 0u; kz < kernel(0u); kz++) {
    let z = place(oz, kz, 0u);
    if (z < 0 || z >= i32(size(0u))) { continue; }
    for (var ky = 0u; ky < kernel(1u); ky++) {
      let y = place(oy, ky, 1u);
      if (y < 0 || y >= i32(size(1u))) { continue; }
      for (var kx = 0u; kx < kernel(2u); kx++) {
        let x = place(ox, kx, 2u);
        if (x < 0 || x >= i32(size(2u))) { continue; }
        let here = (z * i32(size(1u)) + y) * i32(size(2u)) + x;
        let value = inData[start + u32(here)];
        if (!found || wins(value, best)) {
          found = true;
          best = value;
          at = here;
        }
      }
    }
  }
  outData[u.outOffset + index] = best;
  indices[u.indicesOffset + index] = at;`,
  }),
);

export function gpuMaxPool3d(
  gpu: GpuEncoder,
  self: GpuTensor,
  p: GpuPoolParams,
  values: GpuTensor,
  indices: GpuTensor,
): void {
  const uniforms = {
    size: self.shape.slice(-3),
    outSize: values.shape.slice(-3),
    kernel: p.kernelSize,
    stride: p.stride,
    padding: p.padding,
    dilation: p.dilation,
    n: values.size,
    inOffset: self.offset,
    outOffset: values.offset,
    indicesOffset: indices.offset,
  };
  gpu.dispatch(program(self.type), [self, values, indices], uniforms, values.size);
}

/** Each volume, of the last `dims` dimensions, as a row. */
function volumes(t: GpuTensor, dims: number): GpuTensor {
  const inner = numel(t.shape.slice(t.shape.length - dims));
  return { ...t, shape: [inner ? t.size / inner : 0, inner], strides: [inner, 1] };
}

/** `out[…, indices]` becomes `source`, or has it added, within each volume; the rest is 0. */
export function gpuScatterVolumes(
  gpu: GpuEncoder,
  source: GpuTensor,
  indices: GpuTensor,
  dims: number,
  add: boolean,
  out: GpuTensor,
): void {
  gpu.upload(out, new Float32Array(out.size));
  gpuScatter(gpu, volumes(out, dims), 1, volumes(indices, dims), volumes(source, dims), add);
}

/** The reverse: `out` is what stands at `indices` of each volume. */
export function gpuGatherVolumes(
  gpu: GpuEncoder,
  self: GpuTensor,
  indices: GpuTensor,
  dims: number,
  out: GpuTensor,
): void {
  gpuGather(gpu, volumes(self, dims), 1, volumes(indices, dims), volumes(out, dims));
}
