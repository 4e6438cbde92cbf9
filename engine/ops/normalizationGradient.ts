/** The gradients of batch, layer and group normalisation, which are one formula (`engine/normalization.ts`). */
import { buildsGraph } from "../autograd/mode.ts";
import { affineGradient, normalizeGradient } from "../devices/cpu/normalize.ts";
import { gpuAffineGradient, gpuNormalizeGradient } from "../devices/webgpu/kernels/normalize.ts";
import { type NormKind, normalization } from "../normalization.ts";
import { numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";

const inputOp = defineOp({
  schema:
    "_normalization_backward_input(Tensor grad, Tensor input, Tensor mean, Tensor rstd, Tensor? weight, str kind, int parts, bool constant) -> Tensor",
  doc: "The gradient of the input of a normalisation.",
  meta: ({ input }) => ({ shape: input.shape }),
  cpu: ({ grad, input, mean, rstd, weight, kind, parts, constant }, [out]) => {
    const n = normalization(kind as NormKind, input.shape, parts);
    normalizeGradient(grad, input, n, { mean: mean.data, rstd: rstd.data }, weight, constant, out);
  },
  webgpu: ({ grad, input, mean, rstd, weight, kind, parts, constant }, [out], gpu) => {
    const n = normalization(kind as NormKind, input.shape, parts);
    gpuNormalizeGradient(gpu, grad, input, n, mean, rstd, weight, constant, out);
  },
  flops: ({ input }) => 8 * input.numel(),
});

const affineOp = defineOp({
  schema:
    "_normalization_backward_affine(Tensor grad, Tensor input, Tensor mean, Tensor rstd, str kind, int parts) -> (Tensor weight, Tensor bias)",
  doc: "The gradients of weight and bias of a normalisation, one for each channel.",
  meta: ({ input, kind, parts }) => {
    const shape = [normalization(kind as NormKind, input.shape, parts).affine.count];
    return [{ shape }, { shape }];
  },
  cpu: ({ grad, input, mean, rstd, kind, parts }, [weight, bias]) => {
    const n = normalization(kind as NormKind, input.shape, parts);
    affineGradient(grad, input, n, { mean: mean.data, rstd: rstd.data }, weight, bias);
  },
  webgpu: ({ grad, input, mean, rstd, kind, parts }, [weight, bias], gpu) => {
    const n = normalization(kind as NormKind, input.shape, parts);
    gpuAffineGradient(gpu, grad, input, n, mean, rstd, [weight, bias]);
  },
  flops: ({ input }) => 4 * input.numel(),
});

export interface NormContext {
  readonly grad: Tensor;
  readonly input: Tensor;
  readonly weight: Tensor | null;
  /** Of each line. */
  readonly mean: Tensor;
  readonly rstd: Tensor;
  readonly kind: NormKind;
  readonly parts: number;
  /** The statistics do not depend on the input. */
  readonly constant: boolean;
  readonly needs: (arg: string) => boolean;
}

/** The gradients of input, weight and bias; null where none is asked for. */
export function normalizationGradients(c: NormContext): (Tensor | null)[] {
  // With a graph of the backward pass itself, from ops that have derivatives.
  if (buildsGraph()) return composed(c);
  const { grad, input, weight, mean, rstd, kind, parts, constant } = c;
  const x = c.needs("input") ? inputOp({ grad, input, mean, rstd, weight, kind, parts, constant }) : null;
  if (!c.needs("weight") && !c.needs("bias")) return [x, null, null];
  const [w, b] = affineOp({ grad, input, mean, rstd, kind, parts });
  const shape = weight?.shape ?? b.shape;
  return [x, c.needs("weight") ? w.view(shape) : null, c.needs("bias") ? b.view(shape) : null];
}

/** The same in elementwise ops and means, on the elements seen as `[lines…, elements…]`. */
function composed(c: NormContext): (Tensor | null)[] {
  const { kind, parts, constant } = c;
  const { shape } = c.input;
  const planes = shape.slice(2).map(() => 1);
  const grouped = kind === "group";
  const seen = (t: Tensor) =>
    grouped ? t.reshape([shape[0] as number, parts, numel(shape.slice(1)) / parts]) : t;
  const dims = grouped
    ? [2]
    : kind === "layer"
      ? shape.map((_, d) => d).slice(shape.length - parts)
      : shape.map((_, d) => d).filter((d) => d !== 1);
  const perLine = (t: Tensor) =>
    kind === "batch" ? t.view([1, t.numel(), ...planes]) : grouped ? t.view([...t.shape, 1]) : t;
  const perChannel = (t: Tensor) => (kind === "layer" ? t : t.view([1, t.numel(), ...planes]));
  const x = seen(c.input);
  const average = (t: Tensor) => t.mean(dims, { keepdim: true });
  const distance = constant ? x.sub(perLine(c.mean)) : x.sub(average(x));
  const rstd = constant
    ? perLine(c.rstd)
    : differentiableRstd(average(distance.mul(distance)), perLine(c.rstd));
  const normal = distance.mul(rstd);
  const scaled = seen(c.weight ? c.grad.mul(perChannel(c.weight)) : c.grad);
  const centred = constant
    ? scaled
    : scaled.sub(average(scaled)).sub(normal.mul(average(scaled.mul(normal))));
  const channelDims =
    (kind === "layer" ? shape.map((_, d) => d).slice(0, shape.length - parts) : null) ??
    shape.map((_, d) => d).filter((d) => d !== 1);
  const overChannels = (t: Tensor) => (channelDims.length ? t.sum(channelDims) : t);
  return [
    c.needs("input") ? centred.mul(rstd).reshape(shape) : null,
    c.needs("weight") ? overChannels(c.grad.mul(normal.reshape(shape))) : null,
    c.needs("bias") ? overChannels(c.grad) : null,
  ];
}

/** `1 / √(variance + eps)` as a function of the variance. The eps, which not every node saves, follows from the value. */
function differentiableRstd(variance: Tensor, rstd: Tensor): Tensor {
  const eps = rstd.mul(rstd).reciprocal().sub(variance).detach();
  return variance.add(eps).rsqrt();
}
