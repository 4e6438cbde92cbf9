/** Starts the shape worker as a thread. On the web `startWorker.web.ts` takes this file's place. */
import { Worker } from "node:worker_threads";
import type { FromWorker } from "./messages.ts";
import type { ShapeWorker, ShapeWorkerEvents } from "./worker.ts";

/** Where the extension holds it. */
export const workerFile = "dist/shapeWorker.cjs";

/** A `SharedArrayBuffer` reaches the thread. */
export const sharedMemory = true;

/**
 * Megabytes of JavaScript objects. Tensors count for nothing here (a shape run has none, and bytes lie outside of this
 * heap), so what exceeds it is an array that grows for ever.
 */
const HEAP = 512;

export function startWorker(
  file: { readonly fsPath: string },
  events: ShapeWorkerEvents,
  heap = HEAP,
): ShapeWorker {
  const worker = new Worker(file.fsPath, {
    name: "tensorglass",
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64 },
  });
  // Nobody listens to the thread after it was given up.
  let given = false;
  const died = (reason: "memory" | "crashed", detail: string): void => {
    if (!given) events.died(reason, detail);
    given = true;
  };
  worker.on("message", (message: FromWorker) => {
    if (!given) events.message(message);
  });
  worker.on("error", (error: Error & { code?: string }) =>
    died(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : "crashed", error.message),
  );
  worker.on("exit", (code) => died("crashed", `The thread exited with code ${code}.`));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => {
      given = true;
      void worker.terminate();
    },
  };
}
