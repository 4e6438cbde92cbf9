/** Methods and functions whose result, or its shape, depends on values: they wait for them. */
import { int64, type TypedArray } from "../dtype.ts";
import { NeedsValue, NotImplementedError, RuntimeError } from "../errors.ts";
import { allocate } from "../ops/creation.ts";
import { indexSelect } from "../ops/indexing.ts";
import { integers } from "../ops/patterns.ts";
import { repeatInterleave } from "../ops/repeatInterleave.ts";
import { backendFor } from "../runtime.ts";
import { numel, sameShape, wrapDim } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { type Grouping, groupSlices } from "./grouping.ts";

export interface UniqueOptions {
  /** Along this dimension, whose slices are compared as a whole; of all elements if left out. */
  readonly dim?: number | null;
  /** Also where each element is in the result. */
  readonly returnInverse?: boolean;
  /** Also how often each is there. */
  readonly returnCounts?: boolean;
}

export interface CloseOptions {
  readonly rtol?: number;
  readonly atol?: number;
  readonly equalNan?: boolean;
}

export interface ValueDependentMethods {
  /** The different elements in rising order, or the different slices along `dim`. A NaN differs from every other. */
  unique(options?: { readonly sorted?: boolean; readonly dim?: number | null }): Promise<Tensor>;
  /** The same, followed by the inverse and the counts that were asked for. */
  unique(options: UniqueOptions & { readonly sorted?: boolean }): Promise<Tensor[]>;
  /** The elements, or the slices along `dim`, without those that are equal to the one before. */
  uniqueConsecutive(options?: { readonly dim?: number | null }): Promise<Tensor>;
  /** The same, followed by the inverse and the counts that were asked for. */
  uniqueConsecutive(options: UniqueOptions): Promise<Tensor[]>;
  /** How often each number from 0 on is in a vector of integers, or the sums of its `weights`: at least `minlength` results. */
  bincount(weights?: Tensor | null, options?: { readonly minlength?: number }): Promise<Tensor>;
  bincount(options: { readonly weights?: Tensor | null; readonly minlength?: number }): Promise<Tensor>;
  /** Each element `repeats` times in a row, or each slice along `dim`. */
  repeatInterleave(repeats: number, dim?: number | null): Tensor;
  repeatInterleave(repeats: number, options: { readonly dim?: number | null }): Tensor;
  /** The same with a count for each, which is waited for. */
  repeatInterleave(
    repeats: Tensor,
    dim?: number | null | { readonly dim?: number | null; readonly outputSize?: number | null },
  ): Promise<Tensor>;
  /** The places of all elements that are not 0: `[n, dimensions]`. */
  argwhere(): Promise<Tensor>;
  /** Whether both have the same shape and elements. */
  equal(other: Tensor): Promise<boolean>;
  /** Whether all elements are close: `|self - other| ≤ atol + rtol * |other|`. */
  allclose(other: Tensor, options?: CloseOptions): Promise<boolean>;
  allclose(other: Tensor, rtol: number, atol?: number, equalNan?: boolean): Promise<boolean>;
  /** Whether the only element is not 0. */
  isNonzero(): Promise<boolean>;
}

function needValues(t: Tensor, name: string): void {
  if (t.storage.backend === "meta") throw new NeedsValue(`The result of ${name}() depends on values.`);
}

function grouped(
  t: Tensor,
  grouping: Grouping,
  dim: number | null,
  options: UniqueOptions,
): Tensor | Tensor[] {
  const picked =
    dim === null
      ? t.detach().reshape([-1]).take(integers(t, grouping.first))
      : indexSelect({ self: t.detach(), dim, index: integers(t, grouping.first) });
  const results = [picked];
  if (options.returnInverse) {
    const inverse = integers(t, grouping.inverse);
    results.push(dim === null ? inverse.reshape(t.shape) : inverse);
  }
  if (options.returnCounts) results.push(integers(t, grouping.counts));
  return results.length === 1 ? picked : results;
}

async function unique(t: Tensor, options: UniqueOptions, consecutive: boolean): Promise<Tensor | Tensor[]> {
  needValues(t, consecutive ? "uniqueConsecutive" : "unique");
  const dim = options.dim ?? null;
  const data = await t.data();
  const at = dim === null ? null : wrapDim(dim, t.ndim);
  return grouped(t, groupSlices(data, t.shape, at, consecutive), at, options);
}

async function bincount(t: Tensor, weights: Tensor | null, minlength: number): Promise<Tensor> {
  if (t.dtype.isFloatingPoint) {
    throw new NotImplementedError(`"bincount_cpu" not implemented for '${t.dtype.scalarType}'`);
  }
  if (minlength < 0) throw new RuntimeError("minlength should be >= 0");
  const refused = () => new RuntimeError("bincount only supports 1-d non-negative integral inputs.");
  if (t.ndim !== 1) throw refused();
  if (weights && !sameShape(weights.shape, t.shape)) {
    throw new RuntimeError("weights should be 1-d and have the same length as input");
  }
  needValues(t, "bincount");
  const data = await t.data();
  const amounts: TypedArray | null = weights ? await weights.data() : null;
  const sums: number[] = new Array<number>(minlength).fill(0);
  data.forEach((n, i) => {
    if (n < 0) throw refused();
    while (sums.length <= n) sums.push(0);
    sums[n] = (sums[n] as number) + (amounts ? (amounts[i] as number) : 1);
  });
  if (!weights) return integers(t, sums);
  const dtype = weights.dtype.name === "float32" ? weights.dtype : t.newZeros([]).double().dtype;
  const out = allocate([sums.length], dtype, t.device);
  const values = dtype.array(sums.length);
  values.set(sums);
  if (sums.length) backendFor(t.storage.device).write(out.storage, values);
  return out;
}

/** The number of the slice that each of the results shows. */
async function repeated(repeats: Tensor): Promise<Tensor> {
  if (repeats.ndim !== 1) throw new RuntimeError("repeat_interleave only accept 1D vector as repeat");
  if (repeats.dtype !== int64 && repeats.dtype.name !== "int32") {
    throw new RuntimeError("repeats has to be Long or Int tensor");
  }
  needValues(repeats, "repeatInterleave");
  const counts = await repeats.data();
  const numbers: number[] = [];
  counts.forEach((count, i) => {
    if (count < 0) throw new RuntimeError("repeats can not be negative");
    for (let k = 0; k < count; k++) numbers.push(i);
  });
  return integers(repeats, numbers);
}

async function repeatByValues(t: Tensor, repeats: Tensor, dim: number | null): Promise<Tensor> {
  const of = dim === null ? t.flatten() : t;
  const at = wrapDim(dim ?? 0, of.ndim);
  const size = of.shape[at] as number;
  const each = repeats.ndim === 0 || repeats.numel() === 1 ? repeats.reshape([1]).expand([size]) : repeats;
  if (each.shape[0] !== size) {
    throw new RuntimeError(
      `repeats must have the same size as input along dim, but got repeats.size(0) = ${each.shape[0]} and input.size(${at}) = ${size}`,
    );
  }
  return of.indexSelect(at, await repeated(each));
}

export type RepeatPlace = number | null | { readonly dim?: number | null };

const dimOf = (place: RepeatPlace | undefined): number | null =>
  typeof place === "object" ? (place?.dim ?? null) : (place ?? null);

function repeat(t: Tensor, repeats: number | Tensor, place?: RepeatPlace): Tensor | Promise<Tensor> {
  if (typeof repeats === "number") return repeatInterleave({ self: t, repeats, dim: dimOf(place) });
  return repeatByValues(t, repeats, dimOf(place));
}

async function isTrue(t: Tensor): Promise<boolean> {
  return (await t.data())[0] !== 0;
}

const methods = {
  unique(this: Tensor, options: UniqueOptions = {}) {
    return unique(this, options, false);
  },
  uniqueConsecutive(this: Tensor, options: UniqueOptions = {}) {
    return unique(this, options, true);
  },
  bincount(
    this: Tensor,
    weights: Tensor | null | { weights?: Tensor | null; minlength?: number } = null,
    options: { minlength?: number } = {},
  ) {
    const named = weights instanceof Tensor || weights === null ? { weights, ...options } : weights;
    return bincount(this, named.weights ?? null, named.minlength ?? 0);
  },
  repeatInterleave(this: Tensor, repeats: number | Tensor, place?: RepeatPlace) {
    return repeat(this, repeats, place);
  },
  argwhere(this: Tensor) {
    return this.nonzero();
  },
  async equal(this: Tensor, other: Tensor) {
    return sameShape(this.shape, other.shape) && (numel(this.shape) === 0 || isTrue(this.eq(other).all()));
  },
  async allclose(
    this: Tensor,
    other: Tensor,
    rtol: number | CloseOptions = {},
    atol = 1e-8,
    equalNan = false,
  ) {
    const options = typeof rtol === "number" ? { rtol, atol, equalNan } : rtol;
    return isTrue(this.isclose(other, options).all());
  },
  async isNonzero(this: Tensor) {
    if (this.numel() === 1) return isTrue(this);
    throw new RuntimeError(
      `Boolean value of Tensor with ${this.numel() === 0 ? "no values" : "more than one value"} is ambiguous`,
    );
  },
};

export function installValueDependent(): void {
  Object.defineProperties(Tensor.prototype, Object.getOwnPropertyDescriptors(methods));
}

/** The same as functions of `torch`, with the tensor first. */
export interface ValueDependentFunctions {
  unique(
    input: Tensor,
    options?: { readonly sorted?: boolean; readonly dim?: number | null },
  ): Promise<Tensor>;
  unique(input: Tensor, options: UniqueOptions & { readonly sorted?: boolean }): Promise<Tensor[]>;
  uniqueConsecutive(input: Tensor, options?: { readonly dim?: number | null }): Promise<Tensor>;
  uniqueConsecutive(input: Tensor, options: UniqueOptions): Promise<Tensor[]>;
  bincount(
    input: Tensor,
    weights?: Tensor | null,
    options?: { readonly minlength?: number },
  ): Promise<Tensor>;
  bincount(
    input: Tensor,
    options: { readonly weights?: Tensor | null; readonly minlength?: number },
  ): Promise<Tensor>;
  repeatInterleave(input: Tensor, repeats: number, dim?: RepeatPlace): Tensor;
  /** The numbers of `repeats` elements, each as often as it says. */
  repeatInterleave(repeats: Tensor): Promise<Tensor>;
  repeatInterleave(input: Tensor, repeats: Tensor, dim?: RepeatPlace): Promise<Tensor>;
  argwhere(input: Tensor): Promise<Tensor>;
  nonzero(input: Tensor): Promise<Tensor>;
  nonzero(input: Tensor, options: { asTuple: true }): Promise<Tensor[]>;
  maskedSelect(input: Tensor, mask: Tensor): Promise<Tensor>;
  equal(input: Tensor, other: Tensor): Promise<boolean>;
  allclose(input: Tensor, other: Tensor, options?: CloseOptions): Promise<boolean>;
  allclose(input: Tensor, other: Tensor, rtol: number, atol?: number, equalNan?: boolean): Promise<boolean>;
  isNonzero(input: Tensor): Promise<boolean>;
}

const NAMES = [
  ...["unique", "uniqueConsecutive", "bincount", "argwhere", "nonzero", "maskedSelect"],
  ...["equal", "allclose", "isNonzero"],
] as const;

const forward =
  (name: string) =>
  (input: Tensor, ...args: unknown[]) => {
    const method: unknown = Reflect.get(input, name);
    if (typeof method !== "function") throw new Error(`tensors have no method '${name}'`);
    return Reflect.apply(method, input, args) as unknown;
  };

// Each is the method of that name: the interface above repeats the signatures.
export const valueDependentFunctions = {
  ...Object.fromEntries(NAMES.map((name) => [name, forward(name)])),
  repeatInterleave: (input: Tensor, repeats?: number | Tensor, place?: RepeatPlace) =>
    repeats === undefined ? repeated(input) : repeat(input, repeats, place),
} as unknown as ValueDependentFunctions;
