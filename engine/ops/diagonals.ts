/** Diagonals taken out of matrices, summed, and put into new ones. */
import { RuntimeError } from "../errors.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { diagonal } from "./split.ts";

export const diagEmbed = defineOp({
  schema: "diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor",
  doc: "Matrices with the last dimension as their diagonal, zeros elsewhere; `dim1` and `dim2` are the result's dimensions of the matrices.",
  on: ["method", "torch"],
  explicit: ({ self, offset, dim1, dim2 }) => {
    const ndim = self.ndim + 1;
    const [a, b] = [wrapDim(dim1, ndim), wrapDim(dim2, ndim)];
    if (a === b) throw new RuntimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
    const size = (self.shape.at(-1) ?? 1) + Math.abs(offset);
    const rest = self.shape.slice(0, -1);
    const shape = Array.from({ length: ndim }, (_, i) =>
      i === a || i === b ? size : (rest.shift() as number),
    );
    const out = self.newZeros(shape);
    diagonal({ self: out, offset, dim1: a, dim2: b }).copy_(self);
    return out;
  },
  node: "DiagEmbedBackward0",
  derivatives: (d) => [
    d("self", ["dim1", "dim2", "offset"], (c) => c.grad.diagonal(c.offset, c.dim1, c.dim2)),
  ],
});

const scattered = (
  grad: Tensor,
  sizes: readonly number[],
  offset: number,
  dim1: number,
  dim2: number,
): Tensor => {
  const out = grad.newZeros(sizes);
  out.diagonal(offset, dim1, dim2).copy_(grad);
  return out;
};

/** `diag` of a matrix: PyTorch's copy of the view. */
const diagonalCopy = defineOp({
  schema: "diagonal_copy(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  doc: "The diagonal of two dimensions, as a last one, in elements of its own.",
  explicit: ({ self, offset, dim1, dim2 }) => diagonal({ self, offset, dim1, dim2 }).clone(),
  node: "DiagonalBackward0_copy",
  derivatives: (d) => [
    d("self", ["dim1", "dim2", "offset", "selfSizes"], (c) =>
      scattered(c.grad, c.selfSizes, c.offset, c.dim1, c.dim2),
    ),
  ],
});

export const diagflat = defineOp({
  schema: "diagflat(Tensor self, int offset=0) -> Tensor",
  doc: "A matrix with all elements, one after another, as its diagonal.",
  on: ["method", "torch"],
  composite: ({ self, offset }) => diagEmbed({ self: self.contiguous().view([-1]), offset }),
});

export const diag = defineOp({
  schema: "diag(Tensor self, int diagonal=0) -> Tensor",
  doc: "The diagonal of a matrix, or a matrix with the vector given as its diagonal; `diagonal` counts from the main one, upwards.",
  on: ["method", "torch"],
  composite: ({ self, diagonal: offset }) => {
    if (self.ndim === 1) return diagEmbed({ self, offset });
    if (self.ndim === 2) return diagonalCopy({ self, offset });
    throw new RuntimeError(`diag(): Supports 1D or 2D tensors. Got ${self.ndim}D`);
  },
});

export const trace = defineOp({
  schema: "trace(Tensor self) -> Tensor",
  doc: "The sum of a matrix's diagonal.",
  on: ["method", "torch"],
  explicit: ({ self }) => {
    if (self.ndim !== 2) {
      throw new RuntimeError(`trace: expected a matrix, but got tensor with dim ${self.ndim}`);
    }
    return self.diagonal().sum();
  },
  node: "TraceBackward0",
  derivatives: (d) => [
    d("self", ["selfSizes"], (c) => {
      const out = c.grad.newZeros(c.selfSizes);
      out.diagonal().copy_(c.grad);
      return out;
    }),
  ],
  flops: ({ self }) => Math.min(...self.shape),
});
