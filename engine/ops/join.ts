/** Tensors put together along a dimension. */
import type { CpuTensor } from "../devices/cpu/cpuTensor.ts";
import { gpuCat, gpuStack } from "../devices/webgpu/kernels/join.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { numel, sameShape, shapeText, wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { slice } from "./views.ts";

/** Copies each part's rows to its place: `outer` runs of `length` neighbouring elements. */
function place(parts: readonly CpuTensor[], outer: number, lengths: readonly number[], out: CpuTensor): void {
  const row = lengths.reduce((a, b) => a + b, 0);
  let at = 0;
  parts.forEach((part, p) => {
    const length = lengths[p] as number;
    for (let o = 0; o < outer; o++) {
      out.data.set(part.data.subarray(o * length, (o + 1) * length), o * row + at);
    }
    at += length;
  });
}

/** A tensor of shape `[0]` fits anywhere: PyTorch keeps this from older days. */
const isLegacyEmpty = (t: { shape: readonly number[] }): boolean => t.shape.length === 1 && t.shape[0] === 0;

export const cat = defineOp({
  schema: "cat(Tensor[] tensors, int dim=0) -> Tensor",
  doc: "Joins tensors along a dimension; all other sizes must be equal.",
  on: ["torch"],
  promotes: "same",
  meta: ({ tensors, dim }) => {
    if (tensors.length === 0) throw new ValueError("expected a non-empty list of Tensors");
    const scalar = tensors.findIndex((t) => t.ndim === 0);
    if (scalar >= 0)
      throw new RuntimeError(`zero-dimensional tensor (at position ${scalar}) cannot be concatenated`);
    const first = tensors.find((t) => !isLegacyEmpty(t)) ?? (tensors[0] as Tensor);
    const at = wrapDim(dim, first.ndim);
    let total = 0;
    tensors.forEach((t, n) => {
      if (isLegacyEmpty(t)) return;
      if (t.ndim !== first.ndim) {
        throw new RuntimeError(
          `Tensors must have same number of dimensions: got ${first.ndim} and ${t.ndim}`,
        );
      }
      t.shape.forEach((size, d) => {
        if (d !== at && size !== first.shape[d]) {
          throw new RuntimeError(
            `Sizes of tensors must match except in dimension ${at}. Expected size ${first.shape[d]} but got size ${size} for tensor number ${n} in the list.`,
          );
        }
      });
      total += t.shape[at] as number;
    });
    return { shape: first.shape.map((s, d) => (d === at ? total : s)) };
  },
  cpu: ({ tensors, dim }, [out]) => {
    const parts = tensors.filter((t) => !isLegacyEmpty(t));
    const at = wrapDim(dim, out.shape.length);
    const outer = numel(out.shape.slice(0, at));
    place(
      parts,
      outer,
      parts.map((t) => numel(t.shape.slice(at))),
      out,
    );
  },
  webgpu: ({ tensors, dim }, [out], gpu) => {
    const parts = tensors.filter((t) => !isLegacyEmpty(t));
    gpuCat(gpu, parts, wrapDim(dim, out.shape.length), out);
  },
  node: "CatBackward0",
  derivatives: (d) => [
    d("tensors", ["dim", "tensorsArgSizes"], (c) => {
      let start = 0;
      return c.tensorsArgSizes.map((shape) => {
        if (isLegacyEmpty({ shape })) return c.grad.newZeros([0]);
        const size = shape[wrapDim(c.dim, shape.length)] as number;
        start += size;
        return slice({ self: c.grad, dim: c.dim, start: start - size, end: start });
      });
    }),
  ],
});

export const stack = defineOp({
  schema: "stack(Tensor[] tensors, int dim=0) -> Tensor",
  doc: "Joins tensors of one shape along a new dimension.",
  on: ["torch"],
  promotes: "same",
  meta: ({ tensors, dim }) => {
    const [first] = tensors;
    if (!first) throw new RuntimeError("stack expects a non-empty TensorList");
    tensors.forEach((t, i) => {
      if (!sameShape(t.shape, first.shape)) {
        throw new RuntimeError(
          `stack expects each tensor to be equal size, but got ${shapeText(first.shape)} at entry 0 and ${shapeText(t.shape)} at entry ${i}`,
        );
      }
    });
    const at = wrapDim(dim, first.ndim + 1);
    return { shape: [...first.shape.slice(0, at), tensors.length, ...first.shape.slice(at)] };
  },
  cpu: ({ tensors, dim }, [out]) => {
    const at = wrapDim(dim, out.shape.length);
    const outer = numel(out.shape.slice(0, at));
    place(
      tensors,
      outer,
      tensors.map((t) => t.size / Math.max(outer, 1)),
      out,
    );
  },
  webgpu: ({ tensors, dim }, [out], gpu) => gpuStack(gpu, tensors, wrapDim(dim, out.shape.length), out),
  node: "StackBackward0",
  derivatives: (d) => [
    d("tensors", ["dim", "tensorsArgSizes"], (c) => c.tensorsArgSizes.map((_, i) => c.grad.select(c.dim, i))),
  ],
});
