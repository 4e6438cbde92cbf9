/**
 * Max pooling over `[..., H, W]` and its gradient. The gradient asks of each input element which windows it was the
 * largest of: that needs no atomics, of which WGSL has none for floats, and adds in the same order every time.
 */
import { exactly } from "../../../exactly.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import type { ElementType } from "../gpuProgram.ts";
import { type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { functionsFor } from "./wgsl.ts";

export interface GpuPoolParams {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

const UNIFORMS = {
  n: "u32",
  inHeight: "i32",
  inWidth: "i32",
  outHeight: "i32",
  outWidth: "i32",
  kernelHeight: "i32",
  kernelWidth: "i32",
  strideHeight: "i32",
  strideWidth: "i32",
  paddingHeight: "i32",
  paddingWidth: "i32",
  dilationHeight: "i32",
  dilationWidth: "i32",
  inOffset: "u32",
  outOffset: "u32",
  indicesOffset: "u32",
} as const;

/** Of equal maxima the first in row-major order wins; a NaN wins over everything before it. */
const forward = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof UNIFORMS> => ({
    key: `max_pool2d ${type}`,
    bindings: [
      { name: "inData", type, access: "read" },
      { name: "outData", type, access: "write" },
      { name: "indices", type: "i32", access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    functions: `${functionsFor("isNan(")}
fn wins(value: ${type}, best: ${type}) -> bool { return value > best${type === "f32" ? " || isNan(value)" : ""}; }
`,
    body: `  if (index >= u.n) { return; }
  let plane = index / u32(u.outHeight * u.outWidth);
  let oy = i32(index / u32(u.outWidth)) % u.outHeight;
  let ox = i32(index) % u.outWidth;
  let start = u.inOffset + plane * u32(u.inHeight * u.inWidth);
  var found = false;
  var best = ${type}(0);
  var at = 0;
  for (var ky = 0; ky < u.kernelHeight; ky++) {
    let y = oy * u.strideHeight - u.paddingHeight + ky * u.dilationHeight;
    if (y < 0 || y >= u.inHeight) { continue; }
    for (var kx = 0; kx < u.kernelWidth; kx++) {
      let x = ox * u.strideWidth - u.paddingWidth + kx * u.dilationWidth;
      if (x < 0 || x >= u.inWidth) { continue; }
      let value = inData[start + u32(y * u.inWidth + x)];
      if (!found || wins(value, best)) {
        found = true;
        best = value;
        at = y * u.inWidth + x;
      }
    }
  }
  outData[u.outOffset + index] = best;
  indices[u.indicesOffset + index] = at;`,
  }),
);

const backward = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof UNIFORMS> => ({
    key: `max_pool2d backward ${type}`,
    bindings: [
      { name: "gradOutput", type, access: "read" },
      { name: "indices", type: "i32", access: "read" },
      { name: "gradInput", type, access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  let plane = index / u32(u.inHeight * u.inWidth);
  let here = i32(index % u32(u.inHeight * u.inWidth));
  let y = here / u.inWidth + u.paddingHeight;
  let x = here % u.inWidth + u.paddingWidth;
  let start = plane * u32(u.outHeight * u.outWidth);
  var sum = ${type}(0);
  for (var ky = 0; ky < u.kernelHeight; ky++) {
    let top = y - ky * u.dilationHeight;
    if (top < 0 || top % u.strideHeight != 0 || top / u.strideHeight >= u.outHeight) { continue; }
    for (var kx = 0; kx < u.kernelWidth; kx++) {
      let left = x - kx * u.dilationWidth;
      if (left < 0 || left % u.strideWidth != 0 || left / u.strideWidth >= u.outWidth) { continue; }
      let window = start + u32(top / u.strideHeight * u.outWidth + left / u.strideWidth);
      if (indices[u.indicesOffset + window] == here) { sum += gradOutput[u.outOffset + window]; }
    }
  }
  gradInput[u.inOffset + index] = sum;`,
  }),
);

export function gpuMaxPool2d(
  gpu: GpuEncoder,
  self: GpuTensor,
  p: GpuPoolParams,
  values: GpuTensor,
  indices: GpuTensor,
): void {
  gpu.dispatch(
    forward(self.type),
    [self, values, indices],
    uniformsOf(p, self, values, indices, values.size),
    values.size,
  );
}

/** Fills `out`, of the input's shape. */
export function gpuMaxPool2dBackward(
  gpu: GpuEncoder,
  gradOutput: GpuTensor,
  indices: GpuTensor,
  p: GpuPoolParams,
  out: GpuTensor,
): void {
  const uniforms = uniformsOf(p, out, gradOutput, indices, out.size);
  gpu.dispatch(backward(out.type), [gradOutput, indices, out], uniforms, out.size);
}

function uniformsOf(p: GpuPoolParams, input: GpuTensor, output: GpuTensor, indices: GpuTensor, n: number) {
  const [kernelHeight, kernelWidth] = exactly(2, p.kernelSize);
  const [strideHeight, strideWidth] = exactly(2, p.stride);
  const [paddingHeight, paddingWidth] = exactly(2, p.padding);
  const [dilationHeight, dilationWidth] = exactly(2, p.dilation);
  return {
    n,
    inHeight: input.shape.at(-2) as number,
    inWidth: input.shape.at(-1) as number,
    outHeight: output.shape.at(-2) as number,
    outWidth: output.shape.at(-1) as number,
    ...{ kernelHeight, kernelWidth, strideHeight, strideWidth },
    ...{ paddingHeight, paddingWidth, dilationHeight, dilationWidth },
    inOffset: input.offset,
    outOffset: output.offset,
    indicesOffset: indices.offset,
  };
}
