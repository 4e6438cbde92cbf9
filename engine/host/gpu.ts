/** Which device `auto` is: decided once before a run, with the reason in a sentence for the badge. */
import { WebGpuBackend } from "../devices/webgpu/backend.ts";
import { openGpuDevice } from "../devices/webgpu/openDevice.ts";
import { runtime } from "../runtime.ts";
import type { RunOptions } from "../trace/program.ts";
import type { TraceDevice } from "../trace/trace.ts";

interface HostGlobals {
  readonly navigator?: { readonly gpu?: GPU; readonly userAgent?: string };
  readonly isSecureContext?: boolean;
}

/** Opens the GPU where that is wanted and possible. `"webgpu"` takes a software adapter too, `"auto"` does not. */
export async function chooseDevice(preference: RunOptions["device"]): Promise<TraceDevice> {
  runtime.backends.delete("webgpu");
  if (preference === "cpu") return { name: "cpu", reason: "The settings ask for the CPU.", adapter: null };
  const { navigator, isSecureContext } = globalThis as HostGlobals;
  const opened = await openGpuDevice(navigator?.gpu, {
    software: preference === "webgpu",
    linux: /Linux/.test(navigator?.userAgent ?? ""),
    ...(isSecureContext === undefined ? {} : { secureContext: isSecureContext }),
  });
  if (!opened.device) return { name: "cpu", reason: opened.reason, adapter: null };
  runtime.backends.set("webgpu", new WebGpuBackend(opened.device));
  return { name: "webgpu", reason: `Runs on ${opened.description}.`, adapter: opened.description };
}
