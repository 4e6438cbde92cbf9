/** `torch.device(…)`: names of devices, and where "auto" goes. */
import { RuntimeError } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { Device } from "../tensor.ts";
import type { DeviceName } from "../trace/trace.ts";

const NAMES: readonly string[] = ["cpu", "webgpu", "meta"];

/** A device from its name; `"auto"` is a real GPU where there is one, else the CPU. */
export function deviceFrom(device: Device | DeviceName | "auto"): Device {
  if (device instanceof Device) return device;
  if (device === "auto") return new Device(runtime.autoDevice);
  if (!NAMES.includes(device)) {
    throw new RuntimeError(
      `Expected one of cpu, webgpu, meta, auto device type at start of device string: ${device}`,
    );
  }
  return new Device(device);
}
