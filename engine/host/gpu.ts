/** Which device `auto` is, decided once before a run, with the reason in a sentence. */
import type { RunOptions } from "../trace/program.ts";
import type { TraceDevice } from "../trace/trace.ts";

export async function gpuDevice(preference: RunOptions["device"]): Promise<TraceDevice> {
  if (preference === "cpu") return { name: "cpu", reason: "The settings ask for the CPU.", adapter: null };
  return { name: "cpu", reason: "WebGPU is being wired.", adapter: null };
}
