/** The largest element of each adaptive window of `[..., H, W]` or `[..., D, H, W]`, and its place in plane or volume. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { functionsFor } from "./wgsl.ts";

const UNIFORMS = {
  n: "u32",
  depth: "u32",
  height: "u32",
  width: "u32",
  outDepth: "u32",
  outHeight: "u32",
  outWidth: "u32",
  selfOffset: "u32",
  outOffset: "u32",
  indicesOffset: "u32",
} as const;

const program = new GpuProgram({
  key: "adaptive max",
  bindings: [
    { name: "selfData", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
    { name: "indices", type: "i32", access: "write" },
  ],
  uniforms: UNIFORMS,
  workgroup: [64],
  functions: functionsFor("isNan("),
  body: `  if (index >= u.n) { return; }
  let i = index / u.outWidth % u.outHeight;
  let j = index % u.outWidth;
  let k = index / (u.outWidth * u.outHeight) % u.outDepth;
  let plane = u.selfOffset + index / (u.outWidth * u.outHeight * u.outDepth) * u.depth * u.height * u.width;
  let front = k * u.depth / u.outDepth;
  let back = ((k + 1u) * u.depth + u.outDepth - 1u) / u.outDepth;
  let top = i * u.height / u.outHeight;
  let bottom = ((i + 1u) * u.height + u.outHeight - 1u) / u.outHeight;
  let left = j * u.width / u.outWidth;
  let right = ((j + 1u) * u.width + u.outWidth - 1u) / u.outWidth;
  var place = (front * u.height + top) * u.width + left;
  var best = selfData[plane + place];
  for (var z = front; z < back; z++) {
    for (var y = top; y < bottom; y++) {
      for (var x = left; x < right; x++) {
        let here = (z * u.height + y) * u.width + x;
        let value = selfData[plane + here];
        if (value > best || isNan(value)) {
          best = value;
          place = here;
        }
      }
    }
  }
  outData[u.outOffset + index] = best;
  indices[u.indicesOffset + index] = i32(place);`,
});

export function gpuAdaptiveMax(
  gpu: GpuEncoder,
  self: GpuTensor,
  values: GpuTensor,
  indices: GpuTensor,
  dims: 2 | 3,
): void {
  const uniforms = {
    n: values.size,
    depth: dims === 3 ? (self.shape.at(-3) as number) : 1,
    outDepth: dims === 3 ? (values.shape.at(-3) as number) : 1,
    height: self.shape.at(-2) as number,
    width: self.shape.at(-1) as number,
    outHeight: values.shape.at(-2) as number,
    outWidth: values.shape.at(-1) as number,
    selfOffset: self.offset,
    outOffset: values.offset,
    indicesOffset: indices.offset,
  };
  gpu.dispatch(program, [self, values, indices], uniforms, values.size);
}
