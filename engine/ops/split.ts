/** Views of parts: a tensor cut along a dimension, and dimensions named anew. */
import { IndexError, RuntimeError } from "../errors.ts";
import { inferSize, numel, shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { cat, stack } from "./join.ts";
import { defineOp, type ViewSpec } from "./op.ts";
import { permute, slice, view } from "./views.ts";

/** Consecutive parts of the sizes given. */
function parts(self: Tensor, sizes: readonly number[], dim: number): ViewSpec[] {
  let start = 0;
  return sizes.map((size) => {
    const offset = self.offset + start * (self.strides[dim] as number);
    start += size;
    return { shape: self.shape.map((s, i) => (i === dim ? size : s)), strides: self.strides, offset };
  });
}

/** How long the parts of at most `size` are. */
function evenSizes(total: number, size: number): number[] {
  if (size === 0) return [total];
  const count = Math.max(Math.ceil(total / size), 1);
  return Array.from({ length: count }, (_, i) => Math.min(size, total - i * size));
}

/** The gradient of the whole: zeros where no gradient came back. */
function joined(
  grads: readonly (Tensor | null)[],
  sizes: readonly number[],
  shape: readonly number[],
  dim: number,
): Tensor | null {
  const known = grads.find((g) => g !== null);
  if (!known) return null;
  const zeros = (i: number) => known.newZeros(shape.map((s, d) => (d === dim ? (sizes[i] as number) : s)));
  return cat({ tensors: sizes.map((_, i) => grads[i] ?? zeros(i)), dim });
}

export const split = defineOp({
  schema: "split.Tensor(Tensor self, int split_size, int dim=0) -> Tensor[]",
  doc: "Parts of `splitSize` along a dimension, the last one smaller if need be: views.",
  on: ["method", "torch"],
  views: ({ self, splitSize, dim }) => {
    if (self.ndim === 0) throw new RuntimeError("split expects at least a 1-dimensional tensor");
    if (splitSize < 0) {
      throw new RuntimeError(`split expects split_size be non-negative, but got split_size=${splitSize}`);
    }
    const at = wrapDim(dim, self.ndim);
    const total = self.shape[at] as number;
    if (splitSize === 0 && total > 0) {
      throw new RuntimeError(
        `split_size can only be 0 if dimension size is 0, but got dimension size of ${total}`,
      );
    }
    return parts(self, evenSizes(total, splitSize), at);
  },
  node: "SplitBackward0",
  derivatives: (d) => [
    d("self", ["dim", "selfSizes", "splitSize"], (c) => {
      const at = wrapDim(c.dim, c.selfSizes.length);
      return joined(c.grads, evenSizes(c.selfSizes[at] as number, c.splitSize), c.selfSizes, at);
    }),
  ],
});

export const splitWithSizes = defineOp({
  schema: "split.sizes(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]",
  doc: "Parts of the sizes given along a dimension: views.",
  on: ["method", "torch"],
  views: ({ self, splitSizes, dim }) => {
    const at = wrapDim(dim, self.ndim);
    const sum = splitSizes.reduce((a, b) => a + b, 0);
    if (sum !== self.shape[at]) {
      throw new RuntimeError(
        `split_with_sizes expects split_sizes to sum exactly to ${self.shape[at]} (input tensor's size at dimension ${at}), but got split_sizes=[${splitSizes.join(", ")}]`,
      );
    }
    return parts(self, splitSizes, at);
  },
  node: "SplitWithSizesBackward0",
  derivatives: (d) => [
    d("self", ["dim", "selfSizes", "splitSizes"], (c) =>
      joined(c.grads, c.splitSizes, c.selfSizes, wrapDim(c.dim, c.selfSizes.length)),
    ),
  ],
});

export const chunk = defineOp({
  schema: "chunk(Tensor self, int chunks, int dim=0) -> Tensor[]",
  doc: "At most `chunks` parts of equal size along a dimension, the last one smaller if need be: views.",
  on: ["method", "torch"],
  composite: ({ self, chunks, dim }) => {
    if (self.ndim === 0) throw new RuntimeError("chunk expects at least a 1-dimensional tensor");
    if (chunks <= 0) throw new RuntimeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
    const total = self.shape[wrapDim(dim, self.ndim)] as number;
    if (total === 0) return splitWithSizes({ self, splitSizes: new Array<number>(chunks).fill(0), dim });
    return split({ self, splitSize: Math.ceil(total / chunks), dim });
  },
});

export const unbind = defineOp({
  schema: "unbind.int(Tensor self, int dim=0) -> Tensor[]",
  doc: "All slices along a dimension, which disappears: views.",
  on: ["method", "torch"],
  views: ({ self, dim }) => {
    if (self.ndim === 0) throw new IndexError("Dimension specified as 0 but tensor has no dimensions");
    const at = wrapDim(dim, self.ndim);
    const keep = (_: number, i: number) => i !== at;
    return Array.from({ length: self.shape[at] as number }, (_, i) => ({
      shape: self.shape.filter(keep),
      strides: self.strides.filter(keep),
      offset: self.offset + i * (self.strides[at] as number),
    }));
  },
  node: "UnbindBackward0",
  derivatives: (d) => [
    d("self", ["dim"], (c) => {
      const known = c.grads.find((g) => g !== null);
      if (!known) return null;
      return stack({ tensors: c.grads.map((g) => g ?? known.newZeros(known.shape)), dim: c.dim });
    }),
  ],
});

export const narrow = defineOp({
  schema: "narrow(Tensor self, int dim, int start, int length) -> Tensor",
  doc: "`length` slices along a dimension from `start` on: a view.",
  on: ["method", "torch"],
  composite: ({ self, dim, start, length }) => {
    if (self.ndim === 0) throw new RuntimeError("narrow() cannot be applied to a 0-dim tensor.");
    if (length < 0) throw new RuntimeError("narrow(): length must be non-negative.");
    const at = wrapDim(dim, self.ndim);
    const size = self.shape[at] as number;
    if (start < -size || start > size) {
      throw new IndexError(
        `start out of range (expected to be in range of [${-size}, ${size}], but got ${start})`,
      );
    }
    const from = start < 0 ? start + size : start;
    if (from + length > size) {
      throw new RuntimeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
    }
    return slice({ self, dim, start: from, end: from + length });
  },
});

export const movedim = defineOp({
  schema: "movedim.int(Tensor self, int source, int destination) -> Tensor",
  doc: "Moves a dimension to another place; the others keep their order.",
  on: ["method", "torch"],
  composite: ({ self, source, destination }) => moved(self, [source], [destination]),
});

export const movedims = defineOp({
  schema: "movedim.intlist(Tensor self, int[] source, int[] destination) -> Tensor",
  doc: "Moves dimensions to other places; those not named keep their order.",
  on: ["method", "torch"],
  composite: ({ self, source, destination }) => moved(self, source, destination),
});

function moved(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor {
  if (source.length !== destination.length) {
    throw new RuntimeError(
      `movedim: Invalid source or destination dims: source (${source.join(", ")} dims) should contain the same number of dims as destination (${destination.join(", ")} dims)`,
    );
  }
  const from = source.map((d) => wrapDim(d, self.ndim));
  const to = destination.map((d) => wrapDim(d, self.ndim));
  const rest = self.shape.map((_, i) => i).filter((i) => !from.includes(i));
  const order = self.shape.map((_, i) => {
    const k = to.indexOf(i);
    return k < 0 ? (rest.shift() as number) : (from[k] as number);
  });
  return permute({ self, dims: order });
}

export const unflatten = defineOp({
  schema: "unflatten.int(Tensor self, int dim, int[] sizes) -> Tensor",
  doc: "Cuts one dimension into several; one size may be -1.",
  on: ["method", "torch"],
  composite: ({ self, dim, sizes }) => {
    const at = wrapDim(dim, self.ndim);
    if (sizes.length === 0) throw new RuntimeError("unflatten: sizes must be non-empty");
    const whole = self.shape[at] as number;
    const known = numel(sizes.filter((size) => size !== -1));
    const inferred = sizes.filter((size) => size === -1).length;
    if (inferred === 0 ? known !== whole : inferred === 1 && (known === 0 || whole % known !== 0)) {
      throw new RuntimeError(
        `unflatten: Provided sizes ${shapeText(sizes)} don't multiply up to the size of dim ${dim} (${whole}) in the input tensor`,
      );
    }
    const inner = inferSize(sizes, whole);
    return view({ self, size: [...self.shape.slice(0, at), ...inner, ...self.shape.slice(at + 1)] });
  },
});

export const diagonal = defineOp({
  schema: "diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  doc: "The diagonal of two dimensions, as a last one: a view.",
  on: ["method", "torch"],
  view: ({ self, offset, dim1, dim2 }) => {
    const [a, b] = [wrapDim(dim1, self.ndim), wrapDim(dim2, self.ndim)];
    if (a === b) throw new RuntimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
    const [m, n] = [self.shape[a] as number, self.shape[b] as number];
    const size = Math.max(offset >= 0 ? Math.min(m, n - offset) : Math.min(m + offset, n), 0);
    const keep = (_: number, i: number) => i !== a && i !== b;
    const first =
      size === 0
        ? 0
        : offset >= 0
          ? offset * (self.strides[b] as number)
          : -offset * (self.strides[a] as number);
    return {
      shape: [...self.shape.filter(keep), size],
      strides: [...self.strides.filter(keep), (self.strides[a] as number) + (self.strides[b] as number)],
      offset: self.offset + first,
    };
  },
  node: "DiagonalBackward0",
  derivatives: (d) => [
    d("self", ["dim1", "dim2", "offset", "selfSizes"], (c) => {
      const out = c.grad.newZeros(c.selfSizes);
      out.diagonal(c.offset, c.dim1, c.dim2).copy_(c.grad);
      return out;
    }),
  ],
});
