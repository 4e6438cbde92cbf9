/** Bounds for gradients, applied between `backward()` and the optimizer's step. */
import { noGrad } from "../../autograd/mode.ts";
import { RuntimeError } from "../../errors.ts";
import { floatRepr } from "../../format/floatRepr.ts";
import { zeros } from "../../ops/creation.ts";
import { stack } from "../../ops/join.ts";
import { linalgVectorNorm } from "../../ops/vectorNorm.ts";
import { Tensor } from "../../tensor.ts";
import { positional } from "../positional.ts";

type Tensors = Tensor | Iterable<Tensor>;

const listOf = (tensors: Tensors): Tensor[] => (tensors instanceof Tensor ? [tensors] : [...tensors]);
const gradientsOf = (parameters: Tensors): Tensor[] =>
  listOf(parameters).flatMap((p) => (p.grad ? [p.grad] : []));

interface NormOptions {
  /** 2: the Euclidean norm. Infinity: the largest absolute value. */
  normType?: number;
  /** Whether a norm that is NaN or infinite is an error; the result is then a promise, as it has to be looked at. */
  errorIfNonfinite?: boolean;
}

type NormArguments = [options?: NormOptions] | [normType: number, options?: NormOptions];

const optionsOf = (given: NormArguments) =>
  positional(given, { normType: 2, errorIfNonfinite: false }, ["normType", "errorIfNonfinite"]);

function normOf(tensors: readonly Tensor[], normType: number): Tensor {
  const norms = tensors.map((g) => linalgVectorNorm({ self: g, ord: normType }));
  return norms.length === 0
    ? zeros({ size: [] })
    : linalgVectorNorm({ self: stack({ tensors: norms }), ord: normType });
}

async function checkFinite(total: Tensor, normType: number): Promise<Tensor> {
  if (!Number.isFinite(await total.item())) {
    throw new RuntimeError(
      `The total norm of order ${floatRepr(normType)} for gradients from \`parameters\` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set \`error_if_nonfinite=False\``,
    );
  }
  return total;
}

/** The norm of all tensors together, as if they were one vector. */
export function getTotalNorm(tensors: Tensors, ...given: NormArguments): Tensor {
  return noGrad(() => normOf(listOf(tensors), optionsOf(given).normType));
}

/** Scales the gradients by what brings `totalNorm` to at most `maxNorm`, in place. */
export function clipGradsWithNorm_(parameters: Tensors, maxNorm: number, totalNorm: Tensor): void {
  noGrad(() => {
    // Without a question to the device: where the norm is small enough, all are multiplied by 1.
    const factor = totalNorm.add(1e-6).reciprocal().mul(maxNorm).clamp(null, 1);
    for (const g of gradientsOf(parameters)) g.mul_(factor.to(g.device));
  });
}

/**
 * Scales all gradients together so that their norm is at most `maxNorm`, in place.
 * @returns the norm of all gradients as it was before; with `errorIfNonfinite` a promise of it
 */
export function clipGradNorm_(
  parameters: Tensors,
  maxNorm: number,
  ...given: [options: NormOptions & { errorIfNonfinite: true }]
): Promise<Tensor>;
export function clipGradNorm_(parameters: Tensors, maxNorm: number, ...given: NormArguments): Tensor;
export function clipGradNorm_(
  parameters: Tensors,
  maxNorm: number,
  ...given: NormArguments
): Tensor | Promise<Tensor> {
  const all = listOf(parameters);
  const { normType, errorIfNonfinite } = optionsOf(given);
  const total = noGrad(() => normOf(gradientsOf(all), normType));
  const clip = (norm: Tensor): Tensor => {
    clipGradsWithNorm_(all, maxNorm, norm);
    return norm;
  };
  return errorIfNonfinite ? checkFinite(total, normType).then(clip) : clip(total);
}

/** Bounds each element of the gradients by `±clipValue`, in place. */
export function clipGradValue_(parameters: Tensors, clipValue: number): void {
  noGrad(() => {
    for (const g of gradientsOf(parameters)) g.clamp_(-clipValue, clipValue);
  });
}
