/** The p-norms of the differences of all pairs of rows: an invocation for each pair. */
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { functionsFor } from "./wgsl.ts";

const UNIFORMS = {
  n: "u32",
  rows: "u32",
  width: "u32",
  infinite: "u32",
  p: "f32",
  selfOffset: "u32",
  outOffset: "u32",
} as const;

const program = new GpuProgram({
  key: "pdist",
  bindings: [
    { name: "x", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
  ],
  uniforms: UNIFORMS,
  workgroup: [64],
  functions: functionsFor("power("),
  body: `  if (index >= u.n) { return; }
  var row = 0u;
  var rest = index;
  while (rest >= u.rows - 1u - row) { rest -= u.rows - 1u - row; row++; }
  let a = u.selfOffset + row * u.width;
  let b = u.selfOffset + (row + 1u + rest) * u.width;
  var sum = 0.0;
  for (var k = 0u; k < u.width; k++) {
    let d = abs(x[a + k] - x[b + k]);
    if (u.infinite == 1u) { sum = max(sum, d); }
    else if (u.p == 0.0) { sum += select(0.0, 1.0, d != 0.0); }
    else { sum += power(d, u.p); }
  }
  if (u.infinite == 0u && u.p != 0.0) { sum = select(power(sum, 1.0 / u.p), sqrt(sum), u.p == 2.0); }
  outData[u.outOffset + index] = sum;`,
});

export function gpuPdist(gpu: GpuEncoder, self: GpuTensor, p: number, out: GpuTensor): void {
  const infinite = p === Number.POSITIVE_INFINITY;
  const uniforms = {
    n: out.size,
    rows: self.shape[0] as number,
    width: self.shape[1] as number,
    infinite: Number(infinite),
    p: infinite ? 1 : p,
    selfOffset: self.offset,
    outOffset: out.offset,
  };
  gpu.dispatch(program, [self, out], uniforms, out.size);
}
