/** Kernels that compute nothing: they refuse values, which the next read raises (`faults.ts`). */

import type { FaultError } from "../faults.ts";
import { RAISE } from "../faults.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { type ElementType, type ProgramSource, variants } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";

const UNIFORMS = {
  n: "u32",
  selfOffset: "u32",
  code: "i32",
  low: "i32",
  high: "i32",
  except: "i32",
} as const;

const program = variants(
  (type: ElementType) => type,
  (type): ProgramSource<typeof UNIFORMS> => ({
    key: `refuse ${type}`,
    bindings: [
      { name: "selfData", type, access: "read" },
      { name: "faults", type: "atomic<i32>", access: "write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [64],
    functions: RAISE,
    body: `  if (index >= u.n) { return; }
  let x = selfData[u.selfOffset + index];
  if (${type === "f32" ? "x < 0.0" : "(x < u.low || x >= u.high) && x != u.except"}) { raise(u.code, i32(x)); }`,
  }),
);

/** Raises `error` if an element is below 0. */
export function gpuRefuseNegative(gpu: GpuEncoder, self: GpuTensor, error: FaultError): void {
  const { code, faults } = gpu.fault(error);
  const uniforms = { n: self.size, selfOffset: self.offset, code, low: 0, high: 0, except: 0 };
  gpu.dispatch(program("f32"), [self, faults], uniforms, self.size);
}

/** Raises `error` of the first integer that is not in [low, high) and not `except`. */
export function gpuRefuseOutside(
  gpu: GpuEncoder,
  self: GpuTensor,
  [low, high]: readonly [number, number],
  except: number,
  error: FaultError,
): void {
  const { code, faults } = gpu.fault(error);
  const uniforms = { n: self.size, selfOffset: self.offset, code, low, high, except };
  gpu.dispatch(program("i32"), [self, faults], uniforms, self.size);
}
