/**
 * Dtypes that PyTorch's CPU kernels are not made for, and what it says then. Engine and devices would compute most of
 * it; but a model that PyTorch refuses is refused here too, in a run for shapes as well. Ops that check their dtypes
 * for other reasons do it themselves.
 *
 * Recorded by test/oracle/dtypes/sweep.py, which calls every op with every dtype.
 */
import { bfloat16, type DType, float32 } from "../dtype.ts";
import { NotImplementedError, RuntimeError } from "../errors.ts";
import { isRounded } from "../rounding.ts";
import { Tensor } from "../tensor.ts";
import type { AnyArgs, AnyOp } from "./op.ts";

/** Raises, or does nothing. `dtype`: in which the op would compute. */
type Check = (dtype: DType, given: AnyArgs) => void;

type Group = (dtype: DType) => boolean;
const BOOL: Group = (dtype) => dtype.category === "bool";
const INTEGRAL: Group = (dtype) => !dtype.isFloatingPoint;
/** Integral, but for int64. */
const NARROW: Group = (dtype) => INTEGRAL(dtype) && dtype.name !== "int64";
/** Integral, but for uint8: pictures are resized as they are. */
const NO_LEVELS: Group = (dtype) => INTEGRAL(dtype) && dtype.name !== "uint8";

const NOT_FILTERED: Group = (dtype) => NO_LEVELS(dtype) || isRounded(dtype);

/** The kernel's name in PyTorch, and the dtypes it has no code for. */
const kernel =
  (name: string, group: Group): Check =>
  (dtype) => {
    if (group(dtype)) throw new NotImplementedError(`"${name}" not implemented for '${dtype.scalarType}'`);
  };

const refuse =
  (group: Group, message: string | ((dtype: DType) => string)): Check =>
  (dtype) => {
    if (group(dtype)) throw new RuntimeError(typeof message === "string" ? message : message(dtype));
  };

const NEGATION = refuse(
  BOOL,
  "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
);

const isBool = (value: unknown): boolean => value instanceof Tensor && BOOL(value.dtype);

const subtraction: Check = (_, { self, other }) => {
  if (isBool(self) && isBool(other)) {
    throw new RuntimeError(
      "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.",
    );
  }
  if (isBool(self) || isBool(other)) {
    throw new RuntimeError(
      "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
    );
  }
};

const wholeAlpha: Check = (dtype, { alpha }) => {
  if (INTEGRAL(dtype) && typeof alpha === "number" && !Number.isInteger(alpha)) {
    throw new RuntimeError("For integral input tensors, argument alpha must not be a floating point number.");
  }
};

const all =
  (...checks: Check[]): Check =>
  (dtype, given) => {
    for (const check of checks) check(dtype, given);
  };

const hardtanh: Check = (dtype, { minVal, maxVal }) => {
  refuse(BOOL, "Bool inputs not supported for hardtanh")(dtype, {});
  if (!dtype.isSigned && (Number(minVal) < 0 || Number(maxVal) < 0)) {
    throw new RuntimeError("cannot do hardtanh on an unsigned type with negative limits");
  }
};

const convolution: Check = (dtype, given) => {
  const { transposed, bias } = given;
  const weight = given.weight as Tensor;
  if (bias instanceof Tensor && bias.dtype !== dtype) {
    throw new RuntimeError(
      `Input type (${dtype.cName}) and bias type (${bias.dtype.cName}) should be the same`,
    );
  }
  const volumes = weight.ndim === 5;
  if (transposed) kernel(`slow_conv_transpose${volumes ? 3 : 2}d_out_cpu`, NARROW)(dtype, given);
  else kernel(volumes ? "compute_columns3d" : "slow_conv2d_cpu", BOOL)(dtype, given);
  if (weight.dtype === dtype) return;
  const type = (d: DType) => (BOOL(d) ? "CPUBoolType" : `torch.${d.tensorType}`);
  throw new RuntimeError(
    dtype === bfloat16
      ? `Input type (CPUBFloat16Type) and weight type (${type(weight.dtype)}) should be the same or input should be a MKLDNN tensor and weight is a dense tensor`
      : `expected scalar type ${dtype.scalarType} but found ${weight.dtype.scalarType}`,
  );
};

/** Layers that normalise: parameters have the input's dtype, or are float32 beside 16-bit floats. */
const normalization =
  (name: string, integersFirst: boolean): Check =>
  (dtype, given) => {
    const unsupported = kernel(name, INTEGRAL);
    if (integersFirst) unsupported(dtype, given);
    const parameters = [given.weight, given.bias, given.runningMean, given.runningVar].filter(
      (t) => t instanceof Tensor,
    );
    if (parameters.some((t) => t.dtype !== dtype)) {
      if (parameters.some((t) => t.dtype !== float32)) {
        throw new RuntimeError("mixed dtype (CPU): expect parameter to have scalar type of Float");
      }
      if (!isRounded(dtype)) {
        throw new RuntimeError("mixed dtype (CPU): all inputs must share same datatype.");
      }
    }
    unsupported(dtype, given);
  };

/** Two matrices: bool ones are refused, of different dtypes the op itself speaks. */
const matrices =
  (a: string, b: string): Check =>
  (dtype, given) => {
    if (isBool(given[a]) && isBool(given[b])) kernel("addmm_impl_cpu_", BOOL)(dtype, given);
  };

const vectors: Check = (dtype, given) => {
  const other = (given.tensor as Tensor).dtype;
  if (other !== dtype) {
    throw new RuntimeError(
      `dot : expected both vectors to have same dtype, but found ${dtype.scalarType} and ${other.scalarType}`,
    );
  }
  kernel("dot", BOOL)(dtype, given);
};

const matrixAndVector: Check = (dtype, given) => {
  const vec = (given.vec as Tensor).dtype;
  if (vec !== dtype) {
    throw new RuntimeError(
      `addmv input tensors must have the same dtype, but got ${vec.scalarType}, ${dtype.scalarType}, and ${vec.scalarType}`,
    );
  }
  kernel("addmv_impl_cpu", BOOL)(dtype, given);
};

/** The arguments of these names have the dtype of `self`. */
const sameDtype =
  (names: readonly string[]): Check =>
  (_, given) => {
    const self = given.self as Tensor;
    for (const name of names) {
      const other = given[name];
      if (!(other instanceof Tensor) || other.dtype === self.dtype) continue;
      throw new RuntimeError(
        `expected dtype ${self.dtype.cName} for \`${name}\` but got dtype ${other.dtype.cName}`,
      );
    }
  };

const softMargin: Check = (dtype, given) => {
  NEGATION(dtype, given);
  refuse(INTEGRAL, (d) => `result type Float can't be cast to the desired output type ${d.scalarType}`)(
    dtype,
    given,
  );
};

const randomRange: Check = (dtype, { from, to }) => {
  if (Number(from) < dtype.min) throw new RuntimeError(`from is out of bounds for ${dtype.cName}`);
  if (Number(to) - 1 > dtype.max) throw new RuntimeError(`to - 1 is out of bounds for ${dtype.cName}`);
};

const LERP = "lerp_kernel_";
const ADDCDIV =
  "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.";

/** By the op's name and overload in its schema. */
const CHECKS: Readonly<Record<string, Check>> = {
  neg: NEGATION,
  abs: kernel("abs_cpu", BOOL),
  relu: refuse(BOOL, "Boolean inputs not supported for relu"),
  floor: kernel("floor_vml_cpu", BOOL),
  ceil: kernel("ceil_vml_cpu", BOOL),
  round: kernel("round_vml_cpu", BOOL),
  trunc: kernel("trunc_vml_cpu", BOOL),
  "add.Tensor": wholeAlpha,
  "add.Scalar": wholeAlpha,
  "sub.Tensor": all(subtraction, wholeAlpha),
  "sub.Scalar": all(subtraction, wholeAlpha),
  "rsub.Tensor": all(subtraction, wholeAlpha),
  "rsub.Scalar": all(subtraction, wholeAlpha),
  floor_divide: kernel("div_floor_cpu", BOOL),
  "div.Tensor_mode": (dtype, { roundingMode }) => kernel(`div_${roundingMode}_cpu`, BOOL)(dtype, {}),
  "remainder.Tensor": kernel("remainder_cpu", BOOL),
  "remainder.Scalar": kernel("remainder_cpu", BOOL),
  "fmod.Tensor": kernel("fmod_cpu", BOOL),
  "fmod.Scalar": kernel("fmod_cpu", BOOL),
  "pow.Tensor_Tensor": kernel("pow", BOOL),
  "lerp.Scalar": all(sameDtype(["end"]), kernel(`${LERP}scalar`, INTEGRAL)),
  "lerp.Tensor": all(sameDtype(["end", "weight"]), kernel(`${LERP}tensor`, INTEGRAL)),
  "clamp.Tensor": kernel("clamp_cpu", BOOL),
  addcmul: kernel("addcmul_cpu_out", BOOL),
  addcdiv: refuse(INTEGRAL, ADDCDIV),
  argmax: refuse(BOOL, "argmax(): does not support bool input"),
  argmin: refuse(BOOL, "argmin(): does not support bool input"),
  mm: matrices("self", "mat2"),
  addmm: matrices("mat1", "mat2"),
  mv: matrixAndVector,
  bmm: kernel("bmm", BOOL),
  dot: vectors,
  convolution,
  gelu: kernel("GeluKernelImpl", INTEGRAL),
  silu: kernel("silu_cpu", INTEGRAL),
  mish: kernel("mish_cpu", INTEGRAL),
  elu: kernel("elu_cpu", INTEGRAL),
  selu: kernel("elu_cpu", INTEGRAL),
  celu: kernel("elu_cpu", INTEGRAL),
  leaky_relu: kernel("leaky_relu_cpu", INTEGRAL),
  softplus: kernel("softplus_cpu", INTEGRAL),
  hardtanh,
  relu6: refuse(BOOL, "Bool inputs not supported for hardtanh"),
  hardswish: kernel("hardswish_cpu", INTEGRAL),
  hardsigmoid: kernel("hardsigmoid_cpu", INTEGRAL),
  log_sigmoid: kernel("log_sigmoid_cpu", INTEGRAL),
  glu: kernel("glu_cpu", INTEGRAL),
  prelu: kernel("prelu_cpu", INTEGRAL),
  softmin: NEGATION,
  max_pool1d: kernel("max_pool1d_impl", INTEGRAL),
  max_pool2d_with_indices: kernel("max_pool2d", BOOL),
  avg_pool2d: kernel("avg_pool2d", NARROW),
  _adaptive_avg_pool2d: kernel("adaptive_avg_pool2d", INTEGRAL),
  _adaptive_avg_pool3d: kernel("adaptive_avg_pool3d_cpu", INTEGRAL),
  adaptive_max_pool2d: kernel("adaptive_max_pool2d", INTEGRAL),
  upsample_bilinear2d: kernel("upsample_bilinear2d_channels_last", NO_LEVELS),
  upsample_nearest2d: kernel("upsample_nearest2d_channels_last", NO_LEVELS),
  _upsample_nearest_exact2d: kernel("upsample_nearest2d_channels_last", NO_LEVELS),
  upsample_nearest1d: kernel("compute_indices_weights_nearest", NO_LEVELS),
  upsample_nearest3d: kernel("compute_indices_weights_nearest", NO_LEVELS),
  _upsample_nearest_exact1d: kernel("compute_indices_weights_nearest", NO_LEVELS),
  _upsample_nearest_exact3d: kernel("compute_indices_weights_nearest", NO_LEVELS),
  upsample_linear1d: kernel("compute_indices_weights_linear", INTEGRAL),
  upsample_trilinear3d: kernel("compute_indices_weights_linear", INTEGRAL),
  upsample_bicubic2d: kernel("compute_indices_weights_cubic", NO_LEVELS),
  _upsample_bilinear2d_aa: kernel("compute_index_ranges_weights", NOT_FILTERED),
  _upsample_bicubic2d_aa: kernel("compute_index_ranges_weights", NOT_FILTERED),
  _upsample_lanczos2d_aa: kernel("compute_index_ranges_weights", NOT_FILTERED),
  reflection_pad1d: kernel("reflection_pad1d", BOOL),
  reflection_pad2d: kernel("reflection_pad2d", BOOL),
  replication_pad1d: kernel("replication_pad1d", BOOL),
  replication_pad2d: kernel("replication_pad2d", BOOL),
  native_layer_norm: normalization("LayerNormKernelImpl", false),
  native_group_norm: normalization("GroupNormKernelImpl", false),
  native_batch_norm: normalization("batch_norm", true),
  rms_norm: kernel("rms_norm", INTEGRAL),
  "mse_loss.kernel": kernel("mse_cpu", INTEGRAL),
  "smooth_l1_loss.kernel": kernel("smooth_l1_cpu", INTEGRAL),
  "huber_loss.kernel": kernel("huber_cpu", INTEGRAL),
  "soft_margin_loss.kernel": softMargin,
  kl_div: refuse(INTEGRAL, "kl_div: Integral inputs not supported."),
  "binary_cross_entropy_with_logits.kernel": kernel("log_sigmoid_cpu", INTEGRAL),
  l1_loss: (dtype, { input, target }) => subtraction(dtype, { self: input, other: target }),
  pairwise_distance: (dtype, { x1, x2 }) => subtraction(dtype, { self: x1, other: x2 }),
  cosine_similarity: refuse(
    INTEGRAL,
    (d) => `expected common dtype to be floating point, yet common dtype is ${d.scalarType}`,
  ),
  nll_loss_forward: kernel("nll_loss_out_frame", INTEGRAL),
  range: kernel("arange_cpu", BOOL),
  _linspace: kernel("linspace_cpu", BOOL),
  uniform: kernel("check_uniform_bounds", INTEGRAL),
  normal: kernel("normal_kernel_cpu", INTEGRAL),
  "random.from": randomRange,
  permutation: kernel("randperm", BOOL),
};

const found = new WeakMap<AnyOp, Check | null>();

/**
 * Raises what PyTorch raises for an op that has no kernel for `dtype`, unless given that of its first tensor.
 * `given`: the arguments before their dtypes were brought together.
 */
export function requireSupported(op: AnyOp, given: AnyArgs, dtype?: DType): void {
  let check = found.get(op);
  if (check === undefined) {
    const name = op.definition.schema.slice(0, op.definition.schema.indexOf("("));
    check = (Object.hasOwn(CHECKS, name) && CHECKS[name]) || null;
    found.set(op, check);
  }
  if (!check) return;
  const tensors = op.schema.args.map(({ name }) => given[name]).filter((value) => value instanceof Tensor);
  const own = dtype ?? tensors[0]?.dtype;
  if (own) check(own, given);
}
