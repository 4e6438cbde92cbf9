/** Reference models on WebGPU against PyTorch: output, loss, gradients. (The software GPU here is slow; training repeats it.) */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";
import { torch } from "../subject.ts";
import { differences, modelFile, modelNames, near, recorded, tensors } from "./reference.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

describe.each(modelNames)("%s", (name) => {
  test("PyTorch's numbers on WebGPU", { timeout: 120_000 }, async () => {
    const wanted = recorded(name);
    const file = await modelFile(name);
    torch.manualSeed(0);
    const model = file.model("webgpu");
    const outputs = tensors(await model.forward());
    expect(outputs.map((t) => t.device.type)).toEqual(outputs.map(() => "webgpu"));
    for (const [i, values] of wanted.outputs.entries()) {
      const output = outputs[i];
      expect(output && (await differences(output, values, 1e-3))).toEqual([]);
    }
    const loss = await model.loss();
    loss.backward();
    expect(near([Number(await loss.item())], [wanted.loss], 1e-3)).toBe(true);
    // All at once: reads of one turn share a submit.
    const wrong = await Promise.all(
      [...model.net.namedParameters()].map(async ([key, { grad }]) => {
        const values = wanted.grads[key];
        return [key, values && grad ? await differences(grad, values, 5e-3) : []] as const;
      }),
    );
    expect(wrong.filter(([, found]) => found.length)).toEqual([]);
  });
});
