/**
 * Storages that the engine itself made and that die before their tensors are collected: gradients on their way
 * through backward. A device may get their memory back at once. Garbage collection would free them too, but late and
 * at no set time, and a GPU's memory is small; half of what a training step allocates is of this kind.
 */
import { runtime } from "./runtime.ts";
import type { Storage } from "./storage.ts";

let scope: Set<Storage> | null = null;

/** The dispatcher made a storage for an op's result. */
export function madeByOp(storage: Storage): void {
  scope?.add(storage);
}

const held = new WeakSet<Storage>();

/** Somebody outside of the computation keeps the elements (a trace with values): they are freed only by collection. */
function hold(storage: Storage): void {
  held.add(storage);
}

/** Runs code of the user's inside of backward: what it is given, and what it makes, it may keep anywhere. */
export function runUserCode<R>(given: readonly { readonly storage: Storage }[], run: () => R): R {
  for (const { storage } of given) hold(storage);
  const before = scope;
  scope = null;
  try {
    return run();
  } finally {
    scope = before;
  }
}

/** Frees a storage that nobody will use again. */
export function release(storage: Storage): void {
  if (held.has(storage)) return;
  runtime.backends.get(storage.backend)?.release?.(storage);
}

/** Watches what ops make during `run`, which says by `freeAllBut` what of it is still needed, as often as it likes. */
export class Temporaries {
  readonly #made = new Set<Storage>();

  run<R>(run: () => R): R {
    const before = scope;
    scope = this.#made;
    try {
      return run();
    } finally {
      scope = before;
    }
  }

  /** From now on somebody else's: a leaf's gradient, a result. */
  keep(storage: Storage): void {
    this.#made.delete(storage);
  }

  freeAllBut(needed: ReadonlySet<Storage>): void {
    for (const storage of this.#made) {
      if (needed.has(storage)) continue;
      this.#made.delete(storage);
      release(storage);
    }
  }
}
