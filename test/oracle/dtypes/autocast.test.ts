/** Mixed precision as `autocast.py` recorded it in PyTorch. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DTYPES, type DType } from "../../../engine/dtype.ts";
import { F, nn, optim, type Tensor, torch } from "../../../engine/index.ts";
import { numberOf } from "../ops/call.ts";

type Recorded = readonly [dtype: string, values: readonly number[]];

const { runs, scales } = JSON.parse(readFileSync(new URL("autocast.json", import.meta.url), "utf8")) as {
  readonly runs: readonly {
    readonly dtype: string;
    readonly outputs: readonly Recorded[];
    readonly loss: Recorded;
    readonly nodes: readonly string[];
    readonly gradients: Readonly<Record<string, Recorded>>;
  }[];
  readonly scales: readonly (readonly [factor: string, scale: number, parameter: readonly number[]])[];
};

class Net extends nn.Module {
  conv = new nn.Conv2d(1, 2, 3);
  norm = new nn.BatchNorm2d(2);
  fc = new nn.Linear(8, 3);

  forward(input: Tensor): Tensor[] {
    const x = this.fc(F.relu(this.norm(this.conv(input))).flatten(1));
    return [x, this.fc(torch.ones(1, 8)), torch.cat([x, x.float()]), x.softmax(1), x.sum()];
  }
}

async function expectNear(t: Tensor, [dtype, values]: Recorded, unit: number): Promise<void> {
  expect(t.dtype.name).toBe(dtype);
  const data = await t.detach().data();
  const largest = Math.max(...values.map(Math.abs));
  values.forEach((wanted, i) => {
    expect(Math.abs((data[i] as number) - wanted)).toBeLessThanOrEqual(unit * largest);
  });
}

function nodeNames(t: Tensor): string[] {
  const todo = [t.gradFn];
  const seen = new Set<unknown>();
  const names: string[] = [];
  for (let node = todo.shift(); todo.length || node; node = todo.shift()) {
    if (!node || seen.has(node)) continue;
    seen.add(node);
    names.push(node.name);
    todo.push(...node.next.map((edge) => edge?.node ?? null));
  }
  return names.sort();
}

describe.each(runs.map((run) => [run.dtype, run] as const))("autocast to %s", (name, run) => {
  test("gives PyTorch's dtypes, values, nodes and gradients", async () => {
    const dtype = DTYPES.find((d) => d.name === name) as DType;
    // Products round their factors, which the layers after them make more of.
    const unit = 8 * dtype.eps;
    torch.manualSeed(0);
    const net = new Net();
    const [x, y] = [torch.randn(2, 1, 4, 4), torch.randn(2, 3)];
    const [outputs, loss] = torch.autocast(
      "cpu",
      () => {
        const all = net(x);
        return [all, F.mseLoss(all[0] as Tensor, y)] as const;
      },
      { dtype },
    );
    expect(torch.isAutocastEnabled()).toBe(false);
    for (const [i, wanted] of run.outputs.entries()) await expectNear(outputs[i] as Tensor, wanted, unit);
    await expectNear(loss, run.loss, unit);
    expect(nodeNames(loss)).toEqual(run.nodes);
    loss.backward();
    for (const [parameter, p] of net.namedParameters()) {
      await expectNear(p.grad as Tensor, run.gradients[parameter] as Recorded, unit);
    }
  });
});

describe("autocast", () => {
  test("off inside of another region leaves the precision alone", () => {
    const x = torch.ones(2, 2);
    const [inner, outer] = torch.autocast("cpu", () => [
      torch.autocast("cpu", () => x.mm(x), { enabled: false }),
      x.mm(x),
    ]);
    expect([inner?.dtype, outer?.dtype]).toEqual([torch.float32, torch.bfloat16]);
  });

  test("holds until an async body ends, and float64 stays", async () => {
    const x = torch.ones(2, 2);
    const dtypes = await torch.autocast("cpu", async () => {
      await x.data();
      return [x.mm(x).dtype, x.double().mm(x.double()).dtype];
    });
    expect(dtypes).toEqual([torch.bfloat16, torch.float64]);
    expect(x.mm(x).dtype).toBe(torch.float32);
  });
});

describe("GradScaler", () => {
  test("finds PyTorch's scales and leaves out the same steps", async () => {
    const p = new nn.Parameter(torch.ones(2));
    const optimizer = new optim.SGD([p], { lr: 0.5 });
    const scaler = new torch.amp.GradScaler("cpu", { initScale: 8, growthInterval: 2 });
    for (const [factor, scale, values] of scales) {
      optimizer.zeroGrad();
      scaler.scale(p.mul(numberOf(factor)).sum()).backward();
      await scaler.step(optimizer);
      scaler.update();
      expect(scaler.getScale()).toBe(scale);
      expect(await p.tolist()).toEqual(values);
    }
  });

  test("says when it is used in a wrong order", async () => {
    const p = new nn.Parameter(torch.ones(2));
    const optimizer = new optim.SGD([p], { lr: 0.5 });
    const scaler = new torch.amp.GradScaler();
    await expect(scaler.step(optimizer)).rejects.toThrow("No inf checks were recorded for this optimizer.");
    scaler.update(4);
    scaler.scale(p.sum()).backward();
    scaler.unscale_(optimizer);
    expect(await p.grad?.tolist()).toEqual([1, 1]);
    expect(() => scaler.unscale_(optimizer)).toThrow(
      "unscale_() has already been called on this optimizer since the last update().",
    );
  });
});
