/**
 * Automatic mixed precision: inside of `torch.autocast` products and convolutions take 16-bit floats, losses float32,
 * and what only joins takes the widest of its operands. The lists are those of PyTorch's CPU autocast (2.13), for every
 * device; ops in no list take what they are given.
 */
import type { DType } from "./dtype.ts";
import { bfloat16, float16, float32, float64, promoteTypes } from "./dtype.ts";
import type { AnyArgs, AnyOp } from "./ops/op.ts";
import { isTensorList, Tensor } from "./tensor.ts";
import type { DeviceName } from "./trace/trace.ts";
import { warn } from "./warnings.ts";

type Policy = "lower" | "float32" | "widest";

const LISTS: Readonly<Record<Policy, string>> = {
  lower:
    "conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d bmm mm baddbmm addmm addbmm linear matmul prelu scaled_dot_product_attention linalg_vecdot",
  float32:
    "adaptive_avg_pool3d adaptive_max_pool3d avg_pool3d binary_cross_entropy binary_cross_entropy_with_logits cdist cosine_embedding_loss cross_entropy ctc_loss hinge_embedding_loss huber_loss kl_div l1_loss margin_ranking_loss max_pool3d mse_loss multi_margin_loss multilabel_margin_loss nll_loss poisson_nll_loss prod quantile reflection_pad1d reflection_pad2d replication_pad1d replication_pad2d replication_pad3d smooth_l1_loss soft_margin_loss trace triplet_margin_loss",
  widest: "cat stack index_copy",
};

const POLICIES: ReadonlyMap<string, Policy> = new Map(
  (Object.entries(LISTS) as [Policy, string][]).flatMap(([policy, names]) =>
    names.split(" ").map((name) => [name, policy] as const),
  ),
);

interface Autocast {
  readonly device: DeviceName;
  readonly dtype: DType;
  /** Parameters in the lower dtype, for as long as the outermost region lasts; null where they are not kept. */
  readonly cache: Map<Tensor, Tensor> | null;
}

let current: Autocast | null = null;

export function isAutocastEnabled(device: DeviceName = "cpu"): boolean {
  return current?.device === device;
}

function within<R>(state: Autocast | null, body: () => R): R {
  const before = current;
  current = state;
  let result: R;
  try {
    result = body();
  } catch (error) {
    current = before;
    throw error;
  }
  if (result instanceof Promise) {
    return result.finally(() => {
      current = before;
    }) as R;
  }
  current = before;
  return result;
}

export interface AutocastOptions {
  /** What products and convolutions take: bfloat16 on the CPU and float16 on WebGPU unless given. */
  dtype?: DType;
  /** Off inside of another region: its own precision for a part of it. */
  enabled?: boolean;
  /** Whether a parameter's copy is kept for the region, so that it is converted once. */
  cacheEnabled?: boolean;
}

/** Runs `body`, which may be async, with mixed precision for tensors of one device. */
export function autocast<R>(device: DeviceName, body: () => R, options: AutocastOptions = {}): R {
  const { dtype = device === "cpu" ? bfloat16 : float16, enabled = true, cacheEnabled = true } = options;
  const supported = dtype === bfloat16 || dtype === float16;
  if (enabled && !supported) {
    warn(
      `In ${device.toUpperCase()} autocast, but the target dtype is not supported. Disabling autocast.\n${device.toUpperCase()} Autocast only supports dtype of torch.bfloat16, torch.float16 currently.`,
    );
  }
  if (!enabled || !supported) return within(null, body);
  const cache = cacheEnabled ? (current?.cache ?? new Map<Tensor, Tensor>()) : null;
  return within({ device, dtype, cache }, body);
}

const isWidened = (t: Tensor, device: DeviceName): boolean =>
  t.dtype.isFloatingPoint && t.dtype !== float64 && t.storage.device === device && !t.isWrappedNumber;

/**
 * Runs an op of the lists with its operands in the precision that they ask for; ops inside of it take them as they are.
 * Null for other ops, and outside of `autocast`.
 * @param cast converts a tensor, as an op of the graph
 */
export function autocasted<R>(
  op: AnyOp,
  args: AnyArgs,
  cast: (t: Tensor, dtype: DType) => Tensor,
  run: (args: AnyArgs) => R,
): { readonly result: R } | null {
  const policy = current && POLICIES.get(op.schema.name);
  if (!current || !policy) return null;
  const { device, cache } = current;
  const tensors = Object.values(args)
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((t) => t instanceof Tensor)
    .filter((t) => isWidened(t, device));
  const wanted =
    policy === "lower"
      ? current.dtype
      : policy === "float32"
        ? float32
        : tensors.map((t) => t.dtype).reduce(promoteTypes, tensors[0]?.dtype ?? float32);
  const converted = (t: Tensor): Tensor => {
    if (!isWidened(t, device) || t.dtype === wanted) return t;
    if (!cache || policy !== "lower" || !t.isLeaf || !t.requiresGrad || t.dtype !== float32) {
      return cast(t, wanted);
    }
    const kept = cache.get(t) ?? cast(t, wanted);
    cache.set(t, kept);
    return kept;
  };
  return {
    result: within(null, () =>
      run(
        Object.fromEntries(
          Object.entries(args).map(([name, value]) => [
            name,
            value instanceof Tensor
              ? converted(value)
              : isTensorList(value)
                ? value.map((t) => t && converted(t))
                : value,
          ]),
        ),
      ),
    ),
  };
}
