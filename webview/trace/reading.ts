/** A trace with everything that is worked out from it once: what the views are given. */
import type { Program } from "../../engine/trace/program.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { type TraceKeys, traceKeys } from "../graph/keys.ts";
import type { Step } from "../steps/step.ts";
import { stepsModel } from "../steps/stepsModel.ts";
import { type TraceNames, traceNames } from "./names.ts";
import { type TracePlaces, tracePlaces } from "./places.ts";
import { type TidyTrace, tidyTrace } from "./tidy.ts";

export interface Reading extends TidyTrace {
  /** As it was recorded, to tell whether another one is new. */
  readonly original: Trace;
  readonly program: Program;
  readonly keys: TraceKeys;
  readonly names: TraceNames;
  readonly places: TracePlaces;
  readonly steps: readonly Step[];
}

export function readTrace(original: Trace, program: Program): Reading {
  const tidy = tidyTrace(original);
  const { trace } = tidy;
  const keys = traceKeys(trace, program);
  const names = traceNames(trace, program);
  const steps = stepsModel({ ...tidy, program, keys, names });
  return { ...tidy, original, program, keys, names, places: tracePlaces(trace, program), steps };
}
