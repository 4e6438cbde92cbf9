/** A model in a few words, for the status bar. Pure. */
import type { ModelState } from "./modelState.ts";
import { bytesText, countText, parametersText } from "./text.ts";

export interface Status {
  /** With codicons, as status bars show them. */
  readonly text: string;
  readonly tooltip: string;
}

export function statusOf(state: ModelState, trusted: boolean): Status {
  const { picture, problem, stale } = state;
  if (!trusted) {
    return {
      text: "$(workspace-untrusted) Model not run",
      tooltip: "Seeing a model means running its code, so models run only in a workspace you trust.",
    };
  }
  if (problem) return { text: `$(warning) ${problem.title}`, tooltip: problem.message };
  if (!picture) return { text: "$(type-hierarchy) Model", tooltip: "Visualize the graph of this model" };
  const { parameters, flops, peakBytes } = picture.trace.totals;
  return {
    text: `$(type-hierarchy) ${parametersText(parameters)}`,
    tooltip: [
      `${parametersText(parameters)}, ${countText(flops)} FLOPs, ${bytesText(peakBytes)} at the most`,
      ...(stale ? ["From the last good run."] : []),
      "Visualize the graph of this model",
    ].join("\n"),
  };
}
