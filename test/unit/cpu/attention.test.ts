/** The attention kernel beside the same made of products, at sizes where panels, blocks and SIMD are at work. */
import { describe, expect, test } from "vitest";
import { F, type Tensor, torch } from "../../../engine/index.ts";

const close = async (a: Tensor, b: Tensor, tolerance: number) => {
  expect([...a.shape]).toEqual([...b.shape]);
  const [x, y] = await Promise.all([a.detach().data(), b.detach().data()]);
  const worst = Array.from(x).reduce((w, v, i) => Math.max(w, Math.abs(v - (y[i] as number))), 0);
  expect(worst).toBeLessThan(tolerance);
};

interface Sizes {
  readonly heads: number;
  readonly keyHeads: number;
  readonly mask?: readonly number[];
  readonly isCausal?: boolean;
  readonly dtype?: typeof torch.float64;
}

describe.each<[string, Sizes]>([
  ["plain", { heads: 3, keyHeads: 3 }],
  ["causal", { heads: 2, keyHeads: 2, isCausal: true }],
  ["mask for all", { heads: 2, keyHeads: 2, mask: [37, 41] }],
  ["mask for each key", { heads: 2, keyHeads: 2, mask: [2, 1, 1, 41] }],
  ["shared keys", { heads: 4, keyHeads: 2 }],
  ["float64", { heads: 2, keyHeads: 2, dtype: torch.float64 }],
])("%s", (_, { heads, keyHeads, mask: maskSize, isCausal = false, dtype = torch.float32 }) => {
  const [batch, length, keys, size] = [2, 37, 41, 24];
  // Heads inside of positions, as a projection leaves them.
  const leaf = (n: number, l: number) => torch.randn(batch, l, n, size, { dtype }).requiresGrad_();
  const make = () => {
    torch.manualSeed(3);
    const leaves = [leaf(heads, length), leaf(keyHeads, keys), leaf(keyHeads, keys)] as const;
    const [q, k, v] = leaves.map((t) => t.transpose(1, 2)) as [Tensor, Tensor, Tensor];
    const mask = maskSize ? torch.randn(maskSize).to(dtype) : null;
    return { leaves, q, k, v, mask, weight: torch.randn(batch, heads, length, size, { dtype }) };
  };

  test("output and gradients", async () => {
    const a = make();
    const fused = F.scaledDotProductAttention(a.q, a.k, a.v, {
      attnMask: a.mask,
      isCausal,
      enableGqa: heads !== keyHeads,
    });
    expect(fused.gradFn?.name).toBe("ScaledDotProductFlashAttentionForCpuBackward0");
    fused.mul(a.weight).sum().backward();
    const b = make();
    const repeat = (t: Tensor) => torch.stack(Array(heads / keyHeads).fill(t), 2).flatten(1, 2);
    let scores = b.q.matmul(repeat(b.k).mT).div(Math.sqrt(size));
    if (b.mask) scores = scores.add(b.mask);
    if (isCausal) scores = scores.maskedFill(torch.ones(length, keys).triu(1).ne(0), -Infinity);
    const plain = scores.softmax(-1).matmul(repeat(b.v));
    plain.mul(b.weight).sum().backward();
    const tolerance = dtype === torch.float64 ? 1e-12 : 2e-5;
    await close(fused, plain, tolerance);
    for (const [i, t] of a.leaves.entries())
      await close(t.grad as Tensor, b.leaves[i]?.grad as Tensor, tolerance);
  });
});
