/** Places of values in sorted sequences, and whether values are among others. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { gpuIsIn, gpuSearchSorted } from "../devices/webgpu/kernels/search.ts";
import { bool, int32, int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { sameShape, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

interface Search<T> {
  readonly sortedSequence: T;
  readonly self: T;
  readonly right: boolean;
  readonly side: string | null;
  readonly sorter: T | null;
}

const isRight = ({ right, side }: Pick<Search<unknown>, "right" | "side">): boolean =>
  side === null ? right : side === "right";

function check({ sortedSequence, self, right, side, sorter }: Search<Tensor>): void {
  if (side !== null && side !== "left" && side !== "right") {
    throw new RuntimeError(`torch.searchsorted(): side can only be 'left' or 'right' but got ${side}`);
  }
  if (side === "left" && right) {
    throw new RuntimeError(
      "torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True",
    );
  }
  if (sorter && !sameShape(sorter.shape, sortedSequence.shape)) {
    throw new RuntimeError(
      `torch.searchsorted(): boundary and sorter must have the same size, but got boundary tensor ${shapeText(sortedSequence.shape)}and got sorter tensor ${shapeText(sorter.shape)}`,
    );
  }
  const lead = (t: Tensor) => t.shape.slice(0, -1);
  if (
    sortedSequence.ndim !== 1 &&
    !(sortedSequence.ndim === self.ndim && sameShape(lead(sortedSequence), lead(self)))
  ) {
    throw new RuntimeError(
      `torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor ${shapeText(sortedSequence.shape)} and input value tensor ${shapeText(self.shape)}`,
    );
  }
}

/** Where a value goes: before (or, from the right, behind) those that are equal. A NaN is larger than any number. */
function searched(args: Search<CpuTensor>, out: CpuTensor): void {
  const { sortedSequence, self, sorter } = args;
  const length = sortedSequence.shape.at(-1) ?? 1;
  const perLine = sortedSequence.shape.length === 1 ? self.size : (self.shape.at(-1) ?? 1);
  const right = isRight(args);
  for (let i = 0; i < self.size; i++) {
    const start = Math.floor(i / Math.max(perLine, 1)) * length;
    const value = self.data[i] as number;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = start + (sorter ? (sorter.data[start + middle] as number) : middle);
      const x = sortedSequence.data[at] as number;
      if (right ? !(x > value) : !(x >= value)) low = middle + 1;
      else high = middle;
    }
    out.data[i] = low;
  }
}

export const searchsorted = defineOp({
  schema:
    "searchsorted.Tensor(Tensor sorted_sequence, Tensor|Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
  doc: 'Where each value would go in a sorted sequence (the last dimension of `sortedSequence`) so that it stays sorted: before equal ones, or behind them with `right: true` or `side: "right"`. `sorter` puts an unsorted sequence in order.',
  on: ["torch"],
  promotes: "same",
  unpromoted: ["sorter"],
  meta: (args) => {
    check(args);
    return { shape: args.self.shape, dtype: args.outInt32 ? int32 : int64 };
  },
  cpu: (args, [out]) => searched(args, out),
  webgpu: (args, [out], gpu) =>
    gpuSearchSorted(gpu, args.sortedSequence, args.self, args.sorter, isRight(args), out),
  flops: ({ sortedSequence, self }) =>
    self.numel() * Math.ceil(Math.log2((sortedSequence.shape.at(-1) ?? 1) + 1)),
});

export const bucketize = defineOp({
  schema:
    "bucketize.Tensor(Tensor|Scalar input, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor",
  doc: "The number of the bucket that each value falls into, between rising `boundaries`; a value on a boundary belongs below it, or with `right: true` above.",
  on: ["torch"],
  composite: ({ input, boundaries, outInt32, right }) => {
    if (boundaries.ndim !== 1) {
      throw new RuntimeError(`boundaries tensor must be 1 dimension, but got dim(${boundaries.ndim})`);
    }
    return searchsorted({ sortedSequence: boundaries, self: input, outInt32, right });
  },
});

export const isin = defineOp({
  schema:
    "isin.Tensor_Tensor(Tensor|Scalar elements, Tensor|Scalar test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor",
  doc: "Where an element is among `testElements`, or with `invert` where it is not. A NaN is among none.",
  on: ["torch"],
  promotes: "same",
  meta: ({ elements }) => ({ shape: elements.shape, dtype: bool }),
  cpu: ({ elements, testElements, invert }, [out]) => {
    const known = new Set<number>(testElements.data.subarray(0, testElements.size));
    known.delete(Number.NaN);
    for (let i = 0; i < out.size; i++) {
      out.data[i] = Number(known.has(elements.data[i] as number) !== invert);
    }
  },
  webgpu: ({ elements, testElements, invert }, [out], gpu) =>
    gpuIsIn(gpu, elements, testElements, invert, out),
  flops: ({ elements }) => elements.numel(),
});
