/** What the page and the worker of a run say to each other, and how the page makes sure of it. */
import type { RunOptions, RunResult } from "../../engine/trace/program.ts";
import { TRACE_VERSION } from "../../engine/trace/trace.ts";

export interface ToRun {
  readonly type: "run";
  readonly options: RunOptions;
}

export type FromRun =
  /** Where the program is, now and then: the place to name if the run has to be ended from outside. */
  | { readonly type: "at"; readonly site: number }
  | { readonly type: "result"; readonly result: RunResult }
  /** The engine itself broke; never the user's fault. */
  | { readonly type: "crashed"; readonly message: string };

/** The worker also holds the user's code, so what comes from it is looked at before it is used. */
export function parseFromRun(data: unknown): FromRun | null {
  if (!isRecord(data)) return null;
  if (data.type === "at") return typeof data.site === "number" ? { type: "at", site: data.site } : null;
  if (data.type === "crashed") return { type: "crashed", message: String(data.message) };
  if (data.type !== "result" || !isRecord(data.result)) return null;
  const { kind, paths, trace } = data.result;
  if (kind === "needsFiles" && isPaths(paths)) return { type: "result", result: { kind, paths } };
  if (kind === "trace" && isTrace(trace)) return { type: "result", result: { kind, trace } };
  return null;
}

const isPaths = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((path) => typeof path === "string");

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const LISTS = ["tensors", "ops", "scopes", "modules", "nodes", "events", "observations"] as const;

/** Version and outline; the rest was written by our own engine. */
export function isTrace(value: unknown): value is import("../../engine/trace/trace.ts").Trace {
  return (
    isRecord(value) &&
    value.version === TRACE_VERSION &&
    LISTS.every((list) => Array.isArray(value[list])) &&
    isRecord(value.device) &&
    isRecord(value.totals) &&
    (value.error === null || isRecord(value.error))
  );
}
