/** Each op alone against PyTorch: values, layout, gradients, node, error text; by the families of cases that `generate.py` made. */
import { describe, expect, test } from "vitest";
import type { Tensor } from "../subject.ts";
import { ASSERT_CLOSE, addsUp, tooFar } from "../tolerances.ts";
import { weighted } from "../weighted.ts";
import { callAwaited, numberOf } from "./call.ts";
import { type RecordedValues, recordedCases, textOf } from "./recorded.ts";

async function expectEqual(t: Tensor, wanted: RecordedValues, fn: string, gradient: boolean): Promise<void> {
  expect({ shape: [...t.shape], dtype: t.dtype.name }).toEqual({ shape: wanted.shape, dtype: wanted.dtype });
  if (!gradient && t.numel() > 0) expect([...t.strides]).toEqual(wanted.strides);
  const data = await t.detach().data();
  const exact = { rtol: 0, atol: 0 };
  const tolerance = ASSERT_CLOSE[wanted.dtype] ?? exact;
  expect(tooFar(data, wanted.values.map(numberOf), tolerance, addsUp(fn, gradient))).toEqual([]);
}

describe.each(recordedCases.map((c) => [textOf(c), c] as const))("%s", (_, wanted) => {
  test("is PyTorch's", async () => {
    if (wanted.error) {
      const [, message] = wanted.error;
      await expect(callAwaited(wanted)).rejects.toThrow(message);
      return;
    }
    const { outputs, leaves } = await callAwaited(wanted);
    expect(outputs.length).toBe(wanted.out?.length);
    expect(outputs.map((o) => o.gradFn?.name ?? null)).toEqual(wanted.node);
    for (const [i, out] of outputs.entries())
      await expectEqual(out, wanted.out?.[i] as RecordedValues, wanted.fn, false);
    if (!wanted.grads) return;
    weighted(outputs).backward();
    for (const [i, grad] of wanted.grads.entries()) {
      const leaf = leaves[i] as Tensor;
      if (grad) await expectEqual(leaf.grad as Tensor, grad, wanted.fn, true);
      else expect(leaf.grad).toBeNull();
    }
  });
});
