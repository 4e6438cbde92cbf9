/** Tensors joined and cut along named dimensions, brought to a rank, combined; all by views, `cat` and `stack`. */
import { RuntimeError } from "../errors.ts";
import { broadcastShapes, shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { cat, stack } from "./join.ts";
import { meshgrid } from "./movement.ts";
import { defineOp } from "./op.ts";
import { integers } from "./patterns.ts";
import { expand, reshape, slice, transpose, unsqueeze, view } from "./views.ts";

/** At least `rank` dimensions: PyTorch's places for the new ones. */
function atLeast(t: Tensor, rank: 1 | 2 | 3): Tensor {
  if (t.ndim >= rank) return t;
  if (t.ndim === 0) return reshape({ self: t, shape: new Array<number>(rank).fill(1) });
  const wide = t.ndim === 1 ? unsqueeze({ self: t, dim: 0 }) : t;
  return rank === 3 ? unsqueeze({ self: wide, dim: -1 }) : wide;
}

const atLeastOf = (rank: 1 | 2 | 3) => {
  const doc = `The tensor with at least ${rank} ${rank === 1 ? "dimension" : "dimensions"}; new ones have size 1.`;
  defineOp({
    schema: `atleast_${rank}d(Tensor self) -> Tensor` as "atleast_1d(Tensor self) -> Tensor",
    doc,
    on: ["torch"],
    composite: ({ self }) => atLeast(self, rank),
  });
  defineOp({
    schema:
      `atleast_${rank}d.Sequence(Tensor[] tensors) -> Tensor[]` as "atleast_1d.Sequence(Tensor[] tensors) -> Tensor[]",
    doc,
    on: ["torch"],
    varargs: true,
    composite: ({ tensors }) => tensors.map((t) => atLeast(t, rank)),
  });
};
atLeastOf(1);
atLeastOf(2);
atLeastOf(3);

const requireSome = (name: string, tensors: readonly Tensor[]): void => {
  if (tensors.length === 0) throw new RuntimeError(`${name} expects a non-empty TensorList`);
};

export const hstack = defineOp({
  schema: "hstack(Tensor[] tensors) -> Tensor",
  doc: "Joins tensors side by side: along the second dimension, vectors along their only one.",
  on: ["torch"],
  composite: ({ tensors }) => {
    requireSome("hstack", tensors);
    const parts = tensors.map((t) => atLeast(t, 1));
    return cat({ tensors: parts, dim: parts[0]?.ndim === 1 ? 0 : 1 });
  },
});

export const vstack = defineOp({
  schema: "vstack(Tensor[] tensors) -> Tensor",
  doc: "Joins tensors one below the other: along the first dimension, vectors as rows.",
  on: ["torch"],
  composite: ({ tensors }) => {
    requireSome("vstack", tensors);
    return cat({ tensors: tensors.map((t) => atLeast(t, 2)), dim: 0 });
  },
});

export const dstack = defineOp({
  schema: "dstack(Tensor[] tensors) -> Tensor",
  doc: "Joins tensors one behind the other: along the third dimension.",
  on: ["torch"],
  composite: ({ tensors }) => {
    requireSome("dstack", tensors);
    return cat({ tensors: tensors.map((t) => atLeast(t, 3)), dim: 2 });
  },
});

export const columnStack = defineOp({
  schema: "column_stack(Tensor[] tensors) -> Tensor",
  doc: "Joins tensors side by side, vectors as columns.",
  on: ["torch"],
  composite: ({ tensors }) => {
    requireSome("column_stack", tensors);
    const columns = tensors.map((t) => (t.ndim <= 1 ? reshape({ self: t, shape: [t.numel(), 1] }) : t));
    return hstack({ tensors: columns });
  },
});

function cutAt(self: Tensor, indices: readonly number[], dim: number): Tensor[] {
  const starts = [0, ...indices];
  return starts.map((start, i) =>
    slice({
      self,
      dim,
      start,
      end: i < indices.length ? (indices[i] as number) : (self.shape[dim] as number),
    }),
  );
}

function cutInto(self: Tensor, sections: number, dim: number): Tensor[] {
  if (sections <= 0) {
    throw new RuntimeError(`number of sections must be larger than 0, got ${sections}`);
  }
  const size = self.shape[dim] as number;
  const [least, longer] = [Math.floor(size / sections), size % sections];
  let start = 0;
  return Array.from({ length: sections }, (_, i) => {
    const end = start + least + (i < longer ? 1 : 0);
    const part = slice({ self, dim, start, end });
    start = end;
    return part;
  });
}

function requireDims(self: Tensor): void {
  if (self.ndim > 0) return;
  throw new RuntimeError(
    `tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims`,
  );
}

export const tensorSplit = defineOp({
  schema: "tensor_split.sections(Tensor self, int sections, int dim=0) -> Tensor[]",
  doc: "So many parts along a dimension, the first ones one longer where it does not divide: views.",
  on: ["method", "torch"],
  composite: ({ self, sections, dim }) => {
    requireDims(self);
    return cutInto(self, sections, wrapDim(dim, self.ndim));
  },
});

export const tensorSplitIndices = defineOp({
  schema: "tensor_split.indices(Tensor self, int[] indices, int dim=0) -> Tensor[]",
  doc: "The parts between the indices along a dimension: views.",
  on: ["method", "torch"],
  composite: ({ self, indices, dim }) => {
    requireDims(self);
    return cutAt(self, indices, wrapDim(dim, self.ndim));
  },
});

const namedSplit = (name: "hsplit" | "vsplit" | "dsplit", rank: number, doc: string) => {
  const dimOf = (self: Tensor): number => {
    if (self.ndim < rank) {
      throw new RuntimeError(
        `torch.${name} requires a tensor with at least ${rank} dimension, but got a tensor with ${self.ndim} dimensions!`,
      );
    }
    return name === "vsplit" ? 0 : name === "dsplit" ? 2 : self.ndim === 1 ? 0 : 1;
  };
  defineOp({
    schema:
      `${name}.int(Tensor self, int sections) -> Tensor[]` as "hsplit.int(Tensor self, int sections) -> Tensor[]",
    doc: `${doc}: so many parts of equal size, views.`,
    on: ["method", "torch"],
    composite: ({ self, sections }) => {
      const dim = dimOf(self);
      const size = self.shape[dim] as number;
      if (sections === 0 || size % sections !== 0) {
        throw new RuntimeError(
          `torch.${name} attempted to split along dimension ${dim}, but the size of the dimension ${size} is not divisible by the split_size ${sections}!`,
        );
      }
      return cutInto(self, sections, dim);
    },
  });
  defineOp({
    schema:
      `${name}.array(Tensor self, int[] indices) -> Tensor[]` as "hsplit.array(Tensor self, int[] indices) -> Tensor[]",
    doc: `${doc}: the parts between the indices, views.`,
    on: ["method", "torch"],
    composite: ({ self, indices }) => cutAt(self, indices, dimOf(self)),
  });
};
namedSplit("hsplit", 1, "Cuts side by side, along the second dimension or that of a vector");
namedSplit("vsplit", 2, "Cuts one below the other, along the first dimension");
namedSplit("dsplit", 3, "Cuts one behind the other, along the third dimension");

export const ravel = defineOp({
  schema: "ravel(Tensor self) -> Tensor",
  doc: "All elements as a vector, in row-major order: a view where possible.",
  on: ["method", "torch"],
  composite: ({ self }) => view({ self: self.contiguous(), size: [-1] }),
});

export const broadcastTo = defineOp({
  schema: "broadcast_to(Tensor self, int[] size) -> Tensor",
  doc: "Repeats dimensions of size 1, without copying: `expand`.",
  on: ["method", "torch"],
  composite: ({ self, size }) => expand({ self, size }),
});

export const broadcastTensors = defineOp({
  schema: "broadcast_tensors(Tensor[] tensors) -> Tensor[]",
  doc: "The tensors expanded to the shape that they have together.",
  on: ["torch"],
  varargs: true,
  composite: ({ tensors }) => {
    const shape = tensors.map((t) => t.shape as readonly number[]).reduce(broadcastShapes, []);
    return tensors.map((t) =>
      shapeText(t.shape) === shapeText(shape) ? t : expand({ self: t, size: shape }),
    );
  },
});

export const reshapeAs = defineOp({
  schema: "reshape_as(Tensor self, Tensor other) -> Tensor",
  doc: "`self.reshape(other.shape)`.",
  on: ["method"],
  composite: ({ self, other }) => reshape({ self, shape: other.shape }),
});

function requireVector(t: Tensor): void {
  if (t.ndim === 1) return;
  throw new RuntimeError(`Expect a 1D vector, but got shape ${shapeText(t.shape)}`);
}

export const cartesianProd = defineOp({
  schema: "cartesian_prod(Tensor[] tensors) -> Tensor",
  doc: "All combinations of an element of each vector, one a row: `[n₁ · n₂ · …, k]`.",
  on: ["torch"],
  varargs: true,
  composite: ({ tensors }) => {
    tensors.forEach(requireVector);
    const [only] = tensors;
    if (!only) throw new RuntimeError("meshgrid expects a non-empty TensorList");
    if (tensors.length === 1) return only;
    return stack({ tensors: meshgrid({ tensors }).map((t) => t.flatten()), dim: 1 });
  },
});

/** Which elements stand together, in lexical order. */
function chosen(n: number, r: number, again: boolean): number[][] {
  const found: number[][] = [];
  const choose = (start: number, sofar: readonly number[]): void => {
    if (sofar.length === r) found.push([...sofar]);
    else for (let i = start; i < n; i++) choose(again ? i : i + 1, [...sofar, i]);
  };
  choose(0, []);
  return found;
}

export const combinations = defineOp({
  schema: "combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor",
  doc: "All combinations of `r` elements of a vector, one a row; with `withReplacement` an element may come again.",
  on: ["torch"],
  composite: ({ self, r, withReplacement }) => {
    requireVector(self);
    if (r < 0) throw new RuntimeError(`Expect a non-negative number, but got ${r}`);
    if (r === 0) return self.newZeros([0]);
    const rows = chosen(self.shape[0] as number, r, withReplacement);
    const column = (k: number) =>
      self.take(
        integers(
          self,
          rows.map((row) => row[k] as number),
        ),
      );
    return stack({ tensors: Array.from({ length: r }, (_, k) => column(k)), dim: 1 });
  },
});

export const conjugateTranspose = defineOp({
  schema: "adjoint(Tensor self) -> Tensor",
  doc: "The last two dimensions swapped; real numbers are their own conjugates.",
  on: ["method", "torch"],
  composite: ({ self }) => {
    if (self.ndim < 2) {
      throw new RuntimeError(
        `tensor.adjoint() is only supported on matrices or batches of matrices. Got ${self.ndim}-D tensor.`,
      );
    }
    return transpose({ self, dim0: -2, dim1: -1 });
  },
});
