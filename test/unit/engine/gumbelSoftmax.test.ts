/** Samples of categories: their properties. Their numbers are compared with PyTorch in `test/oracle/chance`. */
import { expect, test } from "vitest";
import { F, torch } from "../../../engine/index.ts";

test("soft samples are distributions", async () => {
  torch.manualSeed(0);
  const y = F.gumbelSoftmax(torch.randn(20, 5), 0.5);
  for (const sum of (await y.sum(1).tolist()) as number[]) expect(sum).toBeCloseTo(1, 5);
  expect(Math.min(...((await y.flatten().tolist()) as number[]))).toBeGreaterThan(0);
});

test("hard samples are one-hot, with the soft ones' gradient", async () => {
  torch.manualSeed(0);
  const logits = torch.randn(3, 4).requiresGrad_();
  const hard = F.gumbelSoftmax(logits, 1, true);
  expect(hard.gradFn?.name).toBe("AddBackward0");
  const rows = (await hard.tolist()) as number[][];
  for (const row of rows) expect(row.map(Math.round).sort()).toEqual([0, 0, 0, 1]);
  hard.mul(torch.arange(12).view(3, 4)).sum().backward();
  const sums = (await logits.grad?.sum(1).tolist()) as number[];
  for (const sum of sums) expect(sum).toBeCloseTo(0, 4);
  expect(await logits.grad?.abs().sum().item()).toBeGreaterThan(0.1);
});

test("categories come as often as their probabilities say", async () => {
  torch.manualSeed(0);
  const logits = torch.tensor([0.5, 0.3, 0.2]).log().expand(4000, 3);
  const shares = (await F.gumbelSoftmax(logits, 1, true).mean(0).tolist()) as number[];
  expect(shares.map((share) => share.toFixed(1))).toEqual(["0.5", "0.3", "0.2"]);
});
