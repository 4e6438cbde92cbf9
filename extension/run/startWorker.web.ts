/** Starts the shape worker in a browser's extension host. Takes the place of `startWorker.node.ts` there. */
import type { FromWorker } from "./messages.ts";
import type { ShapeWorker, ShapeWorkerEvents } from "./worker.ts";

/** Pages of VS Code are not isolated from other origins, so browsers share no memory with their workers. */
export const sharedMemory = false;

/** Where the extension holds it. */
export const workerFile = "dist/web/shapeWorker.js";

export function startWorker(file: { toString(skipEncoding?: boolean): string }, events: ShapeWorkerEvents) {
  // The extension comes from another origin than the host's page, and a worker may not; a Blob that imports it may.
  const source = `importScripts(${JSON.stringify(file.toString(true))});`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { name: "tensorglass" });
  let given = false;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (!given) events.message(data);
  };
  worker.onerror = ({ message }) => {
    if (!given) events.died("crashed", message || "The worker could not be started.");
    given = true;
  };
  const started: ShapeWorker = {
    post: (message) => worker.postMessage(message),
    terminate: () => {
      given = true;
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
  return started;
}
