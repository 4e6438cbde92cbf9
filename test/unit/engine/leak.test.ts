/** A thousand training steps hold no more than a few: nobody disposes of anything. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { F, nn, optim, type Tensor, torch } from "../../../engine/index.ts";
import { memory } from "../../../engine/runtime.ts";

class Convolutional extends nn.Module {
  conv = new nn.Conv2d(1, 3, 3);
  bn = new nn.BatchNorm2d(3);
  fc = new nn.Linear(3, 2);

  forward(x: Tensor): Tensor {
    return this.fc(F.adaptiveAvgPool2d(F.relu(this.bn(this.conv(x))), 1).flatten(1));
  }
}

class Recurrent extends nn.Module {
  cell = new nn.LSTMCell(3, 4);
  fc = new nn.Linear(4, 2);

  forward(x: Tensor): Tensor {
    let state: [Tensor, Tensor] = [torch.zeros(2, 4), torch.zeros(2, 4)];
    for (const step of x) state = this.cell(step, state) as [Tensor, Tensor];
    return this.fc(state[0]);
  }
}

async function heldBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return memory.live;
}

test.each([
  ["convolution and batch norm", () => new Convolutional(), [2, 1, 6, 6]],
  ["a recurrent cell in a loop", () => new Recurrent(), [4, 2, 3]],
] as const)("%s, 1,000 steps of Adam", { timeout: 120_000 }, async (_, make, shape) => {
  torch.manualSeed(0);
  const net = make();
  const optimizer = new optim.Adam(net.parameters(), { lr: 0.01 });
  const held: number[] = [];
  for (let step = 1; step <= 1000; step++) {
    optimizer.zeroGrad();
    const loss = net(torch.randn([...shape]))
      .pow(2)
      .mean();
    loss.backward();
    optimizer.step();
    if (step % 250 === 0) held.push(await heldBytes());
  }
  expect(new Set(held).size, held.join(", ")).toBe(1);
});
