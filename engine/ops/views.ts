/** Ops that move no element: new sizes and strides over the same storage. */
import { stridedGradient } from "../autograd/stridedGradient.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { inferSize, numel, shapeText, viewStrides, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { clone } from "./copy.ts";
import { defineOp, type ViewSpec } from "./op.ts";

function checkedStrides(self: Tensor, shape: readonly number[]): number[] {
  const strides = viewStrides(self.shape, self.strides, shape);
  if (strides) return strides;
  throw new RuntimeError(
    "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
  );
}

export const view = defineOp({
  schema: "view(Tensor self, int[] size) -> Tensor",
  doc: "The same elements under another shape; one size may be -1. Fails where that would need a copy: see `reshape`.",
  on: ["method"],
  view: ({ self, size }) => {
    const shape = inferSize(size, self.numel());
    return { shape, strides: checkedStrides(self, shape), offset: self.offset };
  },
  node: "ViewBackward0",
  derivatives: (d) => [d("self", ["selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

/** A view of a temporary that nobody else sees: it is no part of its base's history. */
const alone = (view: Tensor): Tensor => {
  view.base = null;
  view.viewVersion = null;
  view.creation = null;
  return view;
};

const unsafeViewOp = defineOp({
  schema: "_unsafe_view(Tensor self, int[] size) -> Tensor",
  doc: "A view of a temporary.",
  view: ({ self, size }) => {
    const shape = inferSize(size, self.numel());
    return { shape, strides: checkedStrides(self, shape), offset: self.offset };
  },
  node: "UnsafeViewBackward0",
  derivatives: (d) => [d("self", ["selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

export const unsafeView = (args: { readonly self: Tensor; readonly size: readonly number[] }): Tensor =>
  alone(unsafeViewOp(args));

/** What `reshape` makes of elements that lie otherwise than row-major, where it need not copy them. */
const reshapeAlias = defineOp({
  schema: "_reshape_alias(Tensor self, int[] size, int[] stride) -> Tensor",
  doc: "A view under another shape, with strides that the caller computed.",
  view: ({ self, size, stride }) => ({ shape: size, strides: stride, offset: self.offset }),
  node: "ReshapeAliasBackward0",
  derivatives: (d) => [d("self", ["selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

export const reshape = defineOp({
  schema: "reshape(Tensor self, int[] shape) -> Tensor",
  doc: "The elements in row-major order under another shape; one size may be -1. A view where possible, else a copy.",
  on: ["method", "torch"],
  composite: ({ self, shape }): Tensor => {
    const target = inferSize(shape, self.numel());
    if (self.isContiguous()) return view({ self, size: target });
    const stride = viewStrides(self.shape, self.strides, target);
    if (stride) return reshapeAlias({ self, size: target, stride });
    return unsafeView({ self: clone({ self, memoryFormat: "contiguous" }), size: target });
  },
});

export const flatten = defineOp({
  schema: "flatten(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor",
  doc: "Merges the dimensions from `startDim` to `endDim` into one.",
  on: ["method", "torch"],
  composite: ({ self, startDim, endDim }) => {
    const start = wrapDim(startDim, self.ndim);
    const end = wrapDim(endDim, self.ndim);
    if (start > end)
      throw new RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim");
    if (self.ndim === 0) return reshape({ self, shape: [1] });
    if (start === end) return self;
    const merged = numel(self.shape.slice(start, end + 1));
    return reshape({ self, shape: [...self.shape.slice(0, start), merged, ...self.shape.slice(end + 1)] });
  },
});

export const t = defineOp({
  schema: "t(Tensor self) -> Tensor",
  doc: "The transpose of a matrix; vectors and scalars stay as they are.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "TBackward1",
  view: ({ self }) => {
    if (self.ndim > 2) {
      throw new RuntimeError(`t() expects a tensor with <= 2 dimensions, but self is ${self.ndim}D`);
    }
    return { shape: [...self.shape].reverse(), strides: [...self.strides].reverse(), offset: self.offset };
  },
  node: "TBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad.t())],
});

function swapped(self: Tensor, dim0: number, dim1: number): ViewSpec {
  const [a, b] = [wrapDim(dim0, self.ndim), wrapDim(dim1, self.ndim)];
  const shape = [...self.shape];
  const strides = [...self.strides];
  if (self.ndim > 0) {
    [shape[a], shape[b]] = [shape[b] as number, shape[a] as number];
    [strides[a], strides[b]] = [strides[b] as number, strides[a] as number];
  }
  return { shape, strides, offset: self.offset };
}

export const transpose = defineOp({
  schema: "transpose.int(Tensor self, int dim0, int dim1) -> Tensor",
  doc: "Swaps two dimensions.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "TransposeBackward1",
  view: ({ self, dim0, dim1 }) => swapped(self, dim0, dim1),
  node: "TransposeBackward0",
  derivatives: (d) => [d("self", ["dim0", "dim1"], (c) => c.grad.transpose(c.dim0, c.dim1))],
});

export const permute = defineOp({
  schema: "permute(Tensor self, int[] dims) -> Tensor",
  doc: "Puts the dimensions into the order given.",
  on: ["method", "torch"],
  view: ({ self, dims }) => {
    if (dims.length !== self.ndim) {
      throw new RuntimeError(
        `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${self.ndim} is not equal to len(dims) = ${dims.length}`,
      );
    }
    const order = dims.map((dim) => wrapDim(dim, self.ndim));
    if (new Set(order).size !== order.length)
      throw new RuntimeError("permute(): duplicate dims are not allowed.");
    return {
      shape: order.map((dim) => self.shape[dim] as number),
      strides: order.map((dim) => self.strides[dim] as number),
      offset: self.offset,
    };
  },
  node: "PermuteBackward0",
  derivatives: (d) => [
    d("self", ["dims"], (c) => {
      const inverse = new Array<number>(c.dims.length);
      c.dims.forEach((dim, i) => {
        inverse[wrapDim(dim, c.dims.length)] = i;
      });
      return c.grad.permute(inverse);
    }),
  ],
});

export const expand = defineOp({
  schema: "expand(Tensor self, int[] size) -> Tensor",
  doc: "Repeats dimensions of size 1, without copying; -1 keeps a size, new dimensions come first.",
  on: ["method"],
  view: ({ self, size }) => {
    const lead = size.length - self.ndim;
    if (lead < 0) {
      throw new RuntimeError(
        `expand(torch.${self.dtype.tensorType}{${shapeText(self.shape)}}, size=${shapeText(size)}): the number of sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor (${self.ndim})`,
      );
    }
    const shape = new Array<number>(size.length);
    const strides = new Array<number>(size.length);
    // From the last dimension on, as PyTorch: of several that do not fit, it names the last.
    for (let i = size.length - 1; i >= 0; i--) {
      const s = size[i] as number;
      const own = i < lead ? 1 : (self.shape[i - lead] as number);
      if (s === -1 && i < lead) {
        throw new RuntimeError(
          `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${i}`,
        );
      }
      if (s !== -1 && own !== s && own !== 1) {
        throw new RuntimeError(
          `The expanded size of the tensor (${s}) must match the existing size (${own}) at non-singleton dimension ${i}.  Target sizes: ${shapeText(size)}.  Tensor sizes: ${shapeText(self.shape)}`,
        );
      }
      shape[i] = s === -1 ? own : s;
      strides[i] = i < lead || own !== shape[i] ? 0 : (self.strides[i - lead] as number);
    }
    return { shape, strides, offset: self.offset };
  },
  node: "ExpandBackward0",
  derivatives: (d) => [d("self", ["selfSizes"], (c) => c.grad.sumToSize(c.selfSizes))],
});

export const squeeze = defineOp({
  schema: "squeeze(Tensor self) -> Tensor",
  doc: "Drops all dimensions of size 1.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "SqueezeBackward3",
  view: ({ self }) => {
    const kept = self.shape.map((_, i) => i).filter((i) => self.shape[i] !== 1);
    return {
      shape: kept.map((i) => self.shape[i] as number),
      strides: kept.map((i) => self.strides[i] as number),
      offset: self.offset,
    };
  },
  node: "SqueezeBackward0",
  derivatives: (d) => [d("self", ["selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

export const squeezeDim = defineOp({
  schema: "squeeze.dim(Tensor self, int dim) -> Tensor",
  doc: "Drops the dimension if its size is 1.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "SqueezeBackward4",
  view: ({ self, dim }) => {
    const at = wrapDim(dim, self.ndim);
    const keep = (_: number, i: number) => i !== at || self.shape[at] !== 1;
    return { shape: self.shape.filter(keep), strides: self.strides.filter(keep), offset: self.offset };
  },
  node: "SqueezeBackward1",
  derivatives: (d) => [d("self", ["dim", "selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

export const squeezeDims = defineOp({
  schema: "squeeze.dims(Tensor self, int[] dim) -> Tensor",
  doc: "Drops those of the dimensions whose size is 1.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "SqueezeBackward5",
  view: ({ self, dim }) => {
    const dims = dim.map((d) => wrapDim(d, self.ndim));
    dims.forEach((d, i) => {
      if (dims.indexOf(d) !== i)
        throw new RuntimeError(`dim ${d} appears multiple times in the list of dims`);
    });
    const keep = (_: number, i: number) => !dims.includes(i) || self.shape[i] !== 1;
    return { shape: self.shape.filter(keep), strides: self.strides.filter(keep), offset: self.offset };
  },
  node: "SqueezeBackward2",
  derivatives: (d) => [d("self", ["dim", "selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

/** What `matmul` drops a vector's extra dimension with: PyTorch's in-place squeeze, which has a node name of its own. */
const squeezeInPlace = defineOp({
  schema: "_squeeze_(Tensor self, int dim) -> Tensor",
  doc: "Drops a dimension of a temporary.",
  view: ({ self, dim }) => {
    const at = wrapDim(dim, self.ndim);
    const keep = (_: number, i: number) => i !== at;
    return { shape: self.shape.filter(keep), strides: self.strides.filter(keep), offset: self.offset };
  },
  node: "SqueezeBackward4",
  derivatives: (d) => [d("self", ["dim", "selfSizes"], (c) => c.grad.reshape(c.selfSizes))],
});

export const squeezeAfterMatmul = (args: { readonly self: Tensor; readonly dim: number }): Tensor =>
  alone(squeezeInPlace(args));

export const unsqueeze = defineOp({
  schema: "unsqueeze(Tensor self, int dim) -> Tensor",
  doc: "Puts a dimension of size 1 at `dim`.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "UnsqueezeBackward1",
  view: ({ self, dim }) => {
    const at = wrapDim(dim, self.ndim + 1);
    const stride = at < self.ndim ? (self.shape[at] as number) * (self.strides[at] as number) : 1;
    return {
      shape: [...self.shape.slice(0, at), 1, ...self.shape.slice(at)],
      strides: [...self.strides.slice(0, at), stride, ...self.strides.slice(at)],
      offset: self.offset,
    };
  },
  node: "UnsqueezeBackward0",
  derivatives: (d) => [d("self", ["dim"], (c) => c.grad.squeeze(c.dim))],
});

export const select = defineOp({
  schema: "select.int(Tensor self, int dim, int index) -> Tensor",
  doc: "One slice along a dimension, which disappears.",
  on: ["method", "torch"],
  view: ({ self, dim, index }) => {
    if (self.ndim === 0) throw new IndexError("select() cannot be applied to a 0-dim tensor.");
    const at = wrapDim(dim, self.ndim);
    const size = self.shape[at] as number;
    if (index < -size || index >= size) {
      throw new IndexError(
        `select(): index ${index} out of range for tensor of size ${shapeText(self.shape)} at dimension ${at}`,
      );
    }
    const i = index < 0 ? index + size : index;
    const keep = (_: number, k: number) => k !== at;
    return {
      shape: self.shape.filter(keep),
      strides: self.strides.filter(keep),
      offset: self.offset + i * (self.strides[at] as number),
    };
  },
  node: "SelectBackward0",
  derivatives: (d) => [
    d("self", ["dim", "index", "selfSizes"], (c) => {
      const out = c.grad.newZeros(c.selfSizes);
      out.select(c.dim, c.index).copy_(c.grad);
      return out;
    }),
  ],
});

export const slice = defineOp({
  schema: "slice.Tensor(Tensor self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor",
  doc: "The elements from `start` to before `end` along a dimension, every `step`-th.",
  view: ({ self, dim, start, end, step }) => {
    if (step <= 0) throw new RuntimeError("slice step must be positive");
    const at = wrapDim(dim, self.ndim);
    const size = self.shape[at] as number;
    const clampTo = (value: number | null, fallback: number) =>
      Math.min(Math.max(value === null ? fallback : value < 0 ? value + size : value, 0), size);
    const from = clampTo(start, 0);
    const to = Math.max(clampTo(end, size), from);
    const shape = [...self.shape];
    const strides = [...self.strides];
    shape[at] = Math.ceil((to - from) / step);
    strides[at] = (self.strides[at] as number) * step;
    return { shape, strides, offset: self.offset + from * (self.strides[at] as number) };
  },
  node: "SliceBackward0",
  derivatives: (d) => [
    d("self", ["dim", "end", "selfSizes", "start", "step"], (c): Tensor => {
      const out = c.grad.newZeros(c.selfSizes);
      slice({ self: out, dim: c.dim, start: c.start, end: c.end, step: c.step }).copy_(c.grad);
      return out;
    }),
  ],
});

/** What indices that leave out nothing give: the tensor once more, as a view of itself. */
export const alias = defineOp({
  schema: "alias(Tensor self) -> Tensor",
  doc: "The same elements once more.",
  view: ({ self }) => ({ shape: self.shape, strides: self.strides, offset: self.offset }),
  node: "AliasBackward0",
  derivatives: (d) => [d("self", [], (c) => c.grad)],
});

export const detach = defineOp({
  schema: "detach(Tensor self) -> Tensor",
  doc: "The same elements, outside of the autograd graph.",
  on: ["method"],
  view: ({ self }) => ({ shape: self.shape, strides: self.strides, offset: self.offset }),
  detaches: true,
});

/** Formula for views without gaps or overlaps; one of overlapping windows has to add up, which `unfold` does. */
export const asStrided = defineOp({
  schema: "as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None) -> Tensor",
  doc: "Any sizes and strides over the elements of the storage, which `storageOffset` counts from.",
  on: ["method", "torch"],
  inplace: true,
  inplaceNode: "AsStridedBackward1",
  view: ({ self, size, stride, storageOffset }) => {
    if (size.length !== stride.length) {
      throw new RuntimeError("mismatch in length of strides and shape");
    }
    const offset = storageOffset ?? self.offset;
    const last = size.reduce((at, s, i) => at + Math.max(s - 1, 0) * (stride[i] as number), offset);
    if (last >= self.storage.length && numel(size) > 0) {
      throw new RuntimeError(
        `setStorage: sizes ${shapeText(size)}, strides ${shapeText(stride)}, storage offset ${offset}, and itemsize ${self.dtype.itemsize} requiring a storage size of ${(last + 1) * self.dtype.itemsize} are out of bounds for storage of size ${self.storage.length * self.dtype.itemsize}`,
      );
    }
    return { shape: size, strides: stride, offset };
  },
  node: "AsStridedBackward0",
  derivatives: (d) => [
    d("self", ["selfGeometry", "size", "storageOffset", "stride"], (c) =>
      stridedGradient(c.grad, c.selfGeometry, {
        shape: c.size,
        strides: c.stride,
        offset: c.storageOffset ?? c.selfGeometry.offset,
      }),
    ),
  ],
});

export const viewAs = defineOp({
  schema: "view_as(Tensor self, Tensor other) -> Tensor",
  doc: "`self.view(other.shape)`.",
  on: ["method"],
  composite: ({ self, other }) => view({ self, size: other.shape }),
});

export const expandAs = defineOp({
  schema: "expand_as(Tensor self, Tensor other) -> Tensor",
  doc: "`self.expand(other.shape)`.",
  on: ["method"],
  composite: ({ self, other }) => expand({ self, size: other.shape }),
});
