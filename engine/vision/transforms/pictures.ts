/** What geometry works on: an image, or image tensors `[..., C, H, W]`; and what it does to the latter. */
import { ValueError } from "../../errors.ts";
import { recorder } from "../../trace/recorder.ts";
import type { Border, PaddingMode } from "../border.ts";
import { Image } from "../image.ts";
import { float32, int64, newArray, padTensor, Tensor, tensorOf } from "../tensors.ts";
import { typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

export type Picture = Image | Tensor;

/** What a transform has beside its call. */
export interface Printed {
  extraRepr(): string;
  toString(): string;
}

// Called, it keeps the type of its argument, which `Transform<In, Out>` can't say.
type PictureTransformBase = abstract new () => (<X extends Picture>(input: X) => X) & Printed;

/** A transform that takes images and image tensors `[..., C, H, W]` and gives the same kind. */
export abstract class PictureTransform extends (Transform as unknown as PictureTransformBase) {
  abstract forward<X extends Picture>(picture: X): X;
}

/** Height and width; refuses what has none. */
export function sidesOf(value: Picture): { readonly height: number; readonly width: number } {
  if (value instanceof Image) return value;
  if (!(value instanceof Tensor)) throw new TypeError(`Unexpected type ${typeText(value)}`);
  const [height, width] = value.shape.slice(-2);
  if (height === undefined || width === undefined)
    throw new TypeError(
      `Expected an image tensor of size (..., C, H, W). Got tensor.size() = ${value.shape}`,
    );
  return { height, width };
}

/** One step of the trace, like a composite op. */
export const step = (name: string, tensor: Tensor, run: () => Tensor): Tensor =>
  recorder ? recorder.inFunction(name, { tensor }, run) : run();

/** The rectangle, with zeros where it reaches out of the tensor. */
export function cropTensor(tensor: Tensor, top: number, left: number, height: number, width: number): Tensor {
  const own = sidesOf(tensor);
  const [bottom, right] = [top + height, left + width];
  const inside = (from: number, to: number, size: number) => {
    const start = Math.min(Math.max(from, 0), size);
    return [start, Math.max(0, Math.min(to, size) - start)] as const;
  };
  return step("crop", tensor, () => {
    const piece = tensor
      .narrow(-2, ...inside(top, bottom, own.height))
      .narrow(-1, ...inside(left, right, own.width));
    const outside = [
      Math.max(Math.min(right, 0) - left, 0),
      Math.max(right - Math.max(own.width, left), 0),
      Math.max(Math.min(bottom, 0) - top, 0),
      Math.max(bottom - Math.max(own.height, top), 0),
    ];
    return outside.some((n) => n > 0)
      ? padTensor({ input: piece, pad: outside, mode: "constant", value: 0 })
      : piece;
  });
}

/** The tensor with a border. */
export function padPictureTensor(
  tensor: Tensor,
  border: Border,
  fill: readonly number[],
  mode: PaddingMode,
): Tensor {
  if (mode !== "constant" && fill.length > 1)
    throw new ValueError(`Padding mode '${mode}' is not supported if fill is not scalar`);
  return step("pad", tensor, () => {
    if (mode === "constant") return constant(tensor, border, fill);
    return mode === "symmetric" ? symmetric(tensor, border) : ofItsOwn(tensor, border, mode);
  });
}

const sequence = ({ left, right, top, bottom }: Border) => [left, right, top, bottom];

function constant(tensor: Tensor, border: Border, fill: readonly number[]): Tensor {
  const value = fill.length === 1 ? (fill[0] as number) : 0;
  const out = padTensor({ input: tensor, pad: sequence(border), mode: "constant", value });
  if (fill.length === 1) return out;
  const levels = tensorOf(
    tensor.dtype,
    [fill.length, 1, 1],
    () => {
      const values = newArray(tensor.dtype, fill.length);
      values.set(fill);
      return values;
    },
    tensor.device,
  );
  const { height, width } = sidesOf(out);
  const set = (dim: number, start: number, length: number) => {
    if (length > 0) out.narrow(dim, start, length).copy_(levels);
  };
  set(-2, 0, border.top);
  set(-1, 0, border.left);
  set(-2, height - border.bottom, border.bottom);
  set(-1, width - border.right, border.right);
  return out;
}

/** PyTorch mirrors and repeats floats only. */
function ofItsOwn(tensor: Tensor, border: Border, mode: "edge" | "reflect"): Tensor {
  const { dtype, shape } = tensor;
  const { height, width } = sidesOf(tensor);
  const batch = tensor.reshape([-1, shape.at(-3) ?? 1, height, width]);
  const floats = dtype.isFloatingPoint ? batch : batch.to(float32);
  const out = padTensor({
    input: floats,
    pad: sequence(border),
    mode: mode === "edge" ? "replicate" : "reflect",
    value: null,
  });
  return out.to(dtype).reshape([...shape.slice(0, -2), ...out.shape.slice(-2)]);
}

function symmetric(tensor: Tensor, border: Border): Tensor {
  const along = (from: Tensor, dim: number, size: number, before: number, after: number): Tensor => {
    const inner = size + Math.min(before, 0) + Math.min(after, 0);
    const start = Math.max(-before, 0);
    const first = Math.max(before, 0);
    const length = first + inner + Math.max(after, 0);
    const positions = Array.from({ length }, (_, i) => {
      const at = i - first;
      return start + (at < 0 ? -at - 1 : at < inner ? at : 2 * inner - 1 - at);
    });
    const index = tensorOf(
      int64,
      [length],
      () => {
        const values = newArray(int64, length);
        values.set(positions);
        return values;
      },
      tensor.device,
    );
    return from.indexSelect(dim, index);
  };
  const { height, width } = sidesOf(tensor);
  const rows = along(tensor, -2, height, border.top, border.bottom);
  return along(rows, -1, width, border.left, border.right);
}
