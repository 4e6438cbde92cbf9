/** Sums, means and maxima of the rows that bags of indices name. */
import { RuntimeError } from "../../errors.ts";
import type { CpuTensor } from "./cpuTensor.ts";

/** As PyTorch numbers them. */
export const BAG_MODES: readonly string[] = ["sum", "mean", "max"];

export interface BagOptions {
  /** A position in `BAG_MODES`. */
  readonly mode: number;
  /** Indices of this row do not count; -1: all do. */
  readonly paddingIdx: number;
}

export interface BagResults {
  readonly out: CpuTensor;
  readonly offset2bag: CpuTensor;
  readonly bagSize: CpuTensor;
  readonly maxIndices: CpuTensor;
}

function checkValues(weight: CpuTensor, indices: CpuTensor, offsets: CpuTensor, bags: number): void {
  if (bags > 0 && offsets.data[0] !== 0) {
    throw new RuntimeError(
      `offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got ${offsets.data[0]}`,
    );
  }
  const last = offsets.data[offsets.size - 1] ?? 0;
  if (last > indices.size) {
    throw new RuntimeError(
      `offsets[-1] can not be greater than input's length ${indices.size} but got offsets[-1] of ${last}`,
    );
  }
  const rows = weight.shape[0] as number;
  for (let i = 0; i < indices.size; i++) {
    const row = indices.data[i] as number;
    if (row >= 0 && row < rows) continue;
    throw new RuntimeError(
      `Index ${i} of input takes value ${row} which is not in the valid range [0, ${rows})`,
    );
  }
}

export function embeddingBag(
  weight: CpuTensor,
  indices: CpuTensor,
  offsets: CpuTensor,
  perSample: CpuTensor | null,
  { mode, paddingIdx }: BagOptions,
  { out, offset2bag, bagSize, maxIndices }: BagResults,
): void {
  const bags = bagSize.size;
  const width = weight.shape[1] as number;
  checkValues(weight, indices, offsets, bags);
  for (let bag = 0; bag < bags; bag++) {
    const start = offsets.data[bag] as number;
    const end = (bag + 1 < offsets.size ? offsets.data[bag + 1] : undefined) ?? indices.size;
    const best = new Float64Array(width);
    const where = new Int32Array(width).fill(-1);
    let count = 0;
    for (let i = start; i < end; i++) {
      offset2bag.data[i] = bag;
      const row = indices.data[i] as number;
      if (row === paddingIdx) continue;
      const scale = perSample ? (perSample.data[i] as number) : 1;
      for (let d = 0; d < width; d++) {
        const value = scale * (weight.data[row * width + d] as number);
        if (mode !== 2) best[d] = (best[d] as number) + value;
        else if (count === 0 || value > (best[d] as number)) {
          best[d] = value;
          where[d] = row;
        }
      }
      count++;
    }
    bagSize.data[bag] = count;
    for (let d = 0; d < width; d++) {
      const at = bag * width + d;
      out.data[at] = (best[d] as number) / (mode === 1 ? Math.max(count, 1) : 1);
      maxIndices.data[at] = where[d] as number;
    }
  }
}
