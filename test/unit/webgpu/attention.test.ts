/** Attention with the heads of GPT-2 small: right on WebGPU, and nothing of its scores stays in memory. */
import { beforeAll, expect, test, vi } from "vitest";
import type { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import { F, type Tensor, torch } from "../../../engine/index.ts";
import { expectClose, useTestDevice } from "./bothDevices.ts";

vi.setConfig({ testTimeout: 120_000 });

let gpu: GpuDevice;
beforeAll(async () => {
  gpu = await useTestDevice();
});

const [HEADS, TOKENS, SIZE] = [12, 256, 64];
/** Bytes of queries, keys, values, outputs or a gradient of them. */
const ONE = 4 * HEADS * TOKENS * SIZE;

const numbers = async (t: Tensor | null): Promise<number[]> => Array.from((await t?.detach().data()) ?? []);

test("12 heads of 48 tokens, causal, forward and backward", async () => {
  torch.manualSeed(0);
  const onCpu = [0, 1, 2].map(() => torch.randn(1, HEADS, 48, SIZE).requiresGrad_());
  const onGpu = onCpu.map((t) => t.detach().to("webgpu").requiresGrad_());
  const run = ([q, k, v]: readonly Tensor[]) =>
    F.scaledDotProductAttention(q as Tensor, k as Tensor, v as Tensor, { isCausal: true });
  const [wanted, got] = [run(onCpu), run(onGpu)];
  expectClose(await numbers(got), await numbers(wanted), { relative: 1e-4, absolute: 1e-5 });
  wanted.pow(2).sum().backward();
  got.pow(2).sum().backward();
  for (const [i, t] of onGpu.entries()) {
    expectClose(await numbers(t.grad), await numbers(onCpu[i]?.grad ?? null), {
      relative: 1e-3,
      absolute: 1e-4,
    });
  }
});

test("what stays is the output and its sums of exponentials, then the gradients", () => {
  const [q, k, v] = [0, 1, 2].map(() => torch.rand(1, HEADS, TOKENS, SIZE).to("webgpu").requiresGrad_()) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const before = gpu.report().used;
  const y = F.scaledDotProductAttention(q, k, v, { isCausal: true });
  const forward = gpu.report().used - before;
  expect(forward).toBeGreaterThanOrEqual(ONE);
  // The scores alone would take four times the output. The causal mask, for one head, waits for the collector.
  expect(forward).toBeLessThan(2 * ONE);
  y.backward(torch.onesLike(y));
  // The gradient given and three more, and another mask.
  expect(gpu.report().used - before).toBeLessThan(forward + 6 * ONE);
});
