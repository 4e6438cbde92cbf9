/** A tensor turned, and parts of it replaced: `rot90`, `selectScatter`, `fillDiagonal_`, `blockDiag`. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { remap } from "../devices/cpu/remap.ts";
import { gpuRemap } from "../devices/webgpu/kernels/remap.ts";
import { RuntimeError } from "../errors.ts";
import { exactly } from "../exactly.ts";
import { contiguousStrides, sameShape, shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type AxisMap, PLAIN } from "./axisMap.ts";
import { defineOp } from "./op.ts";
import { diagonal } from "./split.ts";
import { asStrided, select, slice } from "./views.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A quarter turn is a flip and a swap of the two dimensions, a half turn two flips. */
function turn(self: Laid, k: number, dims: readonly number[]) {
  const [a, b] = exactly(
    2,
    dims.map((d) => wrapDim(d, self.shape.length)),
  );
  const quarters = ((k % 4) + 4) % 4;
  const flipped = [[], [b], [a, b], [a]][quarters] as readonly number[];
  const order = self.shape.map((_, d) => (quarters % 2 === 0 ? d : d === a ? b : d === b ? a : d));
  const maps = self.shape.map((_, d): AxisMap => (flipped.includes(d) ? { rule: "flip", shift: 0 } : PLAIN));
  return { order, maps };
}

/** The result seen in the order of the operand's dimensions. */
const unswapped = <T extends Laid>(out: T, order: readonly number[]): T => ({
  ...out,
  shape: order.map((d) => out.shape[d] as number),
  strides: order.map((d) => out.strides[d] as number),
});

export const rot90 = defineOp({
  schema: "rot90(Tensor self, int k=1, int[] dims=[0,1]) -> Tensor",
  doc: "Turned by `k` quarters in the plane of two dimensions, from the first toward the second.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self, k, dims }) => {
    if (dims.length !== 2) {
      throw new RuntimeError(`expected total rotation dims == 2, but got dims = ${dims.length}`);
    }
    if (self.ndim < 2) {
      throw new RuntimeError(`expected total dims >= 2, but got total dims = ${self.ndim}`);
    }
    const [a, b] = exactly(2, dims);
    if (wrapDim(a, self.ndim) === wrapDim(b, self.ndim)) {
      throw new RuntimeError(`expected rotation dims to be different, but got dim0 = ${a} and dim1 = ${b}`);
    }
    const { order } = turn(self, k, dims);
    const strides = contiguousStrides(self.shape);
    return {
      shape: order.map((d) => self.shape[d] as number),
      strides: order.map((d) => strides[d] as number),
    };
  },
  cpu: ({ self, k, dims }, [out]) => {
    const { order, maps } = turn(self, k, dims);
    remap(self, maps, 0, unswapped<CpuTensor>(out, order));
  },
  webgpu: ({ self, k, dims }, [out], gpu) => {
    const { order, maps } = turn(self, k, dims);
    gpuRemap(gpu, self, maps, 0, unswapped(out, order));
  },
  node: "Rot90Backward0",
  derivatives: (d) => [
    d("self", ["dims", "k"], (c): Tensor => rot90({ self: c.grad, k: -c.k, dims: c.dims })),
  ],
});

export const fliplr = defineOp({
  schema: "fliplr(Tensor self) -> Tensor",
  doc: "Left and right exchanged: the second dimension in reverse.",
  on: ["method", "torch"],
  composite: ({ self }) => {
    if (self.ndim < 2) throw new RuntimeError("Input must be >= 2-d.");
    return self.flip([1]);
  },
});

export const flipud = defineOp({
  schema: "flipud(Tensor self) -> Tensor",
  doc: "Up and down exchanged: the first dimension in reverse.",
  on: ["method", "torch"],
  composite: ({ self }) => {
    if (self.ndim < 1) throw new RuntimeError("Input must be >= 1-d.");
    return self.flip([0]);
  },
});

/** A copy of `self` in which a part, a view of it, has the elements of `src`. */
function replaced(self: Tensor, src: Tensor, part: (whole: Tensor) => Tensor): Tensor {
  const out = self.clone();
  const target = part(out);
  if (!sameShape(target.shape, src.shape)) {
    throw new RuntimeError(
      `expected src to have a size equal to the slice of self. src size = ${shapeText(src.shape)}, slice size = ${shapeText(target.shape)}`,
    );
  }
  target.copy_(src);
  return out;
}

/** The gradient of what was replaced is gone. */
function cleared(grad: Tensor, part: (whole: Tensor) => Tensor): Tensor {
  const out = grad.clone();
  part(out).zero_();
  return out;
}

export const selectScatter = defineOp({
  schema: "select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor",
  doc: "`self` with `src` in place of one slice along a dimension.",
  on: ["method", "torch"],
  explicit: ({ self, src, dim, index }) => replaced(self, src, (t) => select({ self: t, dim, index })),
  node: "SelectScatterBackward0",
  derivatives: (d) => [
    d("self", ["dim", "index"], (c) =>
      cleared(c.grad, (t) => select({ self: t, dim: c.dim, index: c.index })),
    ),
    d("src", ["dim", "index"], (c) => c.grad.select(c.dim, c.index)),
  ],
});

export const sliceScatter = defineOp({
  schema:
    "slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor",
  doc: "`self` with `src` in place of the elements from `start` to before `end` along a dimension.",
  on: ["method", "torch"],
  explicit: ({ self, src, ...range }) => replaced(self, src, (t) => slice({ self: t, ...range })),
  node: "SliceScatterBackward0",
  derivatives: (d) => [
    d("self", ["dim", "end", "start", "step"], (c) => {
      const { dim, end, start, step } = c;
      return cleared(c.grad, (t) => slice({ self: t, dim, end, start, step }));
    }),
    d("src", ["dim", "end", "start", "step"], (c) =>
      slice({ self: c.grad, dim: c.dim, end: c.end, start: c.start, step: c.step }),
    ),
  ],
});

export const diagonalScatter = defineOp({
  schema: "diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  doc: "`self` with `src` in place of the diagonal of two dimensions.",
  on: ["method", "torch"],
  explicit: ({ self, src, ...place }) => replaced(self, src, (t) => diagonal({ self: t, ...place })),
  node: "DiagonalScatterBackward0",
  derivatives: (d) => [
    d("self", ["dim1", "dim2", "offset"], (c) => {
      const { dim1, dim2, offset } = c;
      return cleared(c.grad, (t) => diagonal({ self: t, dim1, dim2, offset }));
    }),
    d("src", ["dim1", "dim2", "offset"], (c) => c.grad.diagonal(c.offset, c.dim1, c.dim2)),
  ],
});

export const fillDiagonal = defineOp({
  schema: "fill_diagonal(Tensor self, Scalar fill_value, bool wrap=False) -> Tensor",
  doc: "`fillValue` on the main diagonal; with `wrap` it starts again below a square of a tall matrix.",
  on: ["method"],
  inplace: "only",
  compositeInplace: ({ self, fillValue, wrap }) => {
    if (self.ndim < 2) throw new RuntimeError("dimensions must larger than 1");
    const [rows, columns] = exactly(2, self.shape.slice(0, 2));
    if (self.ndim > 2 && self.shape.some((s) => s !== rows)) {
      throw new RuntimeError("all dimensions of input must be of equal length");
    }
    const stride = self.strides.reduce((a, b) => a + b, 0);
    const diagonalOf = (size: number, offset: number) =>
      asStrided({ self, size: [size], stride: [stride], storageOffset: self.offset + offset });
    const size = Math.min(...self.shape);
    diagonalOf(size, 0).fill_(fillValue);
    if (!wrap || self.ndim !== 2 || rows <= columns + 1) return self;
    const period = stride * (size + 1);
    const [rowStride] = exactly(2, self.strides);
    for (let start = size + 1; start < rows; start += size + 1) {
      const left = Math.min(size, rows - start);
      diagonalOf(left, period === 0 ? 0 : start * rowStride).fill_(fillValue);
    }
    return self;
  },
});

export const blockDiag = defineOp({
  schema: "block_diag(Tensor[] tensors) -> Tensor",
  doc: "Matrices along the diagonal of a larger one, zeros elsewhere; vectors are rows.",
  on: ["torch"],
  varargs: true,
  explicit: ({ tensors }) => {
    const [first] = tensors;
    if (!first) throw new RuntimeError("torch.block_diag expects at least one tensor");
    const blocks = tensors.map((t, i) => {
      if (t.ndim > 2) {
        throw new RuntimeError(
          `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ${i} has ${t.ndim} dimensions`,
        );
      }
      return t.ndim === 2 ? t : t.reshape([1, t.numel()]);
    });
    const total = (d: number) => blocks.reduce((n, t) => n + (t.shape[d] as number), 0);
    const out = first.newZeros([total(0), total(1)]);
    let [row, column] = [0, 0];
    for (const block of blocks) {
      const [m, n] = exactly(2, block.shape);
      out.narrow(0, row, m).narrow(1, column, n).copy_(block);
      row += m;
      column += n;
    }
    return out;
  },
  node: "BlockDiagBackward0",
  derivatives: (d) => [
    d("tensors", ["tensors"], (c) => {
      let [row, column] = [0, 0];
      return c.tensors.map((t) => {
        const [m, n] = t.ndim === 2 ? exactly(2, t.shape) : [1, t.numel()];
        const part = c.grad.narrow(0, row, m).narrow(1, column, n).reshape(t.shape);
        row += m;
        column += n;
        return part;
      });
    }),
  ],
});
