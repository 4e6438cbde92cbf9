/**
 * The same values on WebGPU: the walk-through's cases against PyTorch's. The software GPU that runs here is
 * about a hundred times slower than a CPU, so each case has its time.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../engine/runtime.ts";
import { openTestDevice } from "../webgpuDevice.ts";
import { cases } from "./cases.ts";
import { expectDot, expectedCase, expectValues } from "./expectations.ts";
import { makeDot, Tensor, torch } from "./subject.ts";
import { MODEL_WEBGPU } from "./tolerances.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

const walks = Object.keys(cases).filter((name) => name.startsWith("walk_"));

describe.each(walks)("%s", (name) => {
  test("PyTorch's values, gradients and graph", { timeout: 120_000 }, async () => {
    const wanted = expectedCase(name);
    torch.manualSeed(0);
    const made = cases[name]?.("webgpu");
    if (!made) throw new Error(`no case '${name}'`);
    const outputs = made.out instanceof Tensor ? [made.out] : made.out;
    expect(outputs.map((t) => t.device.type)).toEqual(outputs.map(() => "webgpu"));
    if (wanted.dot) expectDot(makeDot(made.out, { params: made.params ?? {} }), wanted.dot);
    for (const [i, values] of (wanted.outputs ?? []).entries()) {
      await expectValues(outputs[i] as Tensor, values, MODEL_WEBGPU);
    }
    if (!wanted.grads) return;
    (outputs[0] as Tensor).sum().backward();
    for (const [key, values] of Object.entries(wanted.grads)) {
      await expectValues(made.params?.[key]?.grad as Tensor, values, MODEL_WEBGPU);
    }
  });
});
