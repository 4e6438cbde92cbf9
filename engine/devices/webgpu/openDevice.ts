/**
 * Opens a GPU, or says in a sentence why there is none. A machine without WebGPU is a normal place to run: the reason
 * goes to the status badge, not into an exception.
 */
import { capabilitiesOf, deviceDescriptor, isSoftware } from "./capabilities.ts";
import { GpuDevice } from "./gpuDevice.ts";

/** Why there is no GPU: `api`, `insecure` and `adapter` will not change while the host runs; `device` may. */
export type NoGpu = "api" | "insecure" | "adapter" | "software" | "device";

export type OpenedGpu =
  | { readonly device: GpuDevice; readonly description: string }
  | { readonly device: null; readonly why: NoGpu; readonly reason: string };

export interface OpenOptions {
  /** Take an adapter that runs on the CPU too: for tests. */
  readonly software?: boolean;
  /** `globalThis.isSecureContext` of a page or worker. */
  readonly secureContext?: boolean;
  /** The host runs on Linux, where Chromium needs flags. */
  readonly linux?: boolean;
}

const LINUX_FLAGS =
  " On Linux, VS Code has to be started with --enable-features=Vulkan --enable-unsafe-webgpu for it to use the GPU.";

/** `gpu`: `navigator.gpu`, or Dawn's `create([])`. */
export async function openGpuDevice(gpu: GPU | undefined, options: OpenOptions = {}): Promise<OpenedGpu> {
  const none = (why: NoGpu, reason: string): OpenedGpu => ({ device: null, why, reason });
  if (!gpu) {
    return options.secureContext === false
      ? none("insecure", "WebGPU needs a secure page (https or localhost), and this one is not.")
      : none("api", "This host has no WebGPU.");
  }
  const hint = options.linux ? LINUX_FLAGS : "";
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  } catch (error) {
    return none("adapter", `WebGPU found no usable GPU: ${text(error)}.${hint}`);
  }
  if (!adapter) return none("adapter", `WebGPU found no usable GPU.${hint}`);
  if (!options.software && isSoftware(adapter.info)) {
    return none(
      "software",
      `WebGPU offers only a software GPU here (${adapter.info.description || adapter.info.architecture}), which is slower than the CPU kernels.${hint}`,
    );
  }
  try {
    const device = await adapter.requestDevice(deviceDescriptor(adapter));
    const capabilities = capabilitiesOf(gpu, adapter, device);
    return { device: new GpuDevice(device, capabilities), description: capabilities.description };
  } catch (error) {
    return none("device", `The GPU could not be opened: ${text(error)}.`);
  }
}

function text(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
