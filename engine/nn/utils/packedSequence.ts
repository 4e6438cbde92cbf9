/** `nn.utils.rnn`: sequences of different lengths, padded to one tensor or packed step by step. */
import { NeedsValue, RuntimeError, ValueError } from "../../errors.ts";
import { arangeEnd, full } from "../../ops/creation.ts";
import { forEachBlock, integers, knownIntegers, packPadded } from "../../ops/packedSequence.ts";
import { backendFor, runtime } from "../../runtime.ts";
import { Tensor } from "../../tensor.ts";
import { positional } from "../positional.ts";

/** Lengths as users give them. */
type Lengths = readonly number[] | Tensor;

/**
 * Sequences of different lengths without padding: the elements of all first steps, of all second steps, and so on. What
 * `packPaddedSequence` and `packSequence` give; recurrent layers take it and give one.
 */
export class PackedSequence {
  /** `[sum of lengths, …]`. */
  readonly data: Tensor;
  /** How many sequences each step has: int64, on the CPU. */
  readonly batchSizes: Tensor;
  /** The order in which the sequences were packed; null where they came sorted. */
  readonly sortedIndices: Tensor | null;
  /** The order that undoes it. */
  readonly unsortedIndices: Tensor | null;
  /** `batchSizes`, as numbers. */
  readonly sizes: readonly number[];

  constructor(
    data: Tensor,
    batchSizes: Tensor,
    sortedIndices: Tensor | null = null,
    unsortedIndices: Tensor | null = null,
    sizes: readonly number[] = numbersIn(batchSizes),
  ) {
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices;
    this.sizes = sizes;
  }

  /** The same packing of other elements. */
  with(data: Tensor): PackedSequence {
    return new PackedSequence(data, this.batchSizes, this.sortedIndices, this.unsortedIndices, this.sizes);
  }

  /** On another device or in another dtype. */
  to(...target: Parameters<Tensor["to"]>): PackedSequence {
    return this.with(this.data.to(...target));
  }

  /** `const [data, batchSizes] = packed`. */
  *[Symbol.iterator](): IterableIterator<Tensor | null> {
    yield* [this.data, this.batchSizes, this.sortedIndices, this.unsortedIndices];
  }

  toString(): string {
    const text = (t: Tensor | null) => (t ? String(t) : "None");
    return `PackedSequence(data=${this.data}, batch_sizes=${this.batchSizes}, sorted_indices=${text(this.sortedIndices)}, unsorted_indices=${text(this.unsortedIndices)})`;
  }
}

/** Numbers of a tensor on the CPU, at once. A run for shapes has none: it is done again with values. */
function numbersIn(lengths: Lengths): number[] {
  if (!(lengths instanceof Tensor)) return [...lengths];
  const noted = knownIntegers(lengths);
  if (noted) return [...noted];
  if (lengths.storage.backend === "meta") {
    if (runtime.shapesOnly) throw new NeedsValue("How sequences are packed depends on their lengths.");
    throw new RuntimeError("'lengths' argument should be a 1D CPU int64 tensor, but got a meta tensor");
  }
  if (lengths.device.type !== "cpu" || lengths.ndim !== 1) {
    throw new RuntimeError(
      `'lengths' argument should be a 1D CPU int64 tensor, but got ${lengths.ndim}D ${lengths.device.type} ${lengths.dtype.tensorType.replace("Tensor", "")} tensor`,
    );
  }
  const own = lengths.detach().contiguous();
  const data = backendFor("cpu").readSync?.(own.storage);
  return Array.from({ length: own.numel() }, (_, i) => Math.trunc(Number(data?.[own.offset + i])));
}

export interface PackOptions {
  /** The input is `[N, L, …]` instead of `[L, N, …]`. */
  batchFirst?: boolean;
  /** Whether the lengths must come in decreasing order; else the sequences are sorted. */
  enforceSorted?: boolean;
}

/**
 * Packs `[L, N, …]`, or with `batchFirst` `[N, L, …]`, of which only the first `lengths[n]` steps of sequence n count.
 * The lengths may be numbers or a tensor on the CPU.
 */
export function packPaddedSequence(
  input: Tensor,
  lengths: Lengths,
  ...given: [options?: PackOptions] | [batchFirst: boolean, options?: PackOptions]
): PackedSequence {
  const o = positional(given, { batchFirst: false, enforceSorted: true }, ["batchFirst", "enforceSorted"]);
  let sizes = numbersIn(lengths);
  let padded = input;
  let order: number[] | null = null;
  if (!o.enforceSorted) {
    order = sizes.map((_, i) => i).sort((a, b) => (sizes[b] as number) - (sizes[a] as number));
    sizes = order.map((i) => sizes[i] as number);
    padded = input.indexSelect(o.batchFirst ? 0 : 1, integers(order, input.device));
  }
  const [data, batchSizes, numbers] = packPadded(padded, sizes, o.batchFirst);
  const to = (values: readonly number[]) => integers(values, input.device);
  const inverse = order?.map((_, i) => (order as number[]).indexOf(i)) ?? null;
  return new PackedSequence(data, batchSizes, order && to(order), inverse && to(inverse), numbers);
}

export interface PadOptions {
  /** The result is `[N, L, …]` instead of `[L, N, …]`. */
  batchFirst?: boolean;
  /** What stands where a sequence has ended. */
  paddingValue?: number;
  /** How many steps the result has; those of the longest sequence unless given. */
  totalLength?: number | null;
}

/** The sequences padded to `[L, N, …]` or, with `batchFirst`, `[N, L, …]`, and their lengths. */
export function padPackedSequence(
  sequence: PackedSequence,
  ...given: [options?: PadOptions] | [batchFirst: boolean, options?: PadOptions]
): [padded: Tensor, lengths: Tensor] {
  const defaults = { batchFirst: false, paddingValue: 0, totalLength: null as number | null };
  const o = positional(given, defaults, ["batchFirst", "paddingValue", "totalLength"]);
  const { sizes, data } = sequence;
  if (o.totalLength !== null && o.totalLength < sizes.length) {
    throw new ValueError(
      `Expected total_length to be at least the length of the longest sequence in input, but got total_length=${o.totalLength} and max sequence length being ${sizes.length}`,
    );
  }
  const batch = sizes[0] as number;
  const rest = data.shape.slice(1);
  let padded = full({
    size: [o.totalLength ?? sizes.length, batch, ...rest],
    fillValue: o.paddingValue,
    dtype: data.dtype,
    device: data.device,
  });
  const whole = padded;
  forEachBlock(sizes, (start, steps, size, at) => {
    const part = data.narrow(0, at, size * steps).view([steps, size, ...rest]);
    whole.narrow(0, start, steps).narrow(1, 0, size).copy_(part);
  });
  if (o.batchFirst) padded = padded.transpose(0, 1);
  const lengths = Array.from({ length: batch }, (_, n) => sizes.filter((size) => size > n).length);
  const { unsortedIndices } = sequence;
  if (!unsortedIndices) return [padded, integers(lengths)];
  const order = numbersIn(unsortedIndices);
  return [
    padded.indexSelect(o.batchFirst ? 0 : 1, unsortedIndices),
    integers(order.map((n) => lengths[n] as number)),
  ];
}

/** Stacks sequences `[lengthₙ, …]` as `[L, N, …]`, or with `batchFirst` as `[N, L, …]`, padded at their ends. */
export function padSequence(
  sequences: Iterable<Tensor>,
  ...given:
    | [options?: { batchFirst?: boolean; paddingValue?: number; paddingSide?: "left" | "right" }]
    | [batchFirst: boolean, paddingValue?: number, paddingSide?: "left" | "right"]
): Tensor {
  const defaults = { batchFirst: false, paddingValue: 0, paddingSide: "right" as "left" | "right" };
  const o = positional(given, defaults, ["batchFirst", "paddingValue", "paddingSide"]);
  const list = [...sequences];
  const [first] = list;
  if (!first) throw new RuntimeError("received an empty list of sequences");
  if (o.paddingSide !== "left" && o.paddingSide !== "right") {
    throw new RuntimeError(
      `Expected padding_side to be one of left or right, but got ${String(o.paddingSide)}.`,
    );
  }
  const longest = Math.max(...list.map((s) => s.shape[0] as number));
  const lead = o.batchFirst ? [list.length, longest] : [longest, list.length];
  const out = full({
    size: [...lead, ...first.shape.slice(1)],
    fillValue: o.paddingValue,
    dtype: first.dtype,
    device: first.device,
  });
  list.forEach((sequence, n) => {
    const length = sequence.shape[0] as number;
    const start = o.paddingSide === "left" ? longest - length : 0;
    const place = o.batchFirst
      ? out.select(0, n).narrow(0, start, length)
      : out.narrow(0, start, length).select(1, n);
    place.copy_(sequence);
  });
  return out;
}

/** The sequences of a padded tensor, without their padding. */
export function unpadSequence(
  paddedSequences: Tensor,
  lengths: Lengths,
  ...given: [options?: { batchFirst?: boolean }] | [batchFirst: boolean]
): Tensor[] {
  const { batchFirst } = positional(given, { batchFirst: false }, ["batchFirst"]);
  const rows = (batchFirst ? paddedSequences : paddedSequences.transpose(0, 1)).unbind(0);
  const sizes = numbersIn(lengths);
  if (rows.length !== sizes.length) {
    throw new ValueError(`there are ${rows.length} sequences, but ${sizes.length} lengths`);
  }
  return rows.map((row, n) => row.at(arangeEnd({ end: sizes[n] as number, device: row.device })));
}

/** Packs sequences `[lengthₙ, …]`, which must come in order of decreasing length unless `enforceSorted: false`. */
export function packSequence(
  sequences: readonly Tensor[],
  ...given: [options?: { enforceSorted?: boolean }] | [enforceSorted: boolean]
): PackedSequence {
  const { enforceSorted } = positional(given, { enforceSorted: true }, ["enforceSorted"]);
  const lengths = sequences.map((s) => s.shape[0] as number);
  return packPaddedSequence(padSequence(sequences), lengths, { enforceSorted });
}

/** The sequences of a packed one. */
export function unpackSequence(packed: PackedSequence): Tensor[] {
  const [padded, lengths] = padPackedSequence(packed, { batchFirst: true });
  return unpadSequence(padded, lengths, { batchFirst: true });
}
