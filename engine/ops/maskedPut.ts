/** `x[mask] = value`: what has the same value, or the same row, wherever a mask holds needs no count of the places. */
import { gpuRefuseOutside } from "../devices/webgpu/kernels/refuse.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkValuesDtype } from "./advancedIndex.ts";
import { where } from "./choice.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

interface Parts<T extends Laid> {
  readonly mask: T;
  /** The first of the dimensions that the mask covers. */
  readonly dim: number;
  /** How many dimensions follow those. */
  readonly after: number;
}

function partsOf<T extends Laid>(self: Laid, indices: readonly (T | null)[]): Parts<T> {
  const dim = indices.findIndex((i) => i !== null);
  const mask = indices[dim];
  if (!mask) throw new Error("there is no mask");
  return { mask, dim, after: self.shape.length - dim - mask.shape.length };
}

const times = (count: number, value: number): number[] => new Array<number>(count).fill(value);

/** The mask and the values in places that broadcast with the tensor. */
function aligned<T extends Laid>(
  self: Laid,
  indices: readonly (T | null)[],
  values: T,
): { mask: T; values: T } {
  const { mask, after } = partsOf(self, indices);
  const lead = values.shape.length - after - 1;
  const spread = (of: readonly number[], filler: number) =>
    lead < 0 ? of : [...of.slice(0, lead), ...times(mask.shape.length, filler), ...of.slice(lead + 1)];
  return {
    mask: {
      ...mask,
      shape: [...mask.shape, ...times(after, 1)],
      strides: [...mask.strides, ...times(after, 0)],
    },
    values: { ...values, shape: spread(values.shape, 1), strides: spread(values.strides, 0) },
  };
}

/** Refuses a mask of another shape, and values that do not broadcast with what it names. */
export function checkMask(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor): void {
  const { mask, dim, after } = partsOf(self, indices);
  if (after < 0) throw new IndexError(`too many indices for tensor of dimension ${self.ndim}`);
  mask.shape.forEach((size, i) => {
    if (size === self.shape[dim + i]) return;
    throw new IndexError(
      `The shape of the mask ${shapeText(mask.shape)} at index ${i} does not match the shape of the indexed tensor ${shapeText(self.shape)} at index ${dim + i}`,
    );
  });
  checkValuesDtype(self, values);
  const result = [...self.shape.slice(0, dim), null, ...self.shape.slice(dim + mask.ndim)];
  const offset = result.length - values.ndim;
  const fits =
    offset >= 0 &&
    values.shape.every((s, i) => s === 1 || result[offset + i] === null || s === result[offset + i]);
  if (!fits) {
    throw new RuntimeError(
      `shape mismatch: value tensor of shape ${shapeText(values.shape)} cannot be broadcast to indexing result of shape [${result.map((s) => s ?? "n").join(", ")}]`,
    );
  }
}

const otherCount = (values: readonly number[], result: readonly number[], dim: number, count: number) =>
  new RuntimeError(
    `shape mismatch: value tensor of shape ${shapeText(values)} cannot be broadcast to indexing result of shape ${shapeText(result.with(dim, count))}`,
  );

/** Raises where a mask does not name as many places as there are values: on WebGPU at the next read. */
export const checkPlaces = defineOp({
  schema: "_check_places(Tensor count, int[] result, int[] values, int dim) -> Tensor",
  doc: "Refuses a count that is not `result[dim]`.",
  meta: () => ({ shape: [1] }),
  cpu: ({ count, result, values, dim }) => {
    const found = count.data[0] as number;
    if (found !== result[dim]) throw otherCount(values, result, dim, found);
  },
  webgpu: ({ count, result, values, dim }, _, gpu) => {
    const wanted = result[dim] as number;
    gpuRefuseOutside(gpu, count, [wanted, wanted + 1], wanted, (found) =>
      otherCount(values, result, dim, found),
    );
  },
});

export const maskedPut = defineOp({
  schema: "index_put.mask(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor",
  doc: "`self` with `values` in all places of one dimension, or several, where a mask holds.",
  layout: "strided",
  meta: ({ self, indices, values }) => {
    checkMask(self, indices, values);
    return { shape: self.shape };
  },
  cpu: ({ self, indices, values }, out) => {
    const at = aligned(self, indices, values);
    where.definition.cpu?.({ condition: at.mask, self: at.values, other: self }, out);
  },
  webgpu: ({ self, indices, values }, out, gpu) => {
    const at = aligned(self, indices, values);
    where.definition.webgpu?.({ condition: at.mask, self: at.values, other: self }, out, gpu);
  },
  node: "IndexPutBackward0",
  derivatives: (d) => [
    d("self", ["accumulate", "indices"], (c) => c.grad.maskedFill(overAll(c.grad, c.indices).mask, 0)),
    d("values", ["indices"], (c) => {
      const { mask, dims } = overAll(c.grad, c.indices);
      const chosen = c.grad.maskedFill(mask.logicalNot(), 0);
      const [first = 0] = dims;
      return chosen.flatten(first, first + dims.length - 1).sum(first, { keepdim: true });
    }),
  ],
});

/** The mask, to be broadcast with a tensor, and the dimensions that it covers. */
function overAll(t: Tensor, indices: readonly (Tensor | null)[]): { mask: Tensor; dims: readonly number[] } {
  const { mask, dim, after } = partsOf(t, indices);
  return {
    mask: mask.reshape([...mask.shape, ...times(after, 1)]),
    dims: mask.shape.map((_, i) => dim + i),
  };
}
