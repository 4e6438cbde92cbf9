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

/** So many budgets' worth may be made without a collection in between: of that, most is dead already. */
const UNCOLLECTED_BUDGETS = 4;

/**
 * Bytes held by tensors, against the run's budget. A storage reports itself when it is made and when it was collected.
 *
 * JavaScript tells of dead storages only between tasks and after a full collection, so `live` runs ahead of the truth
 * in a loop that never pauses. What survived the last collection is certain: only that is held against the budget,
 * and the rest up to a multiple of it.
 */
export class MemoryMeter {
  budget = Number.POSITIVE_INFINITY;
  live = 0;
  peak = 0;
  /** Taken since the last collection: some of it may be dead. */
  #uncertain = 0;
  readonly #collections = new FinalizationRegistry<null>(() => this.#collected());

  constructor() {
    this.#watch();
  }

  /** Starts a run: nothing is held yet. */
  reset(budget: number): void {
    this.budget = budget;
    this.live = 0;
    this.peak = 0;
    this.#uncertain = 0;
  }

  /** Whether a pause would do good, for the collector to tell of what is dead. */
  get needsPause(): boolean {
    return this.#uncertain > this.budget / 4;
  }

  /** Counts `bytes` in, or refuses them. */
  take(bytes: number, what: string): void {
    const survived = Math.max(this.live - this.#uncertain, 0);
    if (survived + bytes > this.budget) {
      throw new OutOfMemoryError(
        `${what} needs ${formatBytes(bytes)}, and tensors already hold ${formatBytes(survived)} of the ${formatBytes(this.budget)} this run may use. ` +
          "Raise the memory budget in the settings, or make the tensors smaller.",
      );
    }
    if (this.live + bytes > UNCOLLECTED_BUDGETS * this.budget) {
      throw new OutOfMemoryError(
        `${what} needs ${formatBytes(bytes)}, and this run has made ${formatBytes(this.live)} of tensors without a pause in which the dead ones could be freed. ` +
          "Await something in the loop, such as a value: await loss.item().",
      );
    }
    this.live += bytes;
    this.#uncertain += bytes;
    this.peak = Math.max(this.peak, this.live);
  }

  give(bytes: number): void {
    this.live -= bytes;
  }

  /** Comes in a task of its own after a full collection; the storages it found dead are reported in the same task or soon. */
  #collected(): void {
    this.#watch();
    setTimeout(() => {
      this.#uncertain = 0;
    });
  }

  /** A fresh object that only we know dies in the next full collection. */
  #watch(): void {
    this.#collections.register({}, null);
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
