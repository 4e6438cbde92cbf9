/**
 * What is known of one model file, and how the outcome of a run changes it. Pure: the features draw the state, and
 * nothing else decides what they show.
 *
 * The picture is what lenses, hovers and the graph are made from. A run replaces it unless the run says too little: a
 * file that does not compile, or breaks off with an exception of the user's own, leaves the last good picture, marked
 * as stale. A shape error does replace it, as the failing layer is what the user wants to see.
 */
import type { Program } from "../../engine/trace/program.ts";
import type { ErrorKind, Trace } from "../../engine/trace/trace.ts";
import type { CompileError } from "../compile/errors.ts";
import type { EndReason, RunOutcome } from "../run/shapeRunner.ts";
import { type Finding, findingOfEnd, findingOfTrace, type Place } from "./findings.ts";
import { type Layer, layersOf } from "./layers.ts";

/** Versions of the open documents that a program was compiled from, by URI. Files read from disk are not in it. */
export type Versions = ReadonlyMap<string, number>;

export interface Picture {
  /** That of the state when the picture was new. */
  readonly generation: number;
  readonly program: Program;
  readonly trace: Trace;
  readonly versions: Versions;
}

export interface ModelProblem {
  readonly title: string;
  readonly message: string;
  readonly place: Place | null;
}

export interface ModelState {
  /** Grows with every outcome: what belongs to an older one is dropped. */
  readonly generation: number;
  readonly picture: Picture | null;
  /** The text has changed since the picture, in a way that gives no new one. */
  readonly stale: boolean;
  readonly problem: ModelProblem | null;
  readonly findings: readonly Finding[];
  /** What the offsets of `findings` and `problem` refer to. */
  readonly findingVersions: Versions;
  /** The layers that were ever seen called, by key: fills the gaps of a run that broke off. */
  readonly layersSeen: ReadonlyMap<string, Layer>;
}

export const initialState: ModelState = {
  generation: 0,
  picture: null,
  stale: false,
  problem: null,
  findings: [],
  findingVersions: new Map(),
  layersSeen: new Map(),
};

/** Whether a run that ended with this error shows more than the last good picture does. */
const drawn: Readonly<Record<ErrorKind, boolean>> = {
  model: true,
  budget: true,
  device: true,
  code: false,
  file: false,
  internal: false,
};

export interface Limits {
  /** Seconds. */
  readonly timeout: number;
}

export type ReducedOutcome = Exclude<RunOutcome, { kind: "superseded" }>;

export function reduce(
  state: ModelState,
  outcome: ReducedOutcome,
  versions: Versions,
  limits: Limits,
): ModelState {
  const next = { ...state, generation: state.generation + 1, findingVersions: versions };
  switch (outcome.kind) {
    case "compileErrors":
      return broken(next, outcome.errors.map(findingOfCompileError), titleOf(outcome.errors));
    case "ran":
      return ran(next, {
        generation: next.generation,
        program: outcome.program,
        trace: outcome.trace,
        versions,
      });
    case "ended": {
      const { program, site, reason, detail } = outcome;
      if (reason === "stopped")
        return { ...next, stale: state.picture !== null, problem: stopped, findings: [] };
      const [title, message] = endTexts(reason, detail, limits);
      const at = program && site !== null ? (program.sites[site] ?? null) : null;
      const findings = program ? [findingOfEnd(program, at, reason, message)] : [];
      return {
        ...next,
        stale: state.picture !== null,
        findings,
        problem: problemOf(title, message, findings),
      };
    }
    default:
      return outcome satisfies never;
  }
}

function ran(state: ModelState, picture: Picture): ModelState {
  const { program, trace } = picture;
  const finding = findingOfTrace(program, trace);
  const findings = finding ? [finding] : [];
  if (trace.error && !drawn[trace.error.kind] && state.picture)
    return broken(state, findings, trace.error.name);
  return {
    ...state,
    picture,
    stale: false,
    findings,
    problem: finding && trace.error ? problemOf(trace.error.name, finding.message, findings) : null,
    layersSeen: layersSeen(state.layersSeen, picture),
  };
}

/** Calls outlive the run they were seen in, until the layer is seen called again. */
function layersSeen(before: ReadonlyMap<string, Layer>, { program, trace }: Picture): Map<string, Layer> {
  // A run that worked knows everything; what it does not show is gone.
  const seen = new Map(trace.error ? before : []);
  for (const file of program.files.keys())
    for (const layer of layersOf(program, trace, file))
      if (layer.calls.some(({ failed }) => !failed)) seen.set(layer.key, layer);
  return seen;
}

function broken(state: ModelState, findings: readonly Finding[], title: string): ModelState {
  const message = findings[0]?.message ?? "";
  return {
    ...state,
    stale: state.picture !== null,
    findings,
    problem: problemOf(title, message, findings),
  };
}

/** A comment that cannot be read is no syntax error. */
const titleOf = (errors: readonly CompileError[]): string =>
  errors.every(({ about }) => about === "input")
    ? "An @input tag cannot be read"
    : "This file does not compile";

const problemOf = (title: string, message: string, findings: readonly Finding[]): ModelProblem => ({
  title,
  message,
  place: findings[0] ?? null,
});

const stopped: ModelProblem = {
  title: "Stopped",
  message: "The run was stopped. It starts again with the next edit.",
  place: null,
};

const findingOfCompileError = ({ file, start, end, message }: CompileError): Finding => ({
  uri: file,
  start,
  end,
  message,
  severity: "error",
  code: "compile",
  related: [],
});

function endTexts(
  reason: Exclude<EndReason, "stopped">,
  detail: string,
  { timeout }: Limits,
): readonly [title: string, message: string] {
  switch (reason) {
    case "timeout":
      return [
        "The run was ended",
        `The model ran for longer than ${timeout} s and was ended; this is the last expression it reached. ` +
          `Is there a loop without an end? The limit is the setting "tensorglass.shapeRun.timeout".`,
      ];
    case "memory":
      return [
        "The run was ended",
        "The model's code used more memory than it may and was ended; this is the last expression it reached. " +
          "Is there an array that grows without an end?",
      ];
    case "crashed":
      return ["Tensorglass failed", `Tensorglass failed, not your model: ${detail.split("\n", 1)[0]}`];
    default:
      return reason satisfies never;
  }
}

/** Whether this state is bad news, which an editor in the middle of typing had better not shout at once. */
export const isBadNews = (state: ModelState): boolean => state.stale || state.findings.length > 0;
