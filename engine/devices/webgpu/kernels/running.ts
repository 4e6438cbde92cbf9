/** Running extremes and running sums of exponentials: one invocation walks each line. */
import type { Lines } from "../../../lines.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { scanSource } from "./lines.ts";

const extremes = variants(
  (side: "max" | "min", type: ElementType) => `${side} ${type}`,
  (side, type) =>
    scanSource(
      `running ${side} ${type}`,
      [
        { name: "selfData", type, access: "read" },
        { name: "values", type, access: "write" },
        { name: "indices", type: "i32", access: "write" },
      ],
      { selfOffset: "u32", valuesOffset: "u32", indicesOffset: "u32" },
      `  var best = ${type}(0);
  var place = 0u;
  for (var k = 0u; k < u.length; k++) {
    let at = start + k * u.step;
    let x = selfData[u.selfOffset + at];
    if (k == 0u || isNan(f32(x)) || (!isNan(f32(best)) && x ${side === "max" ? ">=" : "<="} best)) { best = x; place = k; }
    values[u.valuesOffset + at] = best;
    indices[u.indicesOffset + at] = i32(place);
  }`,
    ),
);

export function gpuRunningExtremes(
  gpu: GpuEncoder,
  self: GpuTensor,
  lines: Lines,
  side: "max" | "min",
  values: GpuTensor,
  indices: GpuTensor,
): void {
  const uniforms = {
    ...lines,
    selfOffset: self.offset,
    valuesOffset: values.offset,
    indicesOffset: indices.offset,
  };
  gpu.dispatch(extremes(side, self.type), [self, values, indices], uniforms, lines.count);
}

const logSums = variants(
  () => "",
  () =>
    scanSource(
      "running log sum",
      [
        { name: "selfData", type: "f32", access: "read" },
        { name: "outData", type: "f32", access: "write" },
      ],
      { selfOffset: "u32", outOffset: "u32" },
      `  var value = -infinity();
  for (var k = 0u; k < u.length; k++) {
    let at = start + k * u.step;
    value = logSum(value, selfData[u.selfOffset + at]);
    outData[u.outOffset + at] = value;
  }`,
    ),
);

export function gpuRunningLogSum(gpu: GpuEncoder, self: GpuTensor, lines: Lines, out: GpuTensor): void {
  const uniforms = { ...lines, selfOffset: self.offset, outOffset: out.offset };
  gpu.dispatch(logSums(), [self, out], uniforms, lines.count);
}
