/** Windows of planes as columns, and columns added up to planes: `[N, C, H, W]` and `[N, C · kH · kW, L]`. */
import { exactly } from "../../../exactly.ts";
import type { WindowParams } from "../../cpu/im2col.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";

const UNIFORMS = {
  n: "u32",
  height: "i32",
  width: "i32",
  blocksHeight: "i32",
  blocksWidth: "i32",
  kernelHeight: "i32",
  kernelWidth: "i32",
  dilationHeight: "i32",
  dilationWidth: "i32",
  paddingHeight: "i32",
  paddingWidth: "i32",
  strideHeight: "i32",
  strideWidth: "i32",
  selfOffset: "u32",
  outOffset: "u32",
} as const;

const BINDINGS = [
  { name: "selfData", type: "f32", access: "read" },
  { name: "outData", type: "f32", access: "write" },
] as const;

const toColumns = new GpuProgram({
  key: "im2col",
  bindings: BINDINGS,
  uniforms: UNIFORMS,
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  let bx = i32(index) % u.blocksWidth;
  let by = i32(index) / u.blocksWidth % u.blocksHeight;
  let k = i32(index) / (u.blocksWidth * u.blocksHeight);
  let y = by * u.strideHeight - u.paddingHeight + k / u.kernelWidth % u.kernelHeight * u.dilationHeight;
  let x = bx * u.strideWidth - u.paddingWidth + k % u.kernelWidth * u.dilationWidth;
  let plane = k / (u.kernelWidth * u.kernelHeight);
  var value = 0.0;
  if (y >= 0 && y < u.height && x >= 0 && x < u.width) {
    value = selfData[u.selfOffset + u32((plane * u.height + y) * u.width + x)];
  }
  outData[u.outOffset + index] = value;`,
});

/** Each element of a plane asks the windows that it is in: no atomics, and the same order every time. */
const fromColumns = new GpuProgram({
  key: "col2im",
  bindings: BINDINGS,
  uniforms: UNIFORMS,
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  let x = i32(index) % u.width + u.paddingWidth;
  let y = i32(index) / u.width % u.height + u.paddingHeight;
  let plane = i32(index) / (u.width * u.height);
  var sum = 0.0;
  for (var ky = 0; ky < u.kernelHeight; ky++) {
    let top = y - ky * u.dilationHeight;
    if (top < 0 || top % u.strideHeight != 0 || top / u.strideHeight >= u.blocksHeight) { continue; }
    for (var kx = 0; kx < u.kernelWidth; kx++) {
      let left = x - kx * u.dilationWidth;
      if (left < 0 || left % u.strideWidth != 0 || left / u.strideWidth >= u.blocksWidth) { continue; }
      let row = (plane * u.kernelHeight + ky) * u.kernelWidth + kx;
      let at = (row * u.blocksHeight + top / u.strideHeight) * u.blocksWidth + left / u.strideWidth;
      sum += selfData[u.selfOffset + u32(at)];
    }
  }
  outData[u.outOffset + index] = sum;`,
});

function uniformsOf(
  self: GpuTensor,
  plane: GpuTensor,
  p: WindowParams,
  [blocksHeight, blocksWidth]: readonly [number, number],
  out: GpuTensor,
) {
  const [height, width] = exactly(2, plane.shape.slice(-2));
  const [kernelHeight, kernelWidth] = exactly(2, p.kernelSize);
  const [dilationHeight, dilationWidth] = exactly(2, p.dilation);
  const [paddingHeight, paddingWidth] = exactly(2, p.padding);
  const [strideHeight, strideWidth] = exactly(2, p.stride);
  return {
    n: out.size,
    ...{ height, width, blocksHeight, blocksWidth, kernelHeight, kernelWidth },
    ...{ dilationHeight, dilationWidth, paddingHeight, paddingWidth, strideHeight, strideWidth },
    selfOffset: self.offset,
    outOffset: out.offset,
  };
}

export function gpuIm2col(
  gpu: GpuEncoder,
  self: GpuTensor,
  p: WindowParams,
  blocks: readonly [number, number],
  out: GpuTensor,
): void {
  gpu.dispatch(toColumns, [self, out], uniformsOf(self, self, p, blocks, out), out.size);
}

export function gpuCol2im(
  gpu: GpuEncoder,
  self: GpuTensor,
  p: WindowParams,
  blocks: readonly [number, number],
  out: GpuTensor,
): void {
  gpu.dispatch(fromColumns, [self, out], uniformsOf(self, out, p, blocks, out), out.size);
}
