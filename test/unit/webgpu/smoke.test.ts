import { beforeAll, expect, test } from "vitest";
import { WebGpuBackend } from "../../../engine/devices/webgpu/backend.ts";
import type { GpuDevice } from "../../../engine/devices/webgpu/gpuDevice.ts";
import "../../../engine/api/install.ts";
import { torch } from "../../../engine/index.ts";
import { runtime } from "../../../engine/runtime.ts";
import { openTestDevice } from "../../webgpuDevice.ts";

let gpu: GpuDevice;
beforeAll(async () => {
  gpu = await openTestDevice();
  runtime.backends.set("webgpu", new WebGpuBackend(gpu));
});

test("adds", async () => {
  const a = torch.tensor([1, 2, 3.5]).to("webgpu");
  expect(await a.add(a, { alpha: 2 }).mul(2).tolist()).toEqual([6, 12, 21]);
  console.log(gpu.report());
});
