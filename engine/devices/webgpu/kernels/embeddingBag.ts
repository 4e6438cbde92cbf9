/** Sums, means and maxima of the rows that bags of indices name: an invocation for each bag and column. */
import { RuntimeError } from "../../../errors.ts";
import type { BagOptions } from "../../cpu/embeddingBag.ts";
import type { GpuEncoder } from "../gpuEncoder.ts";
import { GpuProgram } from "../gpuProgram.ts";
import type { GpuTensor } from "../gpuTensor.ts";
import { gpuRefuseOutside } from "./refuse.ts";

const UNIFORMS = {
  n: "u32",
  width: "u32",
  rows: "i32",
  count: "u32",
  offsets: "u32",
  mode: "u32",
  paddingIdx: "i32",
  weighted: "u32",
  weightOffset: "u32",
  indicesOffset: "u32",
  offsetsOffset: "u32",
  perSampleOffset: "u32",
  outOffset: "u32",
  sizeOffset: "u32",
  maxOffset: "u32",
} as const;

const program = new GpuProgram({
  key: "embedding_bag",
  bindings: [
    { name: "weights", type: "f32", access: "read" },
    { name: "indices", type: "i32", access: "read" },
    { name: "starts", type: "i32", access: "read" },
    { name: "perSample", type: "f32", access: "read" },
    { name: "outData", type: "f32", access: "write" },
    { name: "bagSize", type: "i32", access: "write" },
    { name: "maxIndices", type: "i32", access: "write" },
  ],
  uniforms: UNIFORMS,
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  let bag = index / u.width;
  let d = index % u.width;
  let start = u32(starts[u.offsetsOffset + bag]);
  var end = u.count;
  if (bag + 1u < u.offsets) { end = u32(starts[u.offsetsOffset + bag + 1u]); }
  var best = 0.0;
  var place = -1;
  var found = 0;
  for (var i = start; i < min(end, u.count); i++) {
    // Out of range raises an error; here it must only not read elsewhere.
    let row = clamp(indices[u.indicesOffset + i], 0, u.rows - 1);
    if (row == u.paddingIdx) { continue; }
    var value = weights[u.weightOffset + u32(row) * u.width + d];
    if (u.weighted == 1u) { value *= perSample[u.perSampleOffset + i]; }
    if (u.mode != 2u) { best += value; }
    else if (found == 0 || value > best) { best = value; place = row; }
    found++;
  }
  outData[u.outOffset + index] = select(best, best / f32(max(found, 1)), u.mode == 1u);
  maxIndices[u.maxOffset + index] = place;
  if (d == 0u) { bagSize[u.sizeOffset + bag] = found; }`,
});

const BAGS = {
  n: "u32",
  bags: "u32",
  offsetsOffset: "u32",
  outOffset: "u32",
} as const;

/** The last bag that starts at or before each index. */
const bagsOf = new GpuProgram({
  key: "offset2bag",
  bindings: [
    { name: "starts", type: "i32", access: "read" },
    { name: "outData", type: "i32", access: "write" },
  ],
  uniforms: BAGS,
  workgroup: [64],
  body: `  if (index >= u.n) { return; }
  var bag = 0u;
  while (bag + 1u < u.bags && u32(starts[u.offsetsOffset + bag + 1u]) <= index) { bag++; }
  outData[u.outOffset + index] = i32(bag);`,
});

export function gpuEmbeddingBag(
  gpu: GpuEncoder,
  weight: GpuTensor,
  indices: GpuTensor,
  offsets: GpuTensor,
  perSample: GpuTensor | null,
  { mode, paddingIdx }: BagOptions,
  [out, offset2bag, bagSize, maxIndices]: readonly [GpuTensor, GpuTensor, GpuTensor, GpuTensor],
): void {
  const rows = weight.shape[0] as number;
  gpuRefuseOutside(
    gpu,
    indices,
    [0, rows],
    0,
    (row) =>
      new RuntimeError(`An index of input takes value ${row} which is not in the valid range [0, ${rows})`),
  );
  const uniforms = {
    n: out.size,
    width: weight.shape[1] as number,
    rows,
    count: indices.size,
    offsets: offsets.size,
    mode,
    paddingIdx,
    weighted: Number(perSample !== null),
    weightOffset: weight.offset,
    indicesOffset: indices.offset,
    offsetsOffset: offsets.offset,
    perSampleOffset: perSample?.offset ?? 0,
    outOffset: out.offset,
    sizeOffset: bagSize.offset,
    maxOffset: maxIndices.offset,
  };
  const tensors = [weight, indices, offsets, perSample ?? weight, out, bagSize, maxIndices];
  gpu.dispatch(program, tensors, uniforms, out.size);
  const places = {
    n: indices.size,
    bags: bagSize.size,
    offsetsOffset: offsets.offset,
    outOffset: offset2bag.offset,
  };
  gpu.dispatch(bagsOf, [offsets, offset2bag], places, indices.size);
}
