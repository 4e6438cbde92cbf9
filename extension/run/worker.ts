/** A shape worker as the host sees it: a thread in Node, a browser's worker on the web. */
import type { FromWorker, ToWorker } from "./messages.ts";

export interface ShapeWorker {
  post(message: ToWorker): void;
  terminate(): void;
}

export interface ShapeWorkerEvents {
  message(message: FromWorker): void;
  /** It died on its own. `memory`: it used more than it may. */
  died(reason: "memory" | "crashed", detail: string): void;
}

export type StartWorker = (events: ShapeWorkerEvents) => ShapeWorker;
