/** What the panel shows, made from a model's state. Pure. */
import type { PanelSettings, Problem, Snapshot, SourceRange } from "../../webview/protocol.ts";
import type { Place } from "../model/findings.ts";
import type { ModelState } from "../model/modelState.ts";

export function snapshotOf(
  uri: string,
  fileName: string,
  state: ModelState,
  settings: PanelSettings,
  blocked: Problem | null,
): Snapshot {
  const { picture, generation, stale, problem } = state;
  return {
    generation,
    uri,
    fileName,
    program: picture?.program ?? null,
    shapes: picture?.trace ?? null,
    stale,
    problem:
      blocked ??
      (problem && {
        title: problem.title,
        message: problem.message,
        range: problem.place && rangeOf(problem.place),
      }),
    settings,
  };
}

export const rangeOf = ({ uri, start, end }: Place): SourceRange => ({ uri, start, end });
