/**
 * The same values on WebGPU: every case against PyTorch's. The software GPU that runs here is
 * about a hundred times slower than a CPU, so each case has its time.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../engine/runtime.ts";
import { openTestDevice } from "../webgpuDevice.ts";
import { cases } from "./cases.ts";
import { expectDot, expectedCase, expectValues } from "./expectations.ts";
import { makeDot, Tensor, torch } from "./subject.ts";
import { MODEL_WEBGPU, SMALL_WEBGPU } from "./tolerances.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

// Errors do not depend on the device, and `random_streams` is about the CPU's generator, float64 among it.
const names = Object.keys(cases).filter((name) => !expectedCase(name).error && name !== "random_streams");

describe.each(names)("%s", (name) => {
  const wanted = expectedCase(name);
  const tolerance = name.startsWith("walk_") ? MODEL_WEBGPU : SMALL_WEBGPU;

  test("PyTorch's values, gradients and graph", { timeout: 120_000 }, async () => {
    torch.manualSeed(0);
    const made = cases[name]?.("webgpu");
    if (!made) throw new Error(`no case '${name}'`);
    const outputs = made.out instanceof Tensor ? [made.out] : made.out;
    const recorded = wanted.outputs ?? [];
    expect(outputs.map((t) => t.device.type)).toEqual(recorded.map(() => "webgpu"));
    if (wanted.dot) {
      const { show_attrs, show_saved } = wanted.dot.options;
      const dot = makeDot(made.out, {
        params: made.params ?? {},
        showAttrs: show_attrs ?? false,
        showSaved: show_saved ?? false,
      });
      expectDot(dot, wanted.dot);
    }
    for (const [i, values] of recorded.entries()) {
      await expectValues(outputs[i] as Tensor, values, tolerance);
    }
    if (!wanted.grads) return;
    outputs
      .filter((o) => o.requiresGrad)
      .map((o) => o.sum())
      .reduce((sum, o) => sum.add(o))
      .backward();
    for (const [key, values] of Object.entries(wanted.grads)) {
      await expectValues(made.params?.[key]?.grad as Tensor, values, tolerance);
    }
  });
});
