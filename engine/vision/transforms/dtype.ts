/** Image tensors in another dtype, with their values scaled: 0 to 1 for floats, 0 to the largest for integers. */
import { RuntimeError } from "../../errors.ts";
import { recorder } from "../../trace/recorder.ts";
import { type DType, Tensor } from "../tensors.ts";
import { typeText } from "./arguments.ts";
import { Transform } from "./transform.ts";

const MOST: Readonly<Record<string, number>> = {
  uint8: 255,
  int8: 127,
  int16: 32767,
  int32: 2147483647,
  int64: Number(2n ** 63n - 1n),
};

/** The largest level of a dtype: 1 for floats. */
export function mostOf(dtype: DType): number {
  return MOST[dtype.name] ?? 1;
}

/** The tensor in `dtype`: floats 0 to 1 become integers 0 to their largest, and the other way round. */
export function convertImageDtype(tensor: Tensor, dtype: DType): Tensor {
  if (!(tensor instanceof Tensor))
    throw new TypeError(`Input img should be Tensor Image. Got ${typeText(tensor)}`);
  if (tensor.dtype === dtype) return tensor;
  const run = () => converted(tensor, dtype);
  return recorder ? recorder.inFunction("convert_image_dtype", { tensor }, run) : run();
}

function converted(tensor: Tensor, dtype: DType): Tensor {
  const from = tensor.dtype;
  if (from.isFloatingPoint && dtype.isFloatingPoint) return tensor.to(dtype);
  if (from.isFloatingPoint) {
    const wide = dtype.name === "int32" || dtype.name === "int64";
    if ((from.name === "float32" && wide) || (from.name === "float64" && dtype.name === "int64")) {
      throw new RuntimeError(`The cast from ${from} to ${dtype} cannot be performed safely.`);
    }
    // So that 1 gives the largest integer, and each integer the same part of the range.
    return tensor.mul(mostOf(dtype) + 1 - 1e-3).to(dtype);
  }
  const [inputMost, outputMost] = [mostOf(from), mostOf(dtype)];
  if (dtype.isFloatingPoint) return tensor.to(dtype).div(inputMost);
  if (inputMost > outputMost) {
    const factor = Math.trunc((inputMost + 1) / (outputMost + 1));
    return tensor.div(factor, { roundingMode: "floor" }).to(dtype);
  }
  return tensor.to(dtype).mul(Math.trunc((outputMost + 1) / (inputMost + 1)));
}

/** Changes the dtype of image tensors and scales their values. */
export class ConvertImageDtype extends Transform<Tensor, Tensor> {
  readonly dtype: DType;

  constructor(dtype: DType) {
    super();
    this.dtype = dtype;
  }

  forward(tensor: Tensor): Tensor {
    return convertImageDtype(tensor, this.dtype);
  }
}
