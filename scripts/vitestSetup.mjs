// Runs once before any unit or oracle test: compiles the WebAssembly kernels if their source changed, so that the
// tests work from a fresh clone and on edited kernels alike, and lets the WebGPU tests find a driver.
import { offerSoftwareVulkan } from "./vulkan.mjs";
import { buildKernels } from "./wasm.mjs";

export default async function setup() {
  offerSoftwareVulkan();
  await buildKernels();
}
