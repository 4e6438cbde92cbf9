/** Recurrent layers on WebGPU: values and gradients are PyTorch's. Graphs and errors do not depend on the device. */
import { afterAll, beforeAll, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";
import { expectValuesAndGradients, rows, title } from "./rows.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

const float32 = rows.filter((row) => !row.error && row.options?.dtype === undefined);

test.each(float32.map((row) => [title(row), row] as const))("%s", { timeout: 60_000 }, (_, row) =>
  expectValuesAndGradients(row, "webgpu"),
);
