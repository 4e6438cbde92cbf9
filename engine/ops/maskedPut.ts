/** `x[mask] = value`: what is written does not depend on how many elements the mask names. */
import { IndexError, RuntimeError } from "../errors.ts";
import { shapeText } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { maskedFillTensor } from "./choice.ts";
import { defineOp } from "./op.ts";

interface Laid {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The mask, which is the last index, with sizes of 1 for the dimensions that it leaves out behind it. */
function overAll<T extends Laid>(self: { shape: readonly number[] }, indices: readonly (T | null)[]): T {
  const mask = indices.at(-1) as T;
  const left = self.shape.length - (indices.length - 1) - mask.shape.length;
  const none = (value: number): number[] => new Array<number>(left).fill(value);
  return { ...mask, shape: [...mask.shape, ...none(1)], strides: [...mask.strides, ...none(0)] };
}

function check(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor): void {
  const mask = indices.at(-1) as Tensor;
  const first = indices.length - 1;
  const wrong = mask.shape.findIndex((size, i) => size !== self.shape[first + i]);
  if (wrong >= 0) {
    throw new IndexError(
      `The shape of the mask ${shapeText(mask.shape)} at index ${wrong} does not match the shape of the indexed tensor ${shapeText(self.shape)} at index ${first + wrong}`,
    );
  }
  const rest = self.shape.slice(first + mask.ndim);
  if (values.ndim > rest.length && values.numel() !== 1) {
    throw new IndexError(
      "The number of elements that a mask names depends on values. Write x.set(await mask.nonzero({ asTuple: true }), value), or use torch.where or maskedScatter.",
    );
  }
  const offset = rest.length - values.ndim;
  if (values.numel() !== 1 && !values.shape.every((size, i) => size === 1 || size === rest[offset + i])) {
    throw new RuntimeError(
      `shape mismatch: value tensor of shape ${shapeText(values.shape)} cannot be broadcast to indexing result of shape ${shapeText(rest)}`,
    );
  }
}

export const maskedPut = defineOp({
  schema: "index_put.mask(Tensor self, Tensor?[] indices, Tensor values) -> Tensor",
  doc: "`self` with `values`, broadcast, where the mask, the last of `indices`, holds.",
  inplace: true,
  meta: ({ self, indices, values }) => {
    check(self, indices, values);
    return { shape: self.shape };
  },
  cpu: ({ self, indices, values }, out) =>
    maskedFillTensor.definition.cpu?.({ self, mask: overAll(self, indices), value: values }, out),
  webgpu: ({ self, indices, values }, out, gpu) =>
    maskedFillTensor.definition.webgpu?.({ self, mask: overAll(self, indices), value: values }, out, gpu),
  node: "IndexPutBackward0",
  derivatives: (d) => [
    d(
      "self",
      ["indices"],
      (c): Tensor => maskedPut({ self: c.grad, indices: c.indices, values: c.grad.newZeros([]) }),
    ),
    d(
      "values",
      ["indices"],
      (c): Tensor => c.grad.sub(maskedPut({ self: c.grad, indices: c.indices, values: c.grad.newZeros([]) })),
    ),
  ],
});
