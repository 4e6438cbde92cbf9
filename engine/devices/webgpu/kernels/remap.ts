/** Fills a tensor from another by a rule per dimension (`ops/axisMap.ts`), and triangles of matrices. */
import { exactly } from "../../../exactly.ts";
import { type AxisMap, RULES } from "../../../ops/axisMap.ts";
import { elementBits, fromBits } from "../elements.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";

const REMAP = {
  size: "dims",
  selfSize: "dims",
  selfStride: "dims",
  rule: "dims",
  shift: "dims",
  n: "u32",
  rank: "u32",
  selfOffset: "u32",
  outOffset: "u32",
  /** The bits of an element. */
  value: "i32",
} as const;

const remapProgram = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof REMAP> => ({
    key: `remap ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: REMAP,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  var rest = index;
  var at = u.selfOffset;
  var inside = true;
  for (var k = u.rank; k > 0u; k--) {
    let d = k - 1u;
    let i = i32(rest % size(d));
    rest /= size(d);
    let n = i32(selfSize(d));
    var s = i + i32(shift(d));
    switch rule(d) {
      case ${RULES.indexOf("flip")}u: { s = n - 1 - i; }
      case ${RULES.indexOf("wrap")}u: { s = ((s % n) + n) % n; }
      case ${RULES.indexOf("reflect")}u: { s = select(abs(s), 2 * (n - 1) - s, s >= n); }
      case ${RULES.indexOf("clamp")}u: { s = clamp(s, 0, n - 1); }
      case ${RULES.indexOf("fill")}u: { inside = inside && s >= 0 && s < n; }
      default: {}
    }
    at += u32(s) * selfStride(d);
  }
  if (inside) { outData[u.outOffset + index] = selfData[at]; }
  else { outData[u.outOffset + index] = ${fromBits(type, "u.value")}; }`,
  }),
);

/** `out` is row-major. */
export function gpuRemap(
  gpu: GpuEncoder,
  self: GpuTensor,
  maps: readonly AxisMap[],
  value: number,
  out: GpuTensor,
): void {
  const uniforms = {
    size: out.shape,
    selfSize: self.shape,
    selfStride: self.strides,
    rule: maps.map((m) => RULES.indexOf(m.rule)),
    shift: maps.map((m) => m.shift),
    n: out.size,
    rank: out.shape.length,
    selfOffset: self.offset,
    outOffset: out.offset,
    value: elementBits(out.type, value),
  };
  gpu.dispatch(remapProgram(out.type), [self, out], uniforms, out.size);
}

const TRIANGLE = {
  n: "u32",
  rows: "u32",
  columns: "u32",
  selfOffset: "u32",
  outOffset: "u32",
  diagonal: "i32",
  upper: "u32",
} as const;

const triangleProgram = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof TRIANGLE> => ({
    key: `triangle ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: TRIANGLE,
    workgroup: [64],
    body: `  if (index >= u.n) { return; }
  let above = i32(index % u.columns) - i32(index / u.columns % u.rows);
  let kept = select(above <= u.diagonal, above >= u.diagonal, u.upper == 1u);
  outData[u.outOffset + index] = select(${type}(0), selfData[u.selfOffset + index], kept);`,
  }),
);

/** The part of each matrix on one side of a diagonal, zeros elsewhere. Both are row-major. */
export function gpuTriangle(
  gpu: GpuEncoder,
  self: GpuTensor,
  diagonal: number,
  upper: boolean,
  out: GpuTensor,
): void {
  const [rows, columns] = exactly(2, self.shape.slice(-2));
  const uniforms = {
    n: out.size,
    rows,
    columns,
    selfOffset: self.offset,
    outOffset: out.offset,
    diagonal,
    upper: Number(upper),
  };
  gpu.dispatch(triangleProgram(out.type), [self, out], uniforms, out.size);
}
