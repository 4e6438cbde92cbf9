/** `x[rows, columns]`: elements by tensors of integers, one for each dimension that is indexed, broadcast together. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { putRows, type Rows, takeRows } from "../devices/cpu/rows.ts";
import { StridedWalk } from "../devices/cpu/stridedWalk.ts";
import type { GpuEncoder } from "../devices/webgpu/gpuEncoder.ts";
import type { GpuTensor } from "../devices/webgpu/gpuTensor.ts";
import { gpuClone } from "../devices/webgpu/kernels/copy.ts";
import { gpuLinearIndex, gpuPutRows, gpuTakeRows } from "../devices/webgpu/kernels/rows.ts";
import { int32, int64, newArray, scalarTypeName } from "../dtype.ts";
import { IndexError, RuntimeError } from "../errors.ts";
import { broadcastShapes, broadcastStrides, contiguousStrides, numel, shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/**
 * How a tensor is read as rows. Indexed dimensions that are neighbours stay where they are; others come first, with
 * the result's index dimensions (NumPy's rule).
 */
interface Plan<T extends Laid> {
  /** The dimensions of the tensor in the order in which it is read as rows. */
  readonly order: readonly number[];
  readonly rows: Rows;
  /** Of the indices together. */
  readonly indexShape: readonly number[];
  readonly resultShape: readonly number[];
  readonly indices: readonly {
    readonly tensor: T;
    readonly strides: readonly number[];
    readonly bound: number;
  }[];
}

function planFor<T extends Laid>(self: Laid, indices: readonly (T | null)[]): Plan<T> {
  const given = indices.flatMap((tensor, dim) => (tensor ? [{ tensor, dim }] : []));
  const indexShape = given
    .map((g) => g.tensor.shape)
    .reduce((a, b) => broadcastShapes(a, b), [] as readonly number[]);
  const dims = given.map((g) => g.dim);
  const first = dims[0] ?? 0;
  const neighbours = dims.every((d, i) => d === first + i);
  const others = self.shape.map((_, i) => i).filter((i) => !dims.includes(i));
  const before = neighbours ? others.filter((i) => i < first) : [];
  const after = neighbours ? others.filter((i) => i > first) : others;
  const sizes = (of: readonly number[]) => of.map((i) => self.shape[i] as number);
  return {
    order: [...before, ...dims, ...after],
    rows: { outer: numel(sizes(before)), size: numel(sizes(dims)), inner: numel(sizes(after)) },
    indexShape,
    resultShape: [...sizes(before), ...indexShape, ...sizes(after)],
    indices: given.map(({ tensor, dim }) => ({
      tensor,
      strides: broadcastStrides(tensor.shape, tensor.strides, indexShape),
      bound: self.shape[dim] as number,
    })),
  };
}

function check(self: Tensor, indices: readonly (Tensor | null)[]): Plan<Tensor> {
  if (indices.length > self.ndim) {
    throw new IndexError(`too many indices for tensor of dimension ${self.ndim} (got ${indices.length})`);
  }
  const given = indices.filter((i) => i !== null);
  if (given.some((i) => i.dtype !== int64 && i.dtype !== int32)) {
    throw new IndexError("tensors used as indices must be long, int, byte or bool tensors");
  }
  try {
    const plan = planFor(self, indices);
    if (plan.indices.some((i) => i.bound === 0) && numel(plan.indexShape) > 0) {
      throw new IndexError("index is out of bounds for dimension with size 0");
    }
    return plan;
  } catch (cause) {
    if (cause instanceof IndexError) throw cause;
    throw new IndexError(
      `shape mismatch: indexing tensors could not be broadcast together with shapes ${given.map((i) => shapeText(i.shape)).join(", ")}`,
      { cause },
    );
  }
}

const permuted = <T extends Laid>(t: T, order: readonly number[]): T => ({
  ...t,
  shape: order.map((d) => t.shape[d] as number),
  strides: order.map((d) => t.strides[d] as number),
});

const inOrder = (order: readonly number[]): boolean => order.every((d, i) => d === i);

/** The numbers of the rows that the indices name. */
function rowNumbers(plan: Plan<CpuTensor>): Int32Array {
  const count = numel(plan.indexShape);
  const rows = new Int32Array(count);
  // PyTorch counts the tensors among the indices, not the dimensions that they index.
  for (const [place, { tensor, strides, bound }] of plan.indices.entries()) {
    let n = 0;
    const walk = new StridedWalk(
      [...plan.indexShape],
      [
        { shape: plan.indexShape, strides: contiguousStrides(plan.indexShape) },
        { shape: plan.indexShape, strides },
      ],
    );
    walk.forEachRow(([, from], [, step], length) => {
      for (let i = 0; i < length; i++, n++) {
        const at = tensor.data[(from as number) + i * (step as number)] as number;
        if (at < -bound || at >= bound) {
          throw new IndexError(`index ${at} is out of bounds for dimension ${place} with size ${bound}`);
        }
        rows[n] = (rows[n] as number) * bound + (at < 0 ? at + bound : at);
      }
    });
  }
  return rows;
}

/** Elements in row-major order of `shape`, to which the tensor is broadcast. */
function materialised(t: CpuTensor, shape: readonly number[]): CpuTensor {
  const size = numel(shape);
  const data = newArray(t.dtype, size);
  const strides = contiguousStrides(shape);
  new StridedWalk(shape, [{ shape, strides }, t]).forEachRow(([o, a], [so, sa], n) => {
    for (let i = 0; i < n; i++) {
      data[(o as number) + i * (so as number)] = t.data[(a as number) + i * (sa as number)] as number;
    }
  });
  return { data, shape, strides, dtype: t.dtype, size };
}

function gpuMaterialised(gpu: GpuEncoder, t: GpuTensor, shape: readonly number[]): GpuTensor {
  const out = gpu.scratch(t.dtype, shape);
  gpuClone({ self: t }, [out], gpu);
  return out;
}

export const index = defineOp({
  schema: "index.Tensor(Tensor self, Tensor?[] indices) -> Tensor",
  doc: "The elements that tensors of integers name, one tensor for each dimension, broadcast together.",
  meta: ({ self, indices }) => ({ shape: check(self, indices).resultShape }),
  cpu: ({ self, indices }, [out]) => {
    const plan = planFor(self, indices);
    const source = inOrder(plan.order)
      ? self
      : materialised(permuted(self, plan.order), permuted(self, plan.order).shape);
    takeRows(source.data, plan.rows, rowNumbers(plan), out.data);
  },
  webgpu: ({ self, indices }, [out], gpu) => {
    const plan = planFor(self, indices);
    const view = permuted(self, plan.order);
    const source = inOrder(plan.order) ? self : gpuMaterialised(gpu, view, view.shape);
    const rows = gpuLinearIndex(gpu, plan.indices, plan.indexShape);
    gpuTakeRows(gpu, source, plan.rows, rows, out);
  },
  node: "IndexBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["indices", "selfSizes"],
      (c): Tensor =>
        indexPut({
          self: c.grad.newZeros(c.selfSizes),
          indices: c.indices,
          values: c.grad,
          accumulate: true,
        }),
    ),
  ],
});

export function checkValuesDtype(self: Tensor, values: Tensor): void {
  if (values.dtype === self.dtype) return;
  throw new RuntimeError(
    `Index put requires the source and destination dtypes match, got ${scalarTypeName(self.dtype)} for the destination and ${scalarTypeName(values.dtype)} for the source.`,
  );
}

export const indexPut = defineOp({
  schema: "index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor",
  doc: "`self` with `values`, broadcast, in the places that tensors of integers name; `accumulate` adds them up.",
  on: ["method", "torch"],
  inplace: true,
  meta: ({ self, indices, values }) => {
    const { resultShape } = check(self, indices);
    checkValuesDtype(self, values);
    const fits =
      values.ndim <= resultShape.length &&
      values.shape.every((s, i) => s === 1 || s === resultShape[resultShape.length - values.ndim + i]);
    if (!fits) {
      throw new RuntimeError(
        `shape mismatch: value tensor of shape ${shapeText(values.shape)} cannot be broadcast to indexing result of shape ${shapeText(resultShape)}`,
      );
    }
    return { shape: self.shape };
  },
  cpu: ({ self, indices, values, accumulate }, [out]) => {
    const plan = planFor(self, indices);
    const rows = rowNumbers(plan);
    const source = materialised(values, plan.resultShape);
    const view = permuted(self, plan.order);
    const target = materialised(view, view.shape);
    putRows(target.data, plan.rows, rows, source.data, accumulate);
    const back = permuted(out, plan.order);
    new StridedWalk(back.shape, [back, target]).forEachRow(([o, a], [so, sa], n) => {
      for (let i = 0; i < n; i++) {
        out.data[(o as number) + i * (so as number)] = target.data[
          (a as number) + i * (sa as number)
        ] as number;
      }
    });
  },
  webgpu: ({ self, indices, values, accumulate }, [out], gpu) => {
    const plan = planFor(self, indices);
    const rows = gpuLinearIndex(gpu, plan.indices, plan.indexShape);
    const source = gpuMaterialised(gpu, values, plan.resultShape);
    const view = permuted(self, plan.order);
    const target = gpuMaterialised(gpu, view, view.shape);
    gpuPutRows(gpu, target, plan.rows, rows, source, { add: accumulate });
    gpuClone({ self: target }, [permuted(out, plan.order)], gpu);
  },
  node: "IndexPutBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["accumulate", "indices"],
      (c): Tensor =>
        c.accumulate ? c.grad : indexPut({ self: c.grad, indices: c.indices, values: c.grad.newZeros([]) }),
    ),
    d("values", ["indices"], (c): Tensor => index({ self: c.grad, indices: c.indices })),
  ],
});

/** Its public form (`api/tensorExtras.ts`) waits for the mask's values: the result's shape depends on them. */
export const maskedSelect = defineOp({
  schema: "masked_select(Tensor self, Tensor mask, Tensor index) -> Tensor",
  doc: "The elements of a vector that `index` names, which are those where `mask` holds.",
  meta: ({ index: places }) => ({ shape: places.shape }),
  cpu: (args, out) => index.definition.cpu?.({ self: args.self, indices: [args.index] }, out),
  webgpu: (args, out, gpu) => index.definition.webgpu?.({ self: args.self, indices: [args.index] }, out, gpu),
  node: "MaskedSelectBackward0",
  derivatives: (d) => [
    d("self", ["index", "mask", "self"], (c) =>
      indexPut({ self: c.grad.newZeros(c.self.shape), indices: [c.index], values: c.grad, accumulate: true }),
    ),
  ],
});
