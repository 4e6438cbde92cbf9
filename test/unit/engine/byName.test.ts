/** What may come by position or by name, and lines of printed values in their order. */

import { afterEach, expect, it, vi } from "vitest";
import { nn, print, slice, type Tensor, torch } from "../../../engine/index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("backward takes its options without a gradient", async () => {
  const x = torch.ones(3, { requiresGrad: true });
  const loss = x.mul(x).sum();
  loss.backward({ retainGraph: true });
  loss.backward({ gradient: torch.tensor(2, { dtype: torch.float32 }) });
  expect(await (x.grad as Tensor).tolist()).toEqual([6, 6, 6]);
});

it("autograd.grad takes grad_outputs by name, as in gradient penalties", async () => {
  const x = torch.ones(2, 3, { requiresGrad: true });
  const y = x.pow(2);
  const gradOutputs = torch.full([2, 3], 2, { dtype: torch.float32 });
  const [byName] = torch.autograd.grad(y, x, { gradOutputs, createGraph: true });
  const [byPosition] = torch.autograd.grad(y, x, gradOutputs);
  expect(byName?.requiresGrad).toBe(true);
  expect(await byName?.tolist()).toEqual(await byPosition?.tolist());
});

it("dim may come by name where it has no default", async () => {
  const x = torch.arange(6).view(2, 3);
  expect(await x.sum({ dim: 1, keepdim: true }).tolist()).toEqual([[3], [12]]);
  expect(await x.max({ dim: 0 }).values.tolist()).toEqual([3, 4, 5]);
});

it("a list of positions indexes as a tensor of them", async () => {
  const x = torch.arange(6).view(2, 3);
  expect(await x.at(null, [2, 0]).tolist()).toEqual([
    [2, 0],
    [5, 3],
  ]);
  expect(
    await x
      .at(slice(1))
      .set([null, [0, -1]], 9)
      .tolist(),
  ).toEqual([[9, 4, 9]]);
  expect(x.at([]).shape).toEqual([0, 3]);
});

it("recurrent layers know their parameters by layer and direction", () => {
  const gru = new nn.GRU(3, 4, { numLayers: 2, bidirectional: true });
  expect(gru.weightIhL1Reverse?.shape).toEqual([12, 8]);
  expect(gru.biasHhL0?.shape).toEqual([12]);
});

it("lines come in order, though tensors have to be read, and named tuples as PyTorch prints them", async () => {
  const lines: unknown[] = [];
  vi.spyOn(console, "log").mockImplementation((line: unknown) => {
    lines.push(line);
  });
  print("before");
  print(torch.tensor([[1, 3]]).max(1));
  print(new nn.Parameter(torch.ones(2)));
  print("after");
  await vi.waitFor(() => expect(lines).toHaveLength(4));
  expect(lines).toEqual([
    "before",
    "torch.return_types.max(\nvalues=tensor([3]),\nindices=tensor([1]))",
    "Parameter containing:\ntensor([1., 1.], requires_grad=True)",
    "after",
  ]);
});
