/**
 * The one place where images meet tensors: everything that `vision/` needs of the tensor core. To be wired when the
 * core is there.
 */
import { runtime } from "../runtime.ts";

/** In a run without values pixels are never looked at: images know their size only. */
export function shapesOnly(): boolean {
  return runtime.shapesOnly;
}
