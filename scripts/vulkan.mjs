// Lets Dawn (npm `webgpu`) find a Vulkan driver on a machine without a GPU: the software driver and the loader that
// come with Chromium. Processes started after this call inherit it; a real GPU's driver is still found first.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { findChromium } from "./chromium.mjs";

/** @returns {boolean} whether Chromium's driver was found */
export function offerSoftwareVulkan() {
  const chromium = findChromium();
  const folders = ["/usr/lib/chromium", ...(chromium ? [dirname(chromium)] : [])];
  const folder = folders.find((folder) => existsSync(join(folder, "vk_swiftshader_icd.json")));
  if (!folder) return false;
  const { LD_LIBRARY_PATH, VK_ADD_DRIVER_FILES } = process.env;
  process.env.VK_ADD_DRIVER_FILES = VK_ADD_DRIVER_FILES ?? join(folder, "vk_swiftshader_icd.json");
  process.env.LD_LIBRARY_PATH = [LD_LIBRARY_PATH, folder].filter(Boolean).join(":");
  return true;
}
