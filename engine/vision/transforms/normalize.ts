/** Brings the channels of a tensor to a common mean and deviation. */
import { ValueError } from "../../errors.ts";
import { recorder } from "../../trace/recorder.ts";
import { type DType, newArray, Tensor, tensorOf } from "../tensors.ts";
import { optionsOf, pythonText, typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

/** One number for each channel, or one for all. */
export type PerChannel = number | readonly number[];

/** `(tensor - mean) / std` for each channel of `[..., C, H, W]`. */
export function normalize(tensor: Tensor, mean: PerChannel, std: PerChannel, inplace = false): Tensor {
  if (!(tensor instanceof Tensor)) throw new TypeError(`img should be Tensor Image. Got ${typeText(tensor)}`);
  const { dtype } = tensor;
  if (!dtype.isFloatingPoint) throw new TypeError(`Input tensor should be a float tensor. Got ${dtype}.`);
  if (tensor.ndim < 3) {
    throw new ValueError(
      `Expected tensor to be a tensor image of size (..., C, H, W). Got tensor.size() = ${tensor.shape}`,
    );
  }
  if (values(std, dtype).includes(0)) {
    throw new ValueError(`std evaluated to zero after conversion to ${dtype}, leading to division by zero.`);
  }
  const run = () => {
    const own = inplace ? tensor : tensor.clone();
    return own.sub_(channels(mean, own)).div_(channels(std, own));
  };
  // One step of the trace, like a composite op.
  return recorder ? recorder.inFunction("normalize", { tensor }, run) : run();
}

function values(numbers: PerChannel, dtype: DType) {
  const out = newArray(dtype, typeof numbers === "number" ? 1 : numbers.length);
  out.set(typeof numbers === "number" ? [numbers] : numbers);
  return out;
}

/** The numbers as a tensor `[C, 1, 1]`, or a scalar. */
function channels(numbers: PerChannel, like: Tensor): Tensor {
  const shape = typeof numbers === "number" ? [] : [numbers.length, 1, 1];
  return tensorOf(like.dtype, shape, () => values(numbers, like.dtype), like.device);
}

/** `(tensor - mean) / std`, channel by channel. */
export class Normalize extends Transform<Tensor, Tensor> {
  readonly mean: PerChannel;
  readonly std: PerChannel;
  readonly inplace: boolean;

  constructor(mean: PerChannel, std: PerChannel, options?: { inplace?: boolean });
  constructor(mean: PerChannel, std: PerChannel, inplace?: boolean);
  constructor(mean: PerChannel, std: PerChannel, ...rest: unknown[]) {
    super();
    this.mean = mean;
    this.std = std;
    this.inplace = optionsOf(rest, { inplace: false }).inplace;
  }

  forward(tensor: Tensor): Tensor {
    return normalize(tensor, this.mean, this.std, this.inplace);
  }

  override extraRepr(): string {
    return `mean=${pythonText(this.mean)}, std=${pythonText(this.std)}`;
  }
}
