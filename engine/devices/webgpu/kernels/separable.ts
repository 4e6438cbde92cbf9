/** Applies a linear map to the rows and one to the columns of each plane of `[..., H, W]` (`ops/axisWeights.ts`). */
import { float32, int32 } from "../../../dtype.ts";
import { exactly } from "../../../exactly.ts";
import type { AxisWeights } from "../../../ops/axisWeights.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";

const UNIFORMS = {
  n: "u32",
  height: "u32",
  width: "u32",
  outHeight: "u32",
  outWidth: "u32",
  /** Where the parts of the two tables begin: starts of columns, indices of rows and of columns, weights of columns. */
  columnStarts: "u32",
  rowIndices: "u32",
  columnIndices: "u32",
  columnWeights: "u32",
  selfOffset: "u32",
  outOffset: "u32",
  scale: "f32",
} as const;

const program = new GpuProgram({
  key: "separable map",
  bindings: [
    { name: "selfData", type: "f32", access: "read" },
    { name: "places", type: "i32", access: "read" },
    { name: "weights", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
  ],
  uniforms: UNIFORMS,
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  let x = index % u.outWidth;
  let y = index / u.outWidth % u.outHeight;
  let plane = u.selfOffset + index / (u.outWidth * u.outHeight) * u.height * u.width;
  var sum = 0.0;
  for (var r = u32(places[y]); r < u32(places[y + 1u]); r++) {
    let line = plane + u32(places[u.rowIndices + r]) * u.width;
    var part = 0.0;
    for (var c = u32(places[u.columnStarts + x]); c < u32(places[u.columnStarts + x + 1u]); c++) {
      part += weights[u.columnWeights + c] * selfData[line + u32(places[u.columnIndices + c])];
    }
    sum += weights[r] * part;
  }
  outData[u.outOffset + index] = u.scale * sum;`,
});

/** Not by spreading arguments: rows of sound have more elements than a call may have. */
export function joined<A extends Int32Array | Float32Array>(
  allocate: (size: number) => A,
  parts: readonly ArrayLike<number>[],
): A {
  const out = allocate(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Both are row-major. `scale` multiplies every result. */
export function gpuSeparable(
  gpu: GpuEncoder,
  self: GpuTensor,
  rows: AxisWeights,
  columns: AxisWeights,
  scale: number,
  out: GpuTensor,
): void {
  if (out.size === 0) return;
  const places = joined(
    (size) => new Int32Array(size),
    [rows.start, columns.start, rows.index, columns.index],
  );
  const weights = joined((size) => new Float32Array(size), [rows.weight, columns.weight]);
  const placesOnGpu = gpu.scratch(int32, [places.length]);
  const weightsOnGpu = gpu.scratch(float32, [weights.length]);
  gpu.upload(placesOnGpu, places);
  gpu.upload(weightsOnGpu, weights);
  const [height, width] = exactly(2, self.shape.slice(-2));
  const [outHeight, outWidth] = exactly(2, out.shape.slice(-2));
  const rowIndices = rows.start.length + columns.start.length;
  const uniforms = {
    n: out.size,
    height,
    width,
    outHeight,
    outWidth,
    columnStarts: rows.start.length,
    rowIndices,
    columnIndices: rowIndices + rows.index.length,
    columnWeights: rows.weight.length,
    selfOffset: self.offset,
    outOffset: out.offset,
    scale,
  };
  gpu.dispatch(program, [self, placesOnGpu, weightsOnGpu, out], uniforms, out.size);
}
