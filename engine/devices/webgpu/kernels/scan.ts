/** Running sums and products along lines, and the gradients of products: one invocation walks each line. */
import type { Lines } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { scanSource } from "./lines.ts";

const running = variants(
  (operation: "sum" | "prod", type: ElementType, outType: ElementType) => `${operation} ${type} ${outType}`,
  (operation, type, outType) =>
    scanSource(
      `cum${operation} ${type} ${outType}`,
      [
        { name: "selfData", type, access: "read" },
        { name: "outData", type: outType, access: "write" },
      ],
      { selfOffset: "u32", outOffset: "u32", reverse: "u32" },
      `  var value = ${outType}(${operation === "sum" ? 0 : 1});
  for (var i = 0u; i < u.length; i++) {
    let at = start + select(i, u.length - 1u - i, u.reverse == 1u) * u.step;
    value ${operation === "sum" ? "+=" : "*="} ${outType}(selfData[u.selfOffset + at]);
    outData[u.outOffset + at] = value;
  }`,
    ),
);

export function gpuScan(
  gpu: GpuEncoder,
  self: GpuTensor,
  lines: Lines,
  operation: "sum" | "prod",
  reverse: boolean,
  out: GpuTensor,
): void {
  const program = running(operation, self.type, out.type);
  const uniforms = { ...lines, selfOffset: self.offset, outOffset: out.offset, reverse: Number(reverse) };
  gpu.dispatch(program, [self, out], uniforms, lines.count);
}

const gradient = variants(
  (each: "element" | "line") => each,
  (each) =>
    scanSource(
      `product gradient ${each}`,
      [
        { name: "gradData", type: "f32", access: "read" },
        { name: "selfData", type: "f32", access: "read" },
        { name: "outData", type: "f32", access: "write" },
      ],
      { gradOffset: "u32", selfOffset: "u32", outOffset: "u32" },
      `  var before = 1.0;
  for (var k = 0u; k < u.length; k++) {
    let at = start + k * u.step;
    outData[u.outOffset + at] = before;
    before *= selfData[u.selfOffset + at];
  }
  var after = 0.0;
  for (var i = 0u; i < u.length; i++) {
    let at = start + (u.length - 1u - i) * u.step;
    ${each === "element" ? "after += gradData[u.gradOffset + at];" : "if (i == 0u) { after = gradData[u.gradOffset + line]; }"}
    outData[u.outOffset + at] *= after;
    after *= selfData[u.selfOffset + at];
  }`,
    ),
);

export function gpuProductGradient(
  gpu: GpuEncoder,
  grad: GpuTensor,
  self: GpuTensor,
  lines: Lines,
  out: GpuTensor,
): void {
  const each = grad.size === self.size && grad.shape.length === self.shape.length ? "element" : "line";
  const uniforms = { ...lines, gradOffset: grad.offset, selfOffset: self.offset, outOffset: out.offset };
  gpu.dispatch(gradient(each), [grad, self, out], uniforms, lines.count);
}
