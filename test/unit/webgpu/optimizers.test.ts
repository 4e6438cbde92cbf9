/** Optimizers give the same weights on both devices, and their steps wait for no value. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { optim, type Tensor, torch } from "../../../engine/index.ts";
import { backendFor } from "../../../engine/runtime.ts";
import type { DeviceName } from "../../../engine/trace/trace.ts";
import { useTestDevice } from "./bothDevices.ts";

beforeAll(async () => {
  await useTestDevice();
});

type Params = Iterable<Tensor>;
const OPTIMIZERS: Readonly<Record<string, (params: Params) => optim.Optimizer>> = {
  SGD: (p) => new optim.SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  ASGD: (p) => new optim.ASGD(p, { lr: 0.1, t0: 1 }),
  Adam: (p) => new optim.Adam(p, { lr: 0.1, amsgrad: true, weightDecay: 0.1 }),
  AdamW: (p) => new optim.AdamW(p, { lr: 0.1, maximize: true }),
  Adamax: (p) => new optim.Adamax(p, { lr: 0.1 }),
  NAdam: (p) => new optim.NAdam(p, { lr: 0.1 }),
  RAdam: (p) => new optim.RAdam(p, { lr: 0.1, betas: [0.5, 0.9] }),
  RMSprop: (p) => new optim.RMSprop(p, { lr: 0.1, centered: true, momentum: 0.5 }),
  Rprop: (p) => new optim.Rprop(p, { lr: 0.1 }),
  Adagrad: (p) => new optim.Adagrad(p, { lr: 0.1, lrDecay: 0.1 }),
  Adadelta: (p) => new optim.Adadelta(p, { lr: 0.5, rho: 0.5 }),
};

/** The weights after some steps on a parabola whose axes differ. */
async function trained(device: DeviceName, make: (params: Params) => optim.Optimizer): Promise<number[]> {
  torch.manualSeed(0);
  const w = torch.randn(5, 7).to(device).requiresGrad_();
  const scale = torch.rand(5, 7).add(0.5).to(device);
  const opt = make([w]);
  for (let i = 0; i < 6; i++) {
    opt.zeroGrad();
    w.pow(2).mul(scale).sum().backward();
    opt.step();
  }
  return Array.from(await w.detach().data());
}

function expectSame(gpu: readonly number[], cpu: readonly number[]): void {
  const off = cpu.map((w, i) => Math.abs((gpu[i] ?? Number.NaN) - w) / Math.max(1, Math.abs(w)));
  expect(Math.max(...off)).toBeLessThan(1e-5);
}

describe.each(Object.entries(OPTIMIZERS))("%s", (_, make) => {
  test("gives the CPU's weights, and reads only those", async () => {
    const read = vi.spyOn(backendFor("webgpu"), "read");
    const gpu = await trained("webgpu", make);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    expectSame(gpu, await trained("cpu", make));
  });
});

test("LBFGS gives the CPU's weights", async () => {
  const minimized = async (device: DeviceName) => {
    torch.manualSeed(0);
    const w = torch.randn(5, 7).to(device).requiresGrad_();
    const scale = torch.rand(5, 7).add(0.5).to(device);
    const opt = new optim.LBFGS([w], { lineSearchFn: "strong_wolfe", maxIter: 4 });
    await opt.step(() => {
      opt.zeroGrad();
      const loss = w.pow(2).mul(scale).sum().add(w.pow(4).mean());
      loss.backward();
      return loss;
    });
    return Array.from(await w.detach().data());
  };
  expectSame(await minimized("webgpu"), await minimized("cpu"));
});
