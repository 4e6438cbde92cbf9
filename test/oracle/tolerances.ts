/** How near is equal, in one table for all tests that compare with PyTorch. `docs/numerics.md` gives the reasons. */

/** |a - b| ≤ atol + rtol · |b|, and beyond it so much of the largest element, where results are sums. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/**
 * PyTorch's own `torch.testing.assert_close`; what is not listed is compared exactly. For float64 its rtol is 1e-7, but
 * the recorded calls' random inputs are float32's, one unit in the last place of which shows.
 */
export const ASSERT_CLOSE: Readonly<Record<string, Tolerance>> = {
  float64: { rtol: 2.5e-7, atol: 1e-7 },
  float32: { rtol: 1.3e-6, atol: 1e-5 },
  bfloat16: { rtol: 1.6e-2, atol: 1e-5 },
  float16: { rtol: 1e-3, atol: 1e-5 },
};

/** What a result goes through, which decides how it may differ on WebGPU. */
export type OpClass = "moved" | "arithmetic" | "function" | "sum";

const WEBGPU: Readonly<Record<OpClass, Tolerance>> = {
  moved: { rtol: 2.5e-7, atol: 1e-7 },
  arithmetic: { rtol: 1e-6, atol: 1e-7 },
  function: { rtol: 1e-5, atol: 1e-5 },
  sum: { rtol: 1e-5, atol: 1e-5 },
};

/** Elements are chosen, moved or compared: no rounding at all. */
const MOVED =
  /^(view|reshape|flatten|unflatten|t|transpose|swap(axes|dims)|move(axis|dim)|permute|expand|(un)?squeeze|select|narrow|index_select|gather|as_strided|contiguous|clone|detach|cat|concat|concatenate|stack|split|chunk|unbind|flip|roll|repeat|tile|tril|triu|diag|diagonal|diag_embed|where|masked_fill|scatter|fill|zero|max|min|amax|amin|maximum|minimum|fmax|fmin|clamp(_max|_min)?|clip|relu|relu6|hardtanh|max_pool\dd|adaptive_max_pool\dd|embedding|pixel_(un)?shuffle|neg|negative|positive|abs|absolute|sign|sgn|ceil|floor|trunc|fix|round|meshgrid|take_along_dim|zeros|ones|zeros_like|ones_like|eye)_?$/;
/** One operation that WGSL rounds correctly, or to 2.5 units in the last place (division). */
const ARITHMETIC =
  /^(add|sub|subtract|rsub|mul|multiply|div|divide|true_divide|square|reciprocal|sqrt|lerp|deg2rad|rad2deg|copysign|leaky_relu|outer)_?$/;
const SUM =
  /^(sum|mean|var|std|var_mean|std_mean|prod|norm|cumsum|cumprod|logsumexp|trace|.*mm|.*mv|.*addr|matmul|dot|inner|kron|tensordot|einsum|linear|bilinear|conv.*|avg_pool.*|adaptive_avg_pool.*|lp_pool.*|interpolate|.*_norm|normalize|.*loss|cross_entropy|binary_cross_entropy.*|.*softmax|softmin|scaled_dot.*|cdist|pairwise_distance|cosine_similarity|index_add|scatter_add|sum_to_size|addc.*|kl_div)_?$/;

function classOf(fn: string): OpClass {
  const name = fn.replace(/^\w+\./, "");
  if (MOVED.test(name)) return "moved";
  if (ARITHMETIC.test(name)) return "arithmetic";
  return SUM.test(name) ? "sum" : "function";
}

/** Do results add up, so that they round with the size of what is added? Gradients do, of which several may meet. */
export const addsUp = (fn: string, gradient: boolean): boolean => gradient || classOf(fn) === "sum";

/** For a result of `fn` on WebGPU, or a gradient, which is a sum of what arrives from several places. */
export function onWebGpu(fn: string, dtype: string, gradient: boolean): Tolerance {
  const close = ASSERT_CLOSE[dtype];
  if (!close) return { rtol: 0, atol: 0 };
  const kind = classOf(fn);
  const { rtol, atol } = WEBGPU[gradient && kind !== "function" ? "sum" : kind];
  // A half's own rounding is larger than anything that the class adds.
  return dtype === "float32" ? { rtol, atol } : { rtol: Math.max(rtol, close.rtol), atol: close.atol };
}

/** Whole models on WebGPU: errors of a layer pass through those behind it. */
export const MODEL_WEBGPU = 1e-3;
/** A few small layers on WebGPU. */
export const SMALL_WEBGPU = 1e-4;
/** Whole models on the CPU, of which PyTorch sums in another order. */
export const MODEL_CPU = 1e-4;

/**
 * The elements that are too far off. Sums round with the size of what they add up, of which the largest element tells,
 * so for those (`scaled`) it counts as well as the element itself.
 */
export function tooFar(
  got: ArrayLike<number>,
  wanted: readonly number[],
  { rtol, atol }: Tolerance,
  scaled = true,
): { index: number; got: number; wanted: number }[] {
  const largest = scaled ? Math.max(0, ...wanted.map(Math.abs).filter(Number.isFinite)) : 0;
  return wanted
    .map((w, index) => ({ index, got: got[index] as number, wanted: w }))
    .filter(({ got: g, wanted: w }) => {
      if (Object.is(g, w) || g === w) return false;
      return !(Math.abs(g - w) <= atol + rtol * (largest + Math.abs(w)));
    });
}
