/**
 * A GPU for tests: Dawn's Node binding on Chromium's software driver (or on a real GPU, where there is one). It must
 * never be skipped quietly: where there is no device, the error says what to install.
 */
import { existsSync } from "node:fs";
import { create } from "webgpu";
import type { GpuDevice } from "../engine/devices/webgpu/gpuDevice.ts";
import { openGpuDevice } from "../engine/devices/webgpu/openDevice.ts";

// Dawn's instance must live as long as its devices, and lets Node exit only when it is dropped: vitest ends its
// workers itself.
let instance: GPU | null = null;

/** Dawn's entry point, as `navigator.gpu` is a browser's. */
export function dawn(): GPU {
  instance ??= create([]);
  return instance;
}

/** Opens a device of its own. */
export async function openTestDevice(): Promise<GpuDevice> {
  const opened = await openGpuDevice(dawn(), { software: true });
  if (opened.device) return opened.device;
  const driver = process.env.VK_ADD_DRIVER_FILES ?? process.env.VK_DRIVER_FILES;
  const missing =
    driver && existsSync(driver)
      ? "The Vulkan loader was not found: LD_LIBRARY_PATH has to name Chromium's folder before Node starts (scripts/vulkan.mjs)."
      : "Chromium is not installed, whose software GPU driver the tests use: `apt-get install chromium`, or set CHROME_PATH.";
  throw new Error(`The WebGPU tests need a device. ${opened.reason} ${missing}`);
}
