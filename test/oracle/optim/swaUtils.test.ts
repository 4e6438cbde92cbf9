/** Averaged models against PyTorch: weights, counts and running statistics after three updates. */
import { expect, test } from "vitest";
import { nn, optim, type Tensor, torch } from "../subject.ts";
import { expectClose, expected, numbers } from "./expected.ts";

const { AveragedModel, getEmaAvgFn, getEmaMultiAvgFn, getSwaMultiAvgFn, updateBn } = optim.swaUtils;

const OPTIONS: Readonly<Record<keyof typeof expected.averaged, optim.swaUtils.AveragedModelOptions>> = {
  mean: {},
  ema: { avgFn: getEmaAvgFn(0.9) },
  ema_multi: { multiAvgFn: getEmaMultiAvgFn(0.9) },
  mean_multi: { multiAvgFn: getSwaMultiAvgFn() },
  buffers: { useBuffers: true },
};

async function expectState(
  got: Readonly<Record<string, Tensor>>,
  wanted: Readonly<Record<string, number | number[]>>,
): Promise<void> {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, value] of Object.entries(wanted))
    expectClose(await numbers(got[name] as Tensor), [value].flat(), 2e-6);
}

test.each(Object.entries(expected.averaged))("AveragedModel: %s", async (name, { state, renewed }) => {
  torch.manualSeed(0);
  const net = new nn.Sequential(new nn.Linear(3, 2), new nn.BatchNorm1d(2));
  const opt = new optim.SGD(net.parameters(), { lr: 0.1 });
  const model = new AveragedModel(net, OPTIONS[name]);
  const x = torch.randn(8, 3);
  for (let i = 0; i < 3; i++) {
    opt.zeroGrad();
    net(x)
      .sub(x.narrow(1, 0, 2))
      .pow(2)
      .sum()
      .backward();
    opt.step();
    model.updateParameters(net);
  }
  await expectState(model.stateDict(), state);
  expect(model.eval()(x).shape).toEqual([8, 2]);
  await updateBn([x.narrow(0, 0, 4), [x.narrow(0, 4, 4), x]], model);
  await expectState(model.stateDict(), renewed);
  expect([model.training, (model.module[1] as nn.BatchNorm1d).momentum]).toEqual([false, 0.1]);
});

test("a decay beyond 1 is refused", () => {
  expect(() => getEmaAvgFn(1.5)).toThrow(
    "Invalid decay value 1.5 provided. Please provide a value in [0,1] range.",
  );
});
