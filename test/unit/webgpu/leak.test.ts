/** Nobody frees tensors by hand: a training loop must hold the same memory after any number of steps. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import { F, nn, optim, type Tensor, torch } from "../../../engine/index.ts";
import { memory } from "../../../engine/runtime.ts";
import { useTestDevice } from "./bothDevices.ts";

vi.setConfig({ testTimeout: 240_000 });

let gpu: GpuDevice;
beforeAll(async () => {
  gpu = await useTestDevice();
});

class Convolutional extends nn.Module {
  conv = new nn.Conv2d(1, 4, 3);
  fc = new nn.Linear(36, 3);

  forward(x: Tensor): Tensor {
    return this.fc(F.maxPool2d(torch.relu(this.conv(x)), 2).flatten(1));
  }
}

class Perceptron extends nn.Module {
  fc1 = new nn.Linear(4, 4);
  fc2 = new nn.Linear(4, 2);

  forward(x: Tensor): Tensor {
    return this.fc2(torch.relu(this.fc1(x)));
  }
}

/** A training step as a user writes it. */
function trainer(make: () => Convolutional | Perceptron, shape: readonly number[]): () => Tensor {
  torch.manualSeed(0);
  const net = make().to("webgpu");
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.9 });
  return () => {
    const x = torch.rand([...shape]).to("webgpu");
    const out = net(x);
    const loss = out.mul(out).mean();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  };
}

/** Node's collector, at once; what it found is given back in tasks of their own. */
async function collect(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("a training loop", () => {
  test.each([
    ["of a convolution, 50 steps", () => new Convolutional(), [2, 1, 8, 8], 50],
    ["of two linear layers, 1,000 steps", () => new Perceptron(), [2, 4], 1000],
  ] as const)(
    "%s, holds the same bytes and buffers at the end as near the beginning",
    async (_, make, shape, steps) => {
      const step = trainer(make, shape);
      const first = await step().item();
      const held: { live: number; used: number; pipelines: number }[] = [];
      const buffers: number[] = [];
      let last = first;
      for (let s = 1; s <= steps; s++) {
        const loss = step();
        if (s % 10 > 0) continue;
        last = await loss.item();
        if (s % (steps / 10) > 0) continue;
        await collect();
        const { used, pipelines, buffers: count } = gpu.report();
        held.push({ live: memory.live, used, pipelines });
        buffers.push(count);
      }
      expect(last).toBeLessThan(first / 2);
      expect(new Set(held.map((h) => JSON.stringify(h))).size, JSON.stringify(held)).toBe(1);
      // As many as the steps between two collections need, and no more after that.
      const early = buffers.length >> 1;
      expect(Math.max(...buffers.slice(early))).toBeLessThanOrEqual(Math.max(...buffers.slice(0, early)));
    },
  );

  test("backward's own intermediates are free as soon as it ends", async () => {
    const x = torch.rand(4, 64).to("webgpu").requiresGrad_();
    let y: Tensor = x;
    for (let i = 0; i < 20; i++) y = y.mul(1.01).add(0.1);
    const loss = y.sum();
    const before = gpu.report().used;
    loss.backward();
    // What stays: the leaf's gradient, and the 1 that backward starts from.
    expect(gpu.report().used - before).toBe(4 * 64 * 4 + 256);
    expect((await (x.grad as Tensor).data())[0]).toBeCloseTo(1.01 ** 20, 4);
  });
});

test("the collector is made to run while a program makes tensors, however small they look to V8", async () => {
  const x = torch.ones(1 << 18).to("webgpu");
  const { collections } = gpu.collector;
  let most = 0;
  for (let s = 0; s < 30; s++) {
    let y = x;
    for (let i = 0; i < 12; i++) y = y.add(1);
    await y.at(0).item();
    most = Math.max(most, gpu.report().used);
  }
  expect(gpu.collector.collections).toBeGreaterThan(collections);
  // 360 MiB were allocated. 64 MiB may gather before the first press, and it takes effect some steps later.
  expect(most).toBeLessThan(200 << 20);
});

test("what a hook keeps or makes in backward stays", async () => {
  const x = torch.ones(3).to("webgpu").requiresGrad_();
  const y = x.mul(2);
  const kept: Tensor[] = [];
  y.registerHook((grad) => {
    kept.push(grad, grad.mul(10));
  });
  y.mul(3).sum().backward();
  // Anything freed by mistake would be written over by these.
  for (let i = 0; i < 20; i++) x.detach().mul(i);
  expect(await Promise.all(kept.map((t) => t.tolist()))).toEqual([
    [3, 3, 3],
    [30, 30, 30],
  ]);
});
