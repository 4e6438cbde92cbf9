/** Hooks on gradients, kept gradients, writes into views, and results whose shape depends on values. */
import { describe, expect, test } from "vitest";
import { type Tensor, torch } from "../../../engine/index.ts";

const leaf = (...values: number[]): Tensor =>
  torch.tensor(values, { dtype: torch.float32, requiresGrad: true });

const gradient = (t: Tensor) => (t.grad as Tensor).tolist();

describe("hooks", () => {
  test("see the gradient, may replace it, and can be taken down", async () => {
    const x = leaf(1, 2);
    const y = x.mul(3);
    const seen: Tensor[] = [];
    const handle = y.registerHook((grad) => {
      seen.push(grad);
      return grad.mul(10);
    });
    y.sum().backward();
    expect(seen).toHaveLength(1);
    expect(await (x.grad as Tensor).tolist()).toEqual([30, 30]);
    handle.remove();
    x.grad = null;
    x.mul(3).sum().backward();
    expect(await gradient(x)).toEqual([3, 3]);
  });

  test("retainGrad keeps the gradient of a result", async () => {
    const y = leaf(1, 2).mul(3);
    y.retainGrad();
    y.mul(y).sum().backward();
    expect(await (y.grad as Tensor).tolist()).toEqual([6, 12]);
  });
});

describe("writing into a view", () => {
  test("gives the base a history that goes through the write", async () => {
    const x = leaf(1, 2, 3);
    const y = x.mul(1);
    const part = y.at(0);
    part.mul_(5);
    expect(y.gradFn?.name).toBe("CopySlices");
    expect(part.gradFn?.name).toBe("AsStridedBackward0");
    y.sum().backward();
    expect(await (x.grad as Tensor).tolist()).toEqual([5, 1, 1]);
  });

  test("of split() is refused with PyTorch's words", () => {
    const [first] = leaf(1, 2).mul(1).split(1);
    expect(() => first?.mul_(2)).toThrow("Output 0 of Split is a view and is being modified inplace.");
  });
});

test("indexing by a mask goes by way of nonzero()", async () => {
  const x = leaf(-1, 2, 3);
  const picked = x.at(...(await x.gt(0).nonzero({ asTuple: true })));
  expect(await picked.tolist()).toEqual([2, 3]);
  const selected = await x.maskedSelect(x.gt(0));
  expect(selected.gradFn?.name).toBe("MaskedSelectBackward0");
  selected.sum().backward();
  expect(await (x.grad as Tensor).tolist()).toEqual([0, 1, 1]);
});
