/** A run's exception as the trace keeps it: whose fault, and at which expressions. */
import {
  AssertionError,
  DeviceLostError,
  IndexError,
  KeyError,
  NotImplementedError,
  OutOfMemoryError,
  RuntimeError,
  ValueError,
} from "../errors.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { ErrorKind, TraceError } from "../trace/trace.ts";
import { UnidentifiedImageError } from "../vision/errors.ts";
import { OSError } from "./files.ts";

type ErrorClass = abstract new (...args: never[]) => Error;

/** The first that fits decides. */
const KINDS: readonly (readonly [ErrorClass, ErrorKind])[] = [
  [DeviceLostError, "device"],
  [OutOfMemoryError, "budget"],
  [OSError, "file"],
  [UnidentifiedImageError, "file"],
  [RuntimeError, "model"],
  [ValueError, "model"],
  [IndexError, "model"],
  [AssertionError, "model"],
  [KeyError, "model"],
  [NotImplementedError, "model"],
];

export function traceError(error: unknown, recorder: Recorder): TraceError {
  const isError = error instanceof Error;
  return {
    name: isError ? error.name : "Error",
    message: isError ? error.message : String(error),
    kind: KINDS.find(([Class]) => error instanceof Class)?.[1] ?? "code",
    sites: recorder.sites.of(error),
    op: recorder.failedOp(error),
  };
}
