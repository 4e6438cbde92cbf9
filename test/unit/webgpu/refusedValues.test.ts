/** Values that a loss must refuse: on the CPU at once, on WebGPU at the next read, with PyTorch's text. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { F, type Tensor, torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

const classes = (values: number[]) => torch.tensor(values);
const cases: Record<string, [message: string, run: (on: (t: Tensor) => Tensor) => Tensor]> = {
  crossEntropy: [
    "Target 5 is out of bounds.",
    (on) => F.crossEntropy(on(torch.randn(3, 4)), on(classes([0, 5, 1]))),
  ],
  "crossEntropy below 0": [
    "Target -3 is out of bounds.",
    (on) => F.crossEntropy(on(torch.randn(2, 4)), on(classes([0, -3]))),
  ],
  "crossEntropy with label smoothing": [
    "Target 4 is out of bounds.",
    (on) => F.crossEntropy(on(torch.randn(2, 4)), on(classes([4, 0])), { labelSmoothing: 0.1 }),
  ],
  multiMarginLoss: [
    "target out of range",
    (on) => F.multiMarginLoss(on(torch.randn(2, 4)), on(classes([4, 0]))),
  ],
  multilabelMarginLoss: [
    "argument #2 'target' is out of range",
    (on) => F.multilabelMarginLoss(on(torch.randn(2)), on(classes([0, 7]))),
  ],
  gaussianNllLoss: [
    "var has negative entry/entries",
    (on) => F.gaussianNllLoss(on(torch.randn(2)), on(torch.randn(2)), on(torch.tensor([1.5, -1]))),
  ],
};

describe.each(Object.entries(cases))("%s", (_, [message, run]) => {
  test("on the CPU at once", () => {
    expect(() => run((t) => t)).toThrow(message);
  });

  test("on WebGPU at the next read", async () => {
    const loss = run((t) => t.to("webgpu"));
    await expect(loss.item()).rejects.toThrow(message);
  });
});

test("what is ignored is not refused", async () => {
  const target = classes([-100, 2]).to("webgpu");
  expect(await F.crossEntropy(torch.zeros(2, 4).to("webgpu"), target).item()).toBeCloseTo(Math.log(4), 5);
});
