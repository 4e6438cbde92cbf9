/** The same on WebGPU: the numbers are drawn by the same generator in the same order. */
import { afterAll, beforeAll, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";
import { expectPyTorchs, recorded } from "./expectations.ts";

beforeAll(async () => {
  runtime.backends.set("webgpu", new WebGpuBackend(await openTestDevice()));
}, 60_000);

afterAll(() => {
  runtime.backends.delete("webgpu");
});

test.each(recorded.map((c) => [c.name, c] as const))("%s", { timeout: 60_000 }, (_, wanted) =>
  expectPyTorchs(wanted, "webgpu"),
);
