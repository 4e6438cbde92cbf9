/** Whether any or all elements are not 0. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { finished, folded } from "../devices/cpu/fold.ts";
import { gpuReduce, type Reduction } from "../devices/webgpu/kernels/reduce.ts";
import { bool, uint8 } from "../dtype.ts";
import { reducedShape, reductionDims } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

const TRUE = { value: "select(T(0), T(1), v != 0)" } as const;
const ANY: Reduction = { ...TRUE, name: "any", identity: "T(0)", combine: "max(x, y)" };
const ALL: Reduction = { ...TRUE, name: "all", identity: "T(1)", combine: "min(x, y)" };

/** uint8 was PyTorch's bool once, and still answers with itself. */
const dtype = (self: Tensor) => (self.dtype === uint8 ? uint8 : bool);

const overDims = ({
  self,
  dim,
  keepdim,
}: {
  self: Tensor;
  dim: readonly number[] | null;
  keepdim: boolean;
}) => ({
  shape: reducedShape(self.shape, reductionDims(dim, self.ndim), keepdim),
  dtype: dtype(self),
});

const cpuAny = (self: CpuTensor, dim: readonly number[] | null, out: CpuTensor): void =>
  finished(
    folded(self, dim, 0, (a, x) => (a !== 0 || x !== 0 ? 1 : 0)),
    out,
    (x) => x,
  );
const cpuAll = (self: CpuTensor, dim: readonly number[] | null, out: CpuTensor): void =>
  finished(
    folded(self, dim, 1, (a, x) => (a !== 0 && x !== 0 ? 1 : 0)),
    out,
    (x) => x,
  );

export const any = defineOp({
  schema: "any(Tensor self) -> Tensor",
  doc: "Whether any element is not 0.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self }) => ({ shape: [], dtype: dtype(self) }),
  cpu: ({ self }, [out]) => cpuAny(self, null, out),
  webgpu: ({ self }, [out], gpu) => gpuReduce(gpu, ANY, self, null, out),
  flops: ({ self }) => self.numel(),
});

export const anyDims = defineOp({
  schema: "any.dims(Tensor self, int[1]? dim, bool keepdim=False) -> Tensor",
  doc: "Whether any element over the dimensions given is not 0.",
  on: ["method", "torch"],
  layout: "strided",
  meta: overDims,
  cpu: ({ self, dim }, [out]) => cpuAny(self, dim, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuReduce(gpu, ANY, self, dim, out),
  flops: ({ self }) => self.numel(),
});

export const all = defineOp({
  schema: "all(Tensor self) -> Tensor",
  doc: "Whether no element is 0.",
  on: ["method", "torch"],
  layout: "strided",
  meta: ({ self }) => ({ shape: [], dtype: dtype(self) }),
  cpu: ({ self }, [out]) => cpuAll(self, null, out),
  webgpu: ({ self }, [out], gpu) => gpuReduce(gpu, ALL, self, null, out),
  flops: ({ self }) => self.numel(),
});

export const allDims = defineOp({
  schema: "all.dims(Tensor self, int[1]? dim, bool keepdim=False) -> Tensor",
  doc: "Whether no element over the dimensions given is 0.",
  on: ["method", "torch"],
  layout: "strided",
  meta: overDims,
  cpu: ({ self, dim }, [out]) => cpuAll(self, dim, out),
  webgpu: ({ self, dim }, [out], gpu) => gpuReduce(gpu, ALL, self, dim, out),
  flops: ({ self }) => self.numel(),
});
