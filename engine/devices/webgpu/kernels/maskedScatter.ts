/** Elements of a list to where a mask holds, and back: a running count of the mask tells each its place in the list. */
import { int32 } from "../../../dtype.ts";
import { rows } from "../../../lines.ts";
import { type FaultError, RAISE } from "../faults.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuZero } from "./copy.ts";
import { gpuScan } from "./scan.ts";

const UNIFORMS = {
  n: "u32",
  length: "u32",
  selfOffset: "u32",
  maskOffset: "u32",
  sourceOffset: "u32",
  outOffset: "u32",
  code: "i32",
} as const;

const scatter = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof UNIFORMS> => ({
    key: `masked scatter ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "maskData", type: "i32", access: "read" },
      { name: "counts", type: "i32", access: "read" },
      { name: "source", type, access: "read" },
      { name: "outData", type, access: "write" },
      { name: "faults", type: "atomic<i32>", access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    functions: RAISE,
    body: `  if (index >= u.n) { return; }
  if (maskData[u.maskOffset + index] == 0) {
    outData[u.outOffset + index] = selfData[u.selfOffset + index];
    return;
  }
  let at = u32(counts[index] - 1);
  if (at >= u.length) { raise(u.code, i32(at)); return; }
  outData[u.outOffset + index] = source[u.sourceOffset + at];`,
  }),
);

function counted(gpu: GpuEncoder, mask: GpuTensor): GpuTensor {
  const counts = gpu.scratch(int32, [mask.size]);
  gpuScan(gpu, mask, rows(1, mask.size), "sum", false, counts);
  return counts;
}

/** All are row-major; `self`, `mask` and `out` have one shape. */
export function gpuMaskedScatter(
  gpu: GpuEncoder,
  self: GpuTensor,
  mask: GpuTensor,
  source: GpuTensor,
  out: GpuTensor,
  error: FaultError,
): void {
  const { code, faults } = gpu.fault(error);
  const uniforms = {
    n: out.size,
    length: source.size,
    selfOffset: self.offset,
    maskOffset: mask.offset,
    sourceOffset: source.offset,
    outOffset: out.offset,
    code,
  };
  gpu.dispatch(scatter(out.type), [self, mask, counted(gpu, mask), source, out, faults], uniforms, out.size);
}

const back = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof UNIFORMS> => ({
    key: `masked scatter backward ${type}`,
    bindings: [
      { name: "gradData", type, access: "read" },
      { name: "maskData", type: "i32", access: "read" },
      { name: "counts", type: "i32", access: "read" },
      { name: "outData", type, access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    body: `  if (index >= u.n || maskData[u.maskOffset + index] == 0) { return; }
  let at = u32(counts[index] - 1);
  if (at < u.length) { outData[u.outOffset + at] = gradData[u.selfOffset + index]; }`,
  }),
);

export function gpuMaskedScatterBackward(
  gpu: GpuEncoder,
  grad: GpuTensor,
  mask: GpuTensor,
  out: GpuTensor,
): void {
  gpuZero({}, [out], gpu);
  const uniforms = {
    n: grad.size,
    length: out.size,
    selfOffset: grad.offset,
    maskOffset: mask.offset,
    sourceOffset: 0,
    outOffset: out.offset,
    code: 0,
  };
  gpu.dispatch(back(out.type), [grad, mask, counted(gpu, mask), out], uniforms, grad.size);
}
