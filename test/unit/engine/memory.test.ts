/** Nobody disposes of tensors: what a training loop holds stays constant, and only what is held counts. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nn, optim, type Tensor, torch } from "../../../engine/index.ts";
import { memory } from "../../../engine/runtime.ts";

const MB = 1e6;

describe("a training loop on the CPU", () => {
  beforeEach(() => memory.reset(60 * MB));
  afterEach(() => memory.reset(Number.POSITIVE_INFINITY));

  test("makes many times the budget, a step at a time, and holds little", { timeout: 60_000 }, async () => {
    const net = new nn.Sequential(new nn.Linear(256, 256), new nn.ReLU(), new nn.Linear(256, 1));
    const opt = new optim.SGD(net.parameters(), { lr: 0.001, momentum: 0.9 });
    const x = torch.randn(512, 256);
    let made = 0;
    for (let step = 0; step < 300; step++) {
      opt.zeroGrad();
      const before = memory.live;
      const loss = net(x).mul(2).sum();
      made += memory.live - before;
      loss.backward();
      opt.step();
      await loss.item();
    }
    expect(made).toBeGreaterThan(300 * MB);
    expect(memory.peak).toBeLessThan(240 * MB);
  });

  test("ends where more is really held than allowed", async () => {
    const held: Tensor[] = [];
    const grow = async () => {
      for (;;) {
        held.push(torch.zeros(MB));
        await (held.at(-1) as Tensor).at(0).item();
      }
    };
    await expect(grow()).rejects.toThrow(/this run may use|without a pause/);
    expect(held.length).toBeLessThan(70);
  });
});

test("what a node saved is let go when backward has run", () => {
  const x = torch.randn(10, { requiresGrad: true });
  const y = x.exp();
  y.sum().backward();
  expect(() => y.sum().backward()).toThrow("Trying to backward through the graph a second time");
});
