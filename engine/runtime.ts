/**
 * The state of one run, in one place: which devices there are, whether values are computed at all, how much memory
 * tensors hold, and where files, printed text and randomness come from. A run lives in a realm of its own (a worker
 * or a `vm` context), so this is a plain module-level object and never has to be torn down.
 */
import type { Backend } from "./devices/backend.ts";
import { OutOfMemoryError, RuntimeError } from "./errors.ts";
import type { DeviceName } from "./trace/trace.ts";

export interface Runtime {
  /** Shapes only: every tensor lives on `meta`, whatever device the program names. */
  shapesOnly: boolean;
  /** A run without values gave out a placeholder for one: an error after this may be due to it. */
  valuesWereRead: boolean;
  /** Where `torch.device("auto")` goes. */
  autoDevice: DeviceName;
  readonly backends: Map<DeviceName, Backend>;
}

export const runtime: Runtime = {
  shapesOnly: false,
  valuesWereRead: false,
  autoDevice: "cpu",
  backends: new Map(),
};

/** The backend that computes for tensors said to be on `device`. */
export function backendFor(device: DeviceName): Backend {
  const backend = runtime.backends.get(runtime.shapesOnly ? "meta" : device);
  if (!backend) {
    throw new RuntimeError(
      device === "webgpu"
        ? 'There is no WebGPU device here. Ask torch.webgpu.isAvailable() first, or use torch.device("auto").'
        : `Unknown device '${device}'`,
    );
  }
  return backend;
}

/** Bytes held by tensors. A storage reports itself when it is made and when it is freed or collected. */
export class MemoryMeter {
  budget = Infinity;
  live = 0;
  peak = 0;

  /** Counts `bytes` in, or refuses them. */
  take(bytes: number, what: string): void {
    if (this.live + bytes > this.budget) {
      throw new OutOfMemoryError(
        `${what} needs ${formatBytes(bytes)}, and tensors already hold ${formatBytes(this.live)} of the ${formatBytes(this.budget)} this run may use. ` +
          "Raise the memory budget in the settings, or make the tensors smaller.",
      );
    }
    this.live += bytes;
    this.peak = Math.max(this.peak, this.live);
  }

  give(bytes: number): void {
    this.live -= bytes;
  }
}

export const memory = new MemoryMeter();

export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let n = bytes;
  while (n >= 1024 && unit < units.length - 1) {
    n /= 1024;
    unit++;
  }
  return `${unit === 0 ? n : n.toFixed(n < 10 ? 2 : n < 100 ? 1 : 0)} ${units[unit]}`;
}
