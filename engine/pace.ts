/**
 * Pauses of a run. A program that never lets go of its worker keeps messages from arriving and the collector from
 * telling of dead tensors; so where it awaits anyway, it waits for a task now and then.
 */
import { memory } from "./runtime.ts";

/** Milliseconds a run may go on without a pause. */
const LONGEST_STRETCH = 100;

let last = performance.now();

/** Whether it is time for a pause. */
export function pauseIsDue(): boolean {
  return memory.needsPause || performance.now() - last > LONGEST_STRETCH;
}

/** Lets other tasks run. */
export async function pause(): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve);
  });
  last = performance.now();
}
