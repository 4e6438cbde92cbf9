/**
 * Image tensors in another size: floats by `interpolate`. On the CPU levels (uint8) go each side by itself, by a matrix of
 * weights of 16 bits, to the last bit as PyTorch's kernels for them.
 */
import { ValueError } from "../../errors.ts";
import { float32, float64, interpolateTensor, newArray, type Tensor, tensorOf, uint8 } from "../tensors.ts";
import type { InterpolationMode } from "./interpolation.ts";
import { sidesOf, step } from "./pictures.ts";

interface Filter {
  /** Pixels that count, where the tensor does not shrink. */
  readonly size: number;
  readonly weight: (distance: number) => number;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function cubic(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

const FILTERS: Partial<Record<InterpolationMode, Filter>> = {
  bilinear: { size: 2, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { size: 4, weight: cubic },
  lanczos: { size: 6, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** The tensor `[..., C, H, W]` as `[..., C, height, width]`. */
export function resizeTensor(
  tensor: Tensor,
  height: number,
  width: number,
  mode: InterpolationMode,
  antialias: boolean,
): Tensor {
  if (tensor.ndim < 3)
    throw new ValueError(
      `Expected tensor to be a tensor image of size (..., C, H, W). Got tensor.size() = ${tensor.shape}`,
    );
  if (mode === "lanczos" && !antialias)
    throw new ValueError("InterpolationMode.LANCZOS requires antialias=True");
  const filter = FILTERS[mode];
  if (!filter && mode !== "nearest" && mode !== "nearest-exact")
    throw new ValueError(`Tensors are not resized with the filter '${mode}': it is for images only.`);
  return step("resize", tensor, () => {
    // PyTorch has kernels for levels of their own; without antialias bilinear ones take two neighbours only.
    if (filter && isLevels(tensor) && (antialias || mode === "bilinear"))
      return filteredLevels(tensor, height, width, filter, antialias);
    const { shape, dtype } = tensor;
    const batch = tensor.reshape([-1, ...shape.slice(-3)]);
    const floats = dtype.isFloatingPoint || !filter ? batch : batch.to(float32);
    const out = interpolateTensor({
      input: floats,
      size: [height, width],
      scaleFactor: null,
      mode,
      alignCorners: filter ? false : null,
      recomputeScaleFactor: null,
      antialias: Boolean(filter) && antialias,
    });
    const inRange = dtype === uint8 && filter ? out.clamp(0, 255) : out;
    const whole = dtype.isFloatingPoint || !filter ? inRange : inRange.round();
    return whole.to(dtype).reshape([...shape.slice(0, -2), height, width]);
  });
}

const isLevels = ({ dtype, device }: Tensor) => dtype === uint8 && device.type === "cpu";

function filteredLevels(
  tensor: Tensor,
  height: number,
  width: number,
  filter: Filter,
  antialias: boolean,
): Tensor {
  const own = sidesOf(tensor);
  let current = tensor.to(float64);
  if (width !== own.width) current = levelPass(current, weights(own.width, width, filter, antialias));
  if (height !== own.height)
    current = levelPass(current.transpose(-1, -2), weights(own.height, height, filter, antialias)).transpose(
      -1,
      -2,
    );
  return current.to(uint8).contiguous();
}

interface Weights {
  readonly outputs: number;
  readonly inputs: number;
  /** `[inputs, outputs]` */
  readonly values: Float64Array;
}

/** What each element of a side adds to each new one. With `antialias` the filter grows where the side shrinks. */
function weights(inputs: number, outputs: number, { size, weight }: Filter, antialias: boolean): Weights {
  const scale = inputs / outputs;
  const stretch = antialias ? Math.max(scale, 1) : 1;
  const support = size * 0.5 * stretch;
  const values = new Float64Array(inputs * outputs);
  for (let to = 0; to < outputs; to++) {
    const center = scale * (to + 0.5);
    const first = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), inputs);
    const row = Array.from({ length: end - first }, (_, j) => weight((j + first - center + 0.5) / stretch));
    const sum = row.reduce((total, each) => total + each, 0);
    row.forEach((each, j) => {
      values[(first + j) * outputs + to] = each / sum;
    });
  }
  return { inputs, outputs, values };
}

const matrix = ({ inputs, outputs }: Weights, like: Tensor, value: (i: number) => number): Tensor =>
  tensorOf(
    like.dtype,
    [inputs, outputs],
    () => {
      const data = newArray(like.dtype, inputs * outputs);
      for (let i = 0; i < data.length; i++) data[i] = value(i);
      return data;
    },
    like.device,
  );

/** Weights of as many bits as 16-bit integers hold, sums rounded to levels. Doubles hold them exactly. */
function levelPass(tensor: Tensor, along: Weights): Tensor {
  const most = along.values.reduce((a, b) => Math.max(a, b), 0);
  let bits = 0;
  while (bits < 21 && Math.trunc(0.5 + most * 2 ** (bits + 1)) < 2 ** 15) bits++;
  const whole = (i: number) => {
    const scaled = (along.values[i] as number) * 2 ** bits;
    return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  };
  const sums = tensor.matmul(matrix(along, tensor, whole));
  return sums
    .add(2 ** (bits - 1))
    .mul(2 ** -bits)
    .floor()
    .clamp(0, 255);
}
