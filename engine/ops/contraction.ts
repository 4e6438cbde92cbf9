/** Products of tensors summed over dimensions, by products of matrices: tensordot, inner, kron, and what einsum is made of. */
import { RuntimeError } from "../errors.ts";
import { shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { bmm, dot, mm } from "./matmul.ts";
import { defineOp } from "./op.ts";
import { sumDim } from "./reduce.ts";
import { permute, reshape, unsafeView, view } from "./views.ts";

const product = (sizes: readonly number[]): number => sizes.reduce((n, s) => n * s, 1);
const sizesOf = (t: Tensor, dims: readonly number[]): number[] => dims.map((d) => t.shape[d] as number);

/**
 * `(left * right).sum(sumDims, keepdim)`, the dimensions of both aligned (a size of 1 is broadcast), as one product of
 * two batches of matrices: ATen's `sumproduct_pair`, with the same nodes.
 */
export function sumOfProducts(
  left: Tensor,
  right: Tensor,
  sumDims: readonly number[],
  keepdim: boolean,
): Tensor {
  if (sumDims.length === 0) return left.mul(right);
  let [a, b] = [left, right];
  const both: number[] = [];
  let leftOnly: number[] = [];
  let rest: number[] = [];
  let summed = 1;
  left.shape.forEach((_, i) => {
    const inLeft = left.shape[i] !== 1;
    const inRight = right.shape[i] !== 1;
    if (inLeft && inRight && left.shape[i] !== right.shape[i]) {
      throw new RuntimeError("non-broadcast dimensions must match");
    }
    if (sumDims.includes(i)) {
      if (inLeft && inRight) summed *= left.shape[i] as number;
      else if (inLeft) a = sumDim({ self: a, dim: [i], keepdim: true });
      else if (inRight) b = sumDim({ self: b, dim: [i], keepdim: true });
    } else (inLeft && inRight ? both : inLeft ? leftOnly : rest).push(i);
  });
  // The result of the swapped product lies row-major: PyTorch swaps where that is plain to see.
  if (leftOnly.length > 0 && rest.length > 0 && Math.max(...rest) < Math.min(...leftOnly)) {
    [a, b] = [b, a];
    [leftOnly, rest] = [rest, leftOnly];
  }
  const size = [...sizesOf(a, both), ...sizesOf(a, leftOnly), ...sumDims.map(() => 1), ...sizesOf(b, rest)];
  const rows = permute({ self: a, dims: [...both, ...leftOnly, ...sumDims, ...rest] });
  const columns = permute({ self: b, dims: [...both, ...sumDims, ...rest, ...leftOnly] });
  const batch = product(sizesOf(a, both));
  const out = bmm({
    self: reshape({ self: rows, shape: [batch, product(sizesOf(a, leftOnly)), summed] }),
    mat2: reshape({ self: columns, shape: [batch, summed, product(sizesOf(b, rest))] }),
  });
  const order = [...both, ...leftOnly, ...sumDims, ...rest];
  const back = left.shape.map((_, i) => order.indexOf(i));
  const full = permute({ self: view({ self: out, size }), dims: back });
  return keepdim ? full : view({ self: full, size: full.shape.filter((_, i) => !sumDims.includes(i)) });
}

/** With `dims` as two lists; `torch.tensordot` also takes a number. Not public by itself. */
export const tensordot = defineOp({
  schema: "tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor",
  doc: "Sums the products over dimensions of the one and of the other.",
  on: [],
  composite: ({ self, other, dimsSelf, dimsOther }) => {
    if (dimsSelf.length !== dimsOther.length) {
      throw new RuntimeError("both dimension lists should have same length");
    }
    if (self.dtype !== other.dtype) throw new RuntimeError("both inputs should have same dtype");
    const from = dimsSelf.map((d) => wrapDim(d, self.ndim));
    const to = dimsOther.map((d) => wrapDim(d, other.ndim));
    let [a, b] = [self, other];
    let summed = 1;
    from.forEach((i, n) => {
      const [size, otherSize] = [self.shape[i] as number, other.shape[to[n] as number] as number];
      if (otherSize === 1) a = sumDim({ self: a, dim: [i], keepdim: true });
      else if (size === 1) b = sumDim({ self: b, dim: [to[n] as number], keepdim: true });
      else if (size !== otherSize) {
        throw new RuntimeError(
          `contracted dimensions need to match, but first has size ${size} in dim ${dimsSelf[n]} and second has size ${otherSize} in dim ${dimsOther[n]}`,
        );
      } else summed *= size;
    });
    for (const dims of [from, to]) {
      const twice = dims.find((d, n) => dims.indexOf(d) !== n);
      if (twice !== undefined) {
        throw new RuntimeError(`dim ${twice} appears multiple times in the list of dims`);
      }
    }
    const kept = self.shape.map((_, i) => i).filter((i) => !from.includes(i));
    const keptOther = other.shape.map((_, i) => i).filter((i) => !to.includes(i));
    const shape = [...sizesOf(a, kept), ...sizesOf(b, keptOther)];
    // Dimensions as they were given: nodes show them.
    const rows = permute({ self: a, dims: [...kept, ...dimsSelf] });
    const columns = permute({ self: b, dims: [...dimsOther, ...keptOther] });
    if (shape.length === 0) {
      const flat = (t: Tensor) => reshape({ self: t, shape: [summed] });
      return reshape({ self: dot({ self: flat(rows), tensor: flat(columns) }), shape });
    }
    const out = mm({
      self: reshape({ self: rows, shape: [product(sizesOf(a, kept)), summed] }),
      mat2: reshape({ self: columns, shape: [summed, product(sizesOf(b, keptOther))] }),
    });
    return reshape({ self: out, shape });
  },
});

export const inner = defineOp({
  schema: "inner(Tensor self, Tensor other) -> Tensor",
  doc: "The sum of products over the last dimension of both: `[…, k]` by `[…, k]`.",
  on: ["method", "torch"],
  composite: ({ self, other }) => {
    if (self.ndim === 0 || other.ndim === 0) return self.mul(other);
    if (self.shape.at(-1) !== other.shape.at(-1)) {
      throw new RuntimeError(
        `inner() the last dimension must match on both input tensors but got shapes ${shapeText(self.shape)} and ${shapeText(other.shape)}`,
      );
    }
    return tensordot({ self, other, dimsSelf: [-1], dimsOther: [-1] });
  },
});

export const kron = defineOp({
  schema: "kron(Tensor self, Tensor other) -> Tensor",
  doc: "The Kronecker product: `other` times each element of `self`, laid out as blocks; sizes multiply.",
  on: ["method", "torch"],
  composite: ({ self, other }) => {
    const ndim = Math.max(self.ndim, other.ndim);
    const padded = (t: Tensor) => [...new Array<number>(ndim - t.ndim).fill(1), ...t.shape];
    const [a, b] = [padded(self), padded(other)];
    const spread = (t: Tensor, size: readonly number[]) => unsafeView({ self: t, size });
    const blocks = spread(
      self,
      a.flatMap((s) => [s, 1]),
    ).mul(
      spread(
        other,
        b.flatMap((s) => [1, s]),
      ),
    );
    return unsafeView({ self: blocks, size: a.map((s, i) => s * (b[i] as number)) });
  },
});
