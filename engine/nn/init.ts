/** `nn.init`: fills tensors in place, with PyTorch's numbers for a seed. */
import { noGrad } from "../autograd/mode.ts";
import { ValueError } from "../errors.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";

export { dirac_, eye_, orthogonal_, sparse_, truncNormal_ } from "./initValues.ts";

type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leaky_relu" | "selu";

/** How much the nonlinearity scales the deviation. `param` is the slope of `leaky_relu`. */
export function calculateGain(nonlinearity: Nonlinearity, param: number | null = null): number {
  switch (nonlinearity) {
    case "linear":
    case "sigmoid":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.sqrt(2);
    case "leaky_relu":
      return Math.sqrt(2 / (1 + (param ?? 0.01) ** 2));
    case "selu":
      return 3 / 4;
    default:
      throw new ValueError(`Unsupported nonlinearity ${nonlinearity satisfies never}`);
  }
}

/** Numbers that flow into, and out of, one unit of a weight `[out, in, …kernel]`. */
export function fans(t: Tensor): { fanIn: number; fanOut: number } {
  if (t.ndim < 2) {
    throw new ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
  }
  const field = numel(t.shape.slice(2));
  return { fanIn: (t.shape[1] as number) * field, fanOut: (t.shape[0] as number) * field };
}

const filled = (t: Tensor, fill: (t: Tensor) => void): Tensor => {
  unrecorded(() => noGrad(() => fill(t)));
  return t;
};

export const uniform_ = (t: Tensor, a = 0, b = 1): Tensor => filled(t, (x) => x.uniform_(a, b));
export const normal_ = (t: Tensor, mean = 0, std = 1): Tensor => filled(t, (x) => x.normal_(mean, std));
export const constant_ = (t: Tensor, value: number): Tensor => filled(t, (x) => x.fill_(value));
export const zeros_ = (t: Tensor): Tensor => constant_(t, 0);
export const ones_ = (t: Tensor): Tensor => constant_(t, 1);

interface KaimingOptions {
  /** Slope of the negative side of `leaky_relu`. */
  a?: number;
  mode?: "fanIn" | "fanOut" | "fan_in" | "fan_out";
  nonlinearity?: Nonlinearity;
}

function kaimingStd(
  t: Tensor,
  { a = 0, mode = "fanIn", nonlinearity = "leaky_relu" }: KaimingOptions,
): number {
  const { fanIn, fanOut } = fans(t);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === "fanIn" || mode === "fan_in" ? fanIn : fanOut);
}

/** He's initialization, evenly from ±√3·std. */
export function kaimingUniform_(t: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingStd(t, options);
  return uniform_(t, -bound, bound);
}

/** He's initialization from the normal distribution. */
export const kaimingNormal_ = (t: Tensor, options: KaimingOptions = {}): Tensor =>
  normal_(t, 0, kaimingStd(t, options));

function xavierStd(t: Tensor, gain: number): number {
  const { fanIn, fanOut } = fans(t);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** Glorot's initialization, evenly from ±√3·std. */
export function xavierUniform_(t: Tensor, gain = 1): Tensor {
  const bound = Math.sqrt(3) * xavierStd(t, gain);
  return uniform_(t, -bound, bound);
}

/** Glorot's initialization from the normal distribution. */
export const xavierNormal_ = (t: Tensor, gain = 1): Tensor => normal_(t, 0, xavierStd(t, gain));
