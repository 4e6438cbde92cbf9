/** Distances between all pairs of rows: `torch.cdist`. */
import { distances, distancesBackward } from "../devices/cpu/distance.ts";
import { gpuDistances, gpuDistancesBackward } from "../devices/webgpu/kernels/distance.ts";
import { scalarTypeName } from "../dtype.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { broadcastShapes, numel } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { defineOp } from "./op.ts";
import { expand, view } from "./views.ts";

const sizeAt = (t: Tensor, dim: number): number => t.shape.at(dim) as number;

const pairs = defineOp({
  schema: "_pair_distances(Tensor x1, Tensor x2, float p) -> Tensor",
  doc: "The p-norm of `x1[b, i] - x2[b, j]` as `[b, i, j]`.",
  meta: ({ x1, x2 }) => ({ shape: [sizeAt(x1, 0), sizeAt(x1, 1), sizeAt(x2, 1)] }),
  cpu: ({ x1, x2, p }, [out]) => distances(x1, x2, p, out),
  webgpu: ({ x1, x2, p }, [out], gpu) => gpuDistances(gpu, x1, x2, p, out),
});

const pairsBackward = defineOp({
  schema: "_pair_distances_backward(Tensor grad, Tensor x1, Tensor x2, float p, Tensor cdist) -> Tensor",
  doc: "The gradient of `x1` from that of the distances.",
  meta: ({ x1 }) => ({ shape: x1.shape }),
  cpu: ({ grad, x1, x2, p, cdist }, [out]) => distancesBackward(grad, x1, x2, p, cdist, out),
  webgpu: (args, [out], gpu) => gpuDistancesBackward(gpu, args, out),
});

/** The common leading dimensions. */
const batchOf = (x1: Tensor, x2: Tensor): number[] =>
  broadcastShapes(x1.shape.slice(0, -2), x2.shape.slice(0, -2));

/** One batch of matrices, of a tensor whose leading dimensions are broadcast. */
const asBatch = (t: Tensor, batch: readonly number[]): Tensor =>
  t.expand([...batch, ...t.shape.slice(-2)]).reshape([numel(batch), ...t.shape.slice(-2)]);

/** PyTorch cannot differentiate this one again. */
const cdistBackward = defineOp({
  schema: "_cdist_backward(Tensor grad, Tensor x1, Tensor x2, float p, Tensor cdist) -> Tensor",
  doc: "The gradient of `x1` from that of `cdist(x1, x2)`.",
  explicit: ({ grad, x1, x2, p, cdist }) => {
    const batch = batchOf(x1, x2);
    const [g, a, b, d] = [grad, x1, x2, cdist].map((t) => asBatch(t, batch)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    return pairsBackward({ grad: g, x1: a, x2: b, p, cdist: d }).reshape([...batch, ...x1.shape.slice(-2)]);
  },
});

const cdistForward = defineOp({
  schema: "_cdist_forward(Tensor x1, Tensor x2, float p, int? compute_mode) -> Tensor",
  doc: "Distances between all rows of two matrices, by differences.",
  explicit: ({ x1, x2, p }) => {
    const batch = batchOf(x1, x2);
    const out = pairs({ x1: asBatch(x1, batch), x2: asBatch(x2, batch), p });
    return out.reshape([...batch, sizeAt(x1, -2), sizeAt(x2, -2)]);
  },
  node: "CdistBackward0",
  derivatives: (d) => [
    d("x1", ["p", "result", "x1", "x2"], (c) =>
      cdistBackward({ grad: c.grad, x1: c.x1, x2: c.x2, p: c.p, cdist: c.result }),
    ),
    d("x2", ["p", "result", "x1", "x2"], (c) =>
      cdistBackward({ grad: c.grad.mT, x1: c.x2, x2: c.x1, p: c.p, cdist: c.result.mT }),
    ),
  ],
  flops: ({ x1, x2 }) => 3 * x1.numel() * sizeAt(x2, -2),
});

const euclideanDist = defineOp({
  schema: "_euclidean_dist(Tensor x1, Tensor x2) -> Tensor",
  doc: "Euclid's distances between all rows of batches of matrices.",
  explicit: ({ x1, x2 }) => {
    const out = pairs({
      x1: asBatch(x1, [numel(x1.shape.slice(0, -2))]),
      x2: asBatch(x2, [numel(x2.shape.slice(0, -2))]),
      p: 2,
    });
    return out.reshape([...x1.shape.slice(0, -1), sizeAt(x2, -2)]);
  },
  node: "EuclideanDistBackward0",
  derivatives: (d) => [
    d(["x1", "x2"], ["result", "x1", "x2"], (c) => {
      const ratio = c.grad.div(c.result).maskedFill(c.result.eq(0), 0);
      return [
        c.needs("x1") ? c.x1.mul(ratio.sum([-1], { keepdim: true })).sub(ratio.matmul(c.x2)) : null,
        c.needs("x2") ? c.x2.mul(ratio.sum([-2]).unsqueeze(-1)).sub(ratio.mT.matmul(c.x1)) : null,
      ];
    }),
  ],
  flops: ({ x1, x2 }) => 3 * x1.numel() * sizeAt(x2, -2),
});

const MODES: Readonly<Record<string, number>> = {
  use_mm_for_euclid_dist_if_necessary: 0,
  use_mm_for_euclid_dist: 1,
  donot_use_mm_for_euclid_dist: 2,
};

export const cdist = defineOp({
  schema:
    "cdist(Tensor x1, Tensor x2, float p=2.0, str compute_mode='use_mm_for_euclid_dist_if_necessary') -> Tensor",
  doc: "The p-norm distance of each row of `x1 […, n, k]` from each row of `x2 […, m, k]`: `[…, n, m]`.",
  on: ["torch"],
  composite: ({ x1, x2, p, computeMode }) => {
    const mode = MODES[computeMode];
    if (mode === undefined) throw new ValueError(`${computeMode} is not a valid value for compute_mode`);
    for (const [name, t] of [
      ["X1", x1],
      ["X2", x2],
    ] as const) {
      if (t.ndim < 2) {
        throw new RuntimeError(`cdist only supports at least 2D tensors, ${name} got: ${t.ndim}D`);
      }
    }
    if (sizeAt(x1, -1) !== sizeAt(x2, -1)) {
      throw new RuntimeError(
        `X1 and X2 must have the same number of columns. X1: ${sizeAt(x1, -1)} X2: ${sizeAt(x2, -1)}`,
      );
    }
    for (const [name, t] of [
      ["X1", x1],
      ["X2", x2],
    ] as const) {
      if (!t.dtype.isFloatingPoint) {
        throw new RuntimeError(
          `cdist only supports floating-point dtypes, ${name} got: ${scalarTypeName(t.dtype)}`,
        );
      }
    }
    if (p < 0) throw new RuntimeError("cdist only supports non-negative p values");
    if (x1.dtype !== x2.dtype) {
      throw new RuntimeError(
        `expected scalar type ${scalarTypeName(x1.dtype)} but found ${scalarTypeName(x2.dtype)}`,
      );
    }
    const [n, m] = [sizeAt(x1, -2), sizeAt(x2, -2)];
    const byProducts = p === 2 && (mode === 1 || (mode === 0 && (n > 25 || m > 25)));
    if (!byProducts || x1.numel() === 0 || x2.numel() === 0) {
      return cdistForward({ x1, x2, p, computeMode: mode });
    }
    const batch = batchOf(x1, x2);
    const laid = (t: Tensor) => {
      if (batch.length === 0) return t;
      const spread = expand({ self: t, size: [...batch, ...t.shape.slice(-2)] });
      return view({ self: spread.contiguous(), size: [numel(batch), ...t.shape.slice(-2)] });
    };
    const out = euclideanDist({ x1: laid(x1), x2: laid(x2) });
    return view({ self: out, size: [...batch, n, m] });
  },
});
