/** Losses of `[N, C]` scores that should be larger by a margin for the right classes: an invocation for each sample. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuSum } from "./reduce.ts";

const MARGIN = {
  n: "u32",
  classes: "u32",
  squared: "u32",
  weighted: "u32",
  margin: "f32",
  scale: "f32",
  selfOffset: "u32",
  targetOffset: "u32",
  weightOffset: "u32",
  outOffset: "u32",
} as const;

const margin = new GpuProgram({
  key: "multi_margin_loss",
  bindings: [
    { name: "x", type: "f32", access: "read" },
    { name: "targets", type: "i32", access: "read" },
    { name: "weights", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
  ],
  uniforms: MARGIN,
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  let at = u.selfOffset + index * u.classes;
  // Out of range raises an error; here it must only not read elsewhere.
  let right = u32(clamp(targets[u.targetOffset + index], 0, i32(u.classes) - 1));
  let least = u.margin - x[at + right];
  var sum = 0.0;
  for (var c = 0u; c < u.classes; c++) {
    let lacking = least + x[at + c];
    if (c != right && lacking > 0.0) { sum += select(lacking, lacking * lacking, u.squared == 1u); }
  }
  if (u.weighted == 1u) { sum *= weights[u.weightOffset + right]; }
  outData[u.outOffset + index] = u.scale * sum / f32(u.classes);`,
});

/** @param scale of the sum; null: no sum */
export function gpuMultiMargin(
  gpu: GpuEncoder,
  self: GpuTensor,
  target: GpuTensor,
  weight: GpuTensor | null,
  options: { p: number; margin: number; scale: number | null },
  out: GpuTensor,
): void {
  const classes = self.shape.at(-1) ?? 1;
  const n = self.size / classes;
  const each = options.scale === null ? out : gpu.scratch(out.dtype, [n]);
  const uniforms = {
    n,
    classes,
    squared: Number(options.p === 2),
    weighted: Number(weight !== null),
    margin: options.margin,
    scale: options.scale ?? 1,
    selfOffset: self.offset,
    targetOffset: target.offset,
    weightOffset: weight?.offset ?? 0,
    outOffset: each.offset,
  };
  gpu.dispatch(margin, [self, target, weight ?? self, each], uniforms, n);
  if (each !== out) gpuSum(gpu, each, null, out);
}

const LABELS = {
  n: "u32",
  classes: "u32",
  each: "u32",
  scale: "f32",
  selfOffset: "u32",
  targetOffset: "u32",
  isTargetOffset: "u32",
  gradOffset: "u32",
  outOffset: "u32",
} as const;

const COUNT = `  if (index >= u.n) { return; }
  let at = u.selfOffset + index * u.classes;
  let targetAt = u.targetOffset + index * u.classes;
  let isTargetAt = u.isTargetOffset + index * u.classes;
  var count = 0u;
  while (count < u.classes && targets[targetAt + count] >= 0 && targets[targetAt + count] < i32(u.classes)) { count++; }
`;

const labels = new GpuProgram({
  key: "multilabel_margin_loss",
  bindings: [
    { name: "x", type: "f32", access: "read" },
    { name: "targets", type: "i32", access: "read" },
    { name: "isTarget", type: "f32", access: "write" },
    { name: "outData", type: "f32", access: "write" },
  ],
  uniforms: LABELS,
  workgroup: [64],
  body: `${COUNT}  for (var c = 0u; c < u.classes; c++) { isTarget[isTargetAt + c] = 0.0; }
  for (var k = 0u; k < count; k++) { isTarget[isTargetAt + u32(targets[targetAt + k])] = 1.0; }
  var sum = 0.0;
  for (var k = 0u; k < count; k++) {
    let least = 1.0 - x[at + u32(targets[targetAt + k])];
    for (var c = 0u; c < u.classes; c++) {
      let lacking = least + x[at + c];
      if (isTarget[isTargetAt + c] == 0.0 && lacking > 0.0) { sum += lacking; }
    }
  }
  outData[u.outOffset + index] = u.scale * sum / f32(u.classes);`,
});

const labelsBackward = new GpuProgram({
  key: "multilabel_margin_loss backward",
  bindings: [
    { name: "grad", type: "f32", access: "read" },
    { name: "x", type: "f32", access: "read" },
    { name: "targets", type: "i32", access: "read" },
    { name: "isTarget", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
  ],
  uniforms: LABELS,
  workgroup: [64],
  body: `${COUNT}  let g = u.scale * grad[u.gradOffset + index * u.each] / f32(u.classes);
  let outAt = u.outOffset + index * u.classes;
  for (var c = 0u; c < u.classes; c++) { outData[outAt + c] = 0.0; }
  for (var k = 0u; k < count; k++) {
    let right = u32(targets[targetAt + k]);
    for (var c = 0u; c < u.classes; c++) {
      if (isTarget[isTargetAt + c] != 0.0 || 1.0 - x[at + right] + x[at + c] <= 0.0) { continue; }
      outData[outAt + right] -= g;
      outData[outAt + c] += g;
    }
  }`,
});

function labelUniforms(
  self: GpuTensor,
  target: GpuTensor,
  isTarget: GpuTensor,
  scale: number,
  out: GpuTensor,
) {
  const classes = self.shape.at(-1) ?? 1;
  return {
    n: self.size / classes,
    classes,
    each: 0,
    scale,
    selfOffset: self.offset,
    targetOffset: target.offset,
    isTargetOffset: isTarget.offset,
    gradOffset: 0,
    outOffset: out.offset,
  };
}

export function gpuMultilabelMargin(
  gpu: GpuEncoder,
  self: GpuTensor,
  target: GpuTensor,
  scale: number | null,
  out: GpuTensor,
  isTarget: GpuTensor,
): void {
  const each = scale === null ? out : gpu.scratch(out.dtype, [self.size / (self.shape.at(-1) ?? 1)]);
  const uniforms = labelUniforms(self, target, isTarget, scale ?? 1, each);
  gpu.dispatch(labels, [self, target, isTarget, each], uniforms, uniforms.n);
  if (each !== out) gpuSum(gpu, each, null, out);
}

/** @param each whether there is a gradient for each sample, not one for all */
export function gpuMultilabelMarginBackward(
  gpu: GpuEncoder,
  grad: GpuTensor,
  self: GpuTensor,
  target: GpuTensor,
  isTarget: GpuTensor,
  scale: number,
  each: boolean,
  out: GpuTensor,
): void {
  const uniforms = {
    ...labelUniforms(self, target, isTarget, scale, out),
    each: Number(each),
    gradOffset: grad.offset,
  };
  gpu.dispatch(labelsBackward, [grad, self, target, isTarget, out], uniforms, uniforms.n);
}
