/** Connects an executor to a port; what a worker's entry does, apart from the port itself. */
import { type Compile, Executor } from "./executor.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { lockRealm, VmSandboxes } from "./vmSandbox.ts";

export interface NodePort {
  on(event: "message", listener: (message: ToWorker) => void): void;
  postMessage(message: FromWorker): void;
}

export function serve(port: NodePort, compile: Compile): void {
  const send = (message: FromWorker): void => port.postMessage(message);
  const executor = new Executor({
    compile,
    send,
    sandboxes: ({ text, cachedData, progress }) =>
      new VmSandboxes(text, cachedData, progress, (level, text) => send({ type: "log", level, text })),
  });
  // A promise that nobody awaited in the user's code must not end the worker.
  process.on("unhandledRejection", () => {});
  lockRealm();
  port.on("message", (message) => executor.receive(message));
}
