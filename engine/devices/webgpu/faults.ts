/**
 * Errors that only values can tell, such as a class index out of range. The CPU raises them at once; here a kernel notes
 * the first one in a buffer, and the next read that comes back raises it, as PyTorch's CUDA does with its assertions.
 */
import type { GpuStorage } from "./gpuStorage.ts";

/** The error for the value that a kernel found. */
export type FaultError = (value: number) => Error;

export const FAULT_WORDS = 4;

/** For kernels that bind the buffer as `faults`, an array of `atomic<i32>`: only the first one is kept. */
export const RAISE = `fn raise(code: i32, value: i32) {
  if (atomicCompareExchangeWeak(&faults[0], 0, code).exchanged) { atomicStore(&faults[1], value); }
}
`;

export class Faults {
  /** Four words of zeros; the first two become the code and the value of the first fault. */
  readonly storage: GpuStorage;
  /** By code; those whose dispatches were seen to be well are forgotten. */
  readonly #errors = new Map<number, FaultError>();
  #last = 0;

  constructor(storage: GpuStorage) {
    this.storage = storage;
  }

  /** The code of the latest dispatch that may raise; 0 if there is none to ask about. */
  get pending(): number {
    return this.#errors.size ? this.#last : 0;
  }

  /** A code for a dispatch, which raises this error. */
  expect(error: FaultError): number {
    this.#last++;
    this.#errors.set(this.#last, error);
    return this.#last;
  }

  /** What the words say after all dispatches up to `code`. */
  found(words: Int32Array, code: number): Error | null {
    const error = words[0] ? this.#errors.get(words[0]) : undefined;
    for (const known of this.#errors.keys()) if (known <= code) this.#errors.delete(known);
    return error ? error(words[1] as number) : null;
  }
}
