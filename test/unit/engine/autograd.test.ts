/** Backward: what flows where, what is kept, and what is refused. */
import { describe, expect, test } from "vitest";
import { type Tensor, torch } from "../../../engine/index.ts";

const leaf = (values: number[]): Tensor => torch.tensor(values, { dtype: torch.float64, requiresGrad: true });
const list = (t: Tensor | null) => (t as Tensor).tolist();

describe("backward", () => {
  test("accumulates into leaves over calls", async () => {
    const x = leaf([1, 2]);
    for (let i = 0; i < 3; i++) x.mul(x).sum().backward();
    expect(await list(x.grad)).toEqual([6, 12]);
  });

  test("leaves that share a gradient do not share its memory", async () => {
    const [a, b] = [leaf([1]), leaf([1])];
    for (let i = 0; i < 2; i++) a.add(b).backward();
    a.sum().backward();
    expect([await list(a.grad), await list(b.grad)]).toEqual([[3], [2]]);
  });

  test("sums over broadcast dimensions", async () => {
    const [a, b] = [leaf([1, 2, 3]), torch.ones(2, 1, { dtype: torch.float64, requiresGrad: true })];
    a.mul(b).sum().backward();
    expect(await list(a.grad)).toEqual([2, 2, 2]);
    expect(await list(b.grad)).toEqual([[6], [6]]);
  });

  test("keeps the graph when asked", async () => {
    const x = leaf([3]);
    const y = x.mul(x);
    y.backward(null, { retainGraph: true });
    y.backward();
    expect(await list(x.grad)).toEqual([12]);
  });

  test("can be differentiated itself", async () => {
    const x = leaf([2]);
    const [first] = torch.autograd.grad(x.mul(x).mul(x), x, null, { createGraph: true });
    const [second] = torch.autograd.grad(first as Tensor, x);
    expect(await list(second as Tensor)).toEqual([12]);
  });

  test.each([
    [1, 2],
    [2, 1],
  ])("is on again after two async bodies that overlap (%d, %d turns)", async (first, second) => {
    const turns = async (n: number) => {
      for (let i = 0; i < n; i++) await Promise.resolve();
      return torch.isGradEnabled();
    };
    const both = [first, second].map((n) => torch.noGrad(() => turns(n)));
    expect(await Promise.all(both)).toEqual([false, false]);
    expect(torch.isGradEnabled()).toBe(true);
  });

  test("does nothing under noGrad, an async body included", async () => {
    const x = leaf([1]);
    const y = await torch.noGrad(async () => {
      await Promise.resolve();
      return x.mul(2);
    });
    expect([y.requiresGrad, torch.isGradEnabled()]).toEqual([false, true]);
  });

  test("runs through a chain of 20,000 ops", async () => {
    const x = leaf([1]);
    let y: Tensor = x;
    for (let i = 0; i < 20_000; i++) y = y.add(1);
    y.backward();
    expect(await list(x.grad)).toEqual([1]);
  });

  test("refuses to write over what it needs", () => {
    const x = leaf([1]);
    const y = x.mul(2);
    const z = y.mul(y);
    y.add_(1);
    expect(() => z.backward()).toThrow(/modified by an inplace operation: \[torch\.DoubleTensor \[1\]\]/);
  });
});
