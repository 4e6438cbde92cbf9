/**
 * Each op alone on WebGPU against PyTorch's recorded values and gradients. Layout, nodes and error texts do not depend
 * on the device: `ops.test.ts` has them. float64 does not exist there.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";
import type { Tensor } from "../subject.ts";
import { onWebGpu, type Tolerance, tooFar } from "../tolerances.ts";
import { weighted } from "../weighted.ts";
import { callAwaited, numberOf } from "./call.ts";
import { type RecordedValues, recordedCases, textOf } from "./recorded.ts";

/** Ops without a kernel on WebGPU: an error says so. */
const CPU_ONLY = /^F\.(ctc_loss|fractional_max_pool\dd)$|^linalg\./;

const cases = recordedCases.filter((c) => c.out && !JSON.stringify(c).includes("float64"));

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

async function expectEqual(t: Tensor, wanted: RecordedValues, tolerance: Tolerance): Promise<void> {
  expect([...t.shape]).toEqual(wanted.shape);
  const data = await t.detach().data();
  expect(tooFar(data, wanted.values.map(numberOf), tolerance)).toEqual([]);
}

describe.each(cases.map((c) => [textOf(c), c] as const))("%s", (_, wanted) => {
  test("is PyTorch's on WebGPU", { timeout: 60_000 }, async () => {
    if (CPU_ONLY.test(wanted.fn) && wanted.out?.some((o) => o.values.length > 0)) {
      await expect(callAwaited(wanted, "webgpu")).rejects.toThrow(
        /is not implemented for the webgpu device|ctc_loss: .* on the CPU/,
      );
      return;
    }
    const { outputs, leaves } = await callAwaited(wanted, "webgpu");
    expect(outputs.length).toBe(wanted.out?.length);
    const near = (values: RecordedValues, gradient: boolean) => onWebGpu(wanted.fn, values.dtype, gradient);
    for (const [i, out] of outputs.entries()) {
      const values = wanted.out?.[i] as RecordedValues;
      await expectEqual(out, values, near(values, false));
    }
    if (!wanted.grads) return;
    weighted(outputs).backward();
    for (const [i, grad] of wanted.grads.entries()) {
      if (grad) await expectEqual((leaves[i] as Tensor).grad as Tensor, grad, near(grad, true));
    }
  });
});
