/** `_pack_padded_sequence`: the steps of sequences of decreasing length, one after another. */
import { int64 } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { backendFor } from "../runtime.ts";
import type { Storage } from "../storage.ts";
import { Device, type Tensor } from "../tensor.ts";
import { allocate } from "./creation.ts";
import { cat } from "./join.ts";
import { defineOp } from "./op.ts";

/** The numbers in tensors of batch sizes, which backward needs at once, also in a run without values. */
const known = new WeakMap<Storage, readonly number[]>();

/** Whole numbers as a tensor, on the CPU unless said otherwise. */
export function integers(values: readonly number[], device: Device = new Device("cpu")): Tensor {
  const out = allocate([values.length], int64, device);
  if (values.length) backendFor(device.type).write(out.storage, Float64Array.from(values));
  known.set(out.storage, values);
  return out;
}

/** What was put into `integers`; null for other tensors. */
export const knownIntegers = (t: Tensor): readonly number[] | null =>
  t.offset === 0 && t.isContiguous() ? (known.get(t.storage) ?? null) : null;

/** Calls `f` for each run of steps with as many sequences: the first step, how many steps, how many sequences. */
export function forEachBlock(
  sizes: readonly number[],
  f: (start: number, steps: number, size: number, at: number) => void,
): void {
  let at = 0;
  for (let start = 0, end = 0; start < sizes.length; start = end) {
    const size = sizes[start] as number;
    while (end < sizes.length && sizes[end] === size) end++;
    f(start, end - start, size, at);
    at += (end - start) * size;
  }
}

const packPaddedSequence = defineOp({
  schema:
    "_pack_padded_sequence(Tensor input, int[] lengths, bool batch_first) -> (Tensor result0, Tensor result1)",
  doc: "The steps of `[L, N, …]` that are no padding, and how many sequences each step has.",
  explicit: ({ input, lengths, batchFirst }) => {
    const steps = batchFirst ? input.transpose(0, 1) : input;
    const sizes = batchSizes(lengths);
    const parts: Tensor[] = [];
    forEachBlock(sizes, (start, count, size) => {
      const block = steps.narrow(0, start, count).narrow(1, 0, size);
      parts.push(block.reshape([count * size, ...block.shape.slice(2)]));
    });
    return [cat({ tensors: parts }), integers(sizes)];
  },
  node: "PackPaddedSequenceBackward0",
  derivatives: (d) => [
    d("input", ["batchFirst", "inputSizes", "result1"], (c) => {
      const [a = 0, b = 0, ...rest] = c.inputSizes;
      const out = c.grad.newZeros(c.batchFirst ? [b, a, ...rest] : [a, b, ...rest]);
      forEachBlock(knownIntegers(c.result1) ?? [], (start, count, size, at) => {
        const block = c.grad.narrow(0, at, count * size).reshape([count, size, ...rest]);
        out.narrow(0, start, count).narrow(1, 0, size).copy_(block);
      });
      return c.batchFirst ? out.transpose(0, 1) : out;
    }),
  ],
});

/** How many of the sequences, longest first, have each step. */
function batchSizes(lengths: readonly number[]): number[] {
  return Array.from({ length: lengths[0] as number }, (_, t) => lengths.filter((l) => l > t).length);
}

/**
 * Packs `[L, N, …]`, or with `batchFirst` `[N, L, …]`, whose sequences have the given lengths.
 * @returns `[sum of lengths, …]`, and how many sequences each step has, as a tensor and as numbers
 */
export function packPadded(
  input: Tensor,
  lengths: readonly number[],
  batchFirst: boolean,
): [data: Tensor, batchSizes: Tensor, sizes: readonly number[]] {
  if (input.numel() === 0) throw new RuntimeError("Cannot pack empty tensors.");
  const batch = input.shape[batchFirst ? 0 : 1] as number;
  if (lengths.length !== batch) {
    throw new RuntimeError(
      `Expected \`len(lengths)\` to be equal to batch_size, but got ${lengths.length} (batch_size=${batch})`,
    );
  }
  if ((lengths.at(-1) as number) <= 0) {
    throw new RuntimeError(
      "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
    );
  }
  if (lengths.some((length, i) => i > 0 && length > (lengths[i - 1] as number))) {
    throw new RuntimeError(
      "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.",
    );
  }
  const [data, sizes] = packPaddedSequence({ input, lengths, batchFirst });
  return [data, sizes, batchSizes(lengths)];
}
