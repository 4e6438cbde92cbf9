/** `F.pad`: borders of all kinds. */
import { NotImplementedError, RuntimeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { constantPad, reflections, replications } from "./movement.ts";
import { defineOp } from "./op.ts";
import { slice } from "./views.ts";

/** A border that shows the elements of the other end, written slice by slice, as PyTorch's `_pad_circular` does. */
function circular(self: Tensor, padding: readonly number[]): Tensor {
  const dims = padding.length / 2;
  const sides = Array.from({ length: dims }, (_, i) => {
    const dim = dims - i + 1;
    const [front, back] = [padding[2 * i] as number, padding[2 * i + 1] as number];
    const size = self.shape[dim] as number;
    if (front > size || back > size) {
      throw new RuntimeError("Padding value causes wrapping around more than once.");
    }
    if (size + front + back < 0) {
      throw new RuntimeError("Negative padding value is resulting in an empty dimension");
    }
    return { dim, front, back, size, total: size + front + back };
  });
  const out = self.newZeros(self.shape.map((size, d) => sides.find(({ dim }) => dim === d)?.total ?? size));
  const part = (t: Tensor, dim: number, start: number, end: number) => slice({ self: t, dim, start, end });
  let [into, from] = [out, self];
  for (const { dim, front, back, size, total } of sides) {
    into = part(into, dim, Math.max(front, 0), total - Math.max(back, 0));
    from = part(from, dim, Math.max(-front, 0), size - Math.max(-back, 0));
  }
  into.copy_(from);
  // The corners are written more than once, from what the dimensions before have written.
  for (const { dim, front, back, total } of sides) {
    const last = total - Math.max(back, 0);
    if (front > 0) part(out, dim, 0, front).copy_(part(out, dim, last - front, last));
    const first = Math.max(front, 0);
    if (back > 0) part(out, dim, total - back, total).copy_(part(out, dim, first, first + back));
  }
  return out;
}

export const pad = defineOp({
  schema: "pad(Tensor input, int[] pad, str mode='constant', float? value=None) -> Tensor",
  doc: 'A border: `"constant"` of `value`, `"reflect"` mirrors the elements, `"replicate"` repeats the outermost, `"circular"` shows those of the other end. `pad` lists front and back of the last dimension first.',
  on: ["F"],
  composite: ({ input, pad: padding, mode, value }) => {
    if (padding.length % 2 !== 0) throw new RuntimeError("Padding length must be divisible by 2");
    if (padding.length > 2 * input.ndim) {
      throw new RuntimeError(
        `Padding length should be less than or equal to two times the input dimension but got padding length ${padding.length} and input of dimension ${input.ndim}`,
      );
    }
    if (mode === "constant") return constantPad({ self: input, pad: padding, value: value ?? 0 });
    if (mode !== "reflect" && mode !== "replicate" && mode !== "circular") {
      throw new NotImplementedError(`Unrecognised padding mode ${mode}`);
    }
    if (value) throw new RuntimeError(`Padding mode "${mode}" doesn't take in value argument`);
    const dims = padding.length / 2;
    if (dims <= 3 && (input.ndim === dims + 1 || input.ndim === dims + 2)) {
      if (mode === "circular") return circular(input, padding);
      const op = (mode === "reflect" ? reflections : replications)[dims - 1];
      if (op) return op({ self: input, padding });
    }
    throw new NotImplementedError(`Padding size ${padding.length} is not supported for ${input.ndim}D input tensor.
Supported combinations for non-constant padding:
  - 2D or 3D input: padding size = 2 (pads last dimension)
  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)
  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)`);
  },
});
