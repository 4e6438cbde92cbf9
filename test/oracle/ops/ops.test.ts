/** Each op alone against PyTorch: values, layout, gradients, node, error text; by the families of cases that `generate.py` made. */
import { describe, expect, test } from "vitest";
import type { Tensor } from "../subject.ts";
import { call, numberOf, weighted } from "./call.ts";
import { type RecordedValues, recordedCases, textOf } from "./recorded.ts";

/** PyTorch's `assert_close`. */
const TOLERANCE: Readonly<Record<string, readonly [rtol: number, atol: number]>> = {
  float32: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  float16: [1e-3, 1e-5],
  bfloat16: [1.6e-2, 1e-5],
};

async function expectEqual(t: Tensor, wanted: RecordedValues, layout: boolean): Promise<void> {
  expect({ shape: [...t.shape], dtype: t.dtype.name }).toEqual({ shape: wanted.shape, dtype: wanted.dtype });
  if (layout && t.numel() > 0) expect([...t.strides]).toEqual(wanted.strides);
  const [rtol, absolute] = TOLERANCE[wanted.dtype] ?? [0, 0];
  // Sums round with the size of what they add up, of which the largest result tells.
  const largest = Math.max(0, ...wanted.values.map(numberOf).map(Math.abs).filter(Number.isFinite));
  const atol = absolute + rtol * largest;
  const data = await t.detach().data();
  const wrong = wanted.values
    .map((w, i) => ({ i, is: data[i] as number, wanted: numberOf(w) }))
    .filter(
      (e) =>
        !Object.is(e.is, e.wanted) &&
        !(Math.abs(e.is - e.wanted) <= atol + rtol * Math.abs(e.wanted)) &&
        e.is !== e.wanted,
    );
  expect(wrong).toEqual([]);
}

describe.each(recordedCases.map((c) => [textOf(c), c] as const))("%s", (_, wanted) => {
  test("is PyTorch's", async () => {
    if (wanted.error) {
      const [, message] = wanted.error;
      expect(() => call(wanted)).toThrow(message);
      return;
    }
    const { outputs, leaves } = call(wanted);
    expect(outputs.length).toBe(wanted.out?.length);
    expect(outputs.map((o) => o.gradFn?.name ?? null)).toEqual(wanted.node);
    for (const [i, out] of outputs.entries()) await expectEqual(out, wanted.out?.[i] as RecordedValues, true);
    if (!wanted.grads) return;
    weighted(outputs).backward();
    for (const [i, grad] of wanted.grads.entries()) {
      const leaf = leaves[i] as Tensor;
      if (grad) await expectEqual(leaf.grad as Tensor, grad, false);
      else expect(leaf.grad).toBeNull();
    }
  });
});
