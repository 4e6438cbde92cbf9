/** Normalisation has two ways to its gradient: fused, and (where backward is differentiated itself) composed of ops. */
import { describe, expect, test } from "vitest";
import { F, type Tensor, torch } from "../../../engine/index.ts";

const { float64 } = torch;

interface Operands {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly b: Tensor;
}

const stats = () => [torch.rand(4, { dtype: float64 }), torch.rand(4, { dtype: float64 }).add(0.5)] as const;
const [runningMean, runningVar] = stats();

const norms: Readonly<Record<string, { shape: number[]; channels: number; run: (o: Operands) => Tensor }>> = {
  "batch norm in training": {
    shape: [3, 4, 2],
    channels: 4,
    run: ({ x, w, b }) => F.batchNorm(x, null, null, w, b, true),
  },
  "batch norm in evaluation": {
    shape: [3, 4, 2],
    channels: 4,
    run: ({ x, w, b }) => F.batchNorm(x, runningMean, runningVar, w, b),
  },
  "layer norm": { shape: [3, 2, 4], channels: 4, run: ({ x, w, b }) => F.layerNorm(x, [4], w, b) },
  "group norm": { shape: [2, 4, 3], channels: 4, run: ({ x, w, b }) => F.groupNorm(x, 2, w, b) },
};

function operands(shape: readonly number[], channels: number): Operands {
  torch.manualSeed(1);
  const leaf = (...size: number[]) => torch.randn(size, { dtype: float64, requiresGrad: true });
  return { x: leaf(...shape), w: leaf(channels), b: leaf(channels) };
}

const values = async (ts: readonly (Tensor | null)[]) =>
  Promise.all(ts.map(async (t) => Array.from(await (t as Tensor).detach().data())));

function expectClose(got: readonly number[][], expected: readonly number[][], digits: number): void {
  for (const [i, row] of expected.entries())
    for (const [k, value] of row.entries()) expect(got[i]?.[k]).toBeCloseTo(value, digits);
}

describe.each(Object.entries(norms))("%s", (_, { shape, channels, run }) => {
  test("both ways give the same gradient", async () => {
    const gradients = (createGraph: boolean) => {
      const o = operands(shape, channels);
      return torch.autograd.grad(run(o).pow(3).sum(), [o.x, o.w, o.b], null, { createGraph });
    };
    expectClose(await values(gradients(true)), await values(gradients(false)), 10);
  });

  test("the second derivative is the slope of the first", async () => {
    const slope = (x: Tensor, w: Tensor, b: Tensor, createGraph: boolean) => {
      const [g] = torch.autograd.grad(run({ x, w, b }).pow(3).sum(), [x], null, { createGraph });
      return (g as Tensor).mul(torch.arange(1, x.numel() + 1).reshape(x.shape)).sum();
    };
    const { x, w, b } = operands(shape, channels);
    const [second] = torch.autograd.grad(slope(x, w, b, true), [x]);
    const direction = torch.randn(x.shape, { dtype: float64 });
    const step = 1e-6;
    const at = async (sign: number) =>
      slope(
        x
          .detach()
          .add(direction.mul(sign * step))
          .requiresGrad_(),
        w,
        b,
        false,
      ).item();
    const numeric = ((await at(1)) - (await at(-1))) / (2 * step);
    const exact = await (second as Tensor).mul(direction).sum().item();
    expect(exact / numeric).toBeCloseTo(1, 4);
  });
});
