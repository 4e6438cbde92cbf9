/** What the bottom line, the banner and the badge say, from the state of things: pure, so that it can be tested. */
import type { SiteId, Trace } from "../engine/trace/trace.ts";
import type { Problem, Snapshot } from "./protocol.ts";
import type { Status } from "./toolbar/statusBar.ts";
import { formatDuration, formatPlural } from "./trace/format.ts";
import type { RunState } from "./worker/valueRuns.ts";

export function statusOf(snapshot: Snapshot | null, run: RunState, trace: Trace | null): Status {
  if (snapshot === null) return { icon: "loading", text: "Waiting for the model", tone: "busy" };
  if (run.kind === "running") return { icon: "loading", text: "Running…", tone: "busy" };
  if (snapshot.stale) return { icon: "history", text: "Showing the last good run", tone: "warning" };
  if (run.kind === "done" && run.outcome.kind === "failed")
    return { icon: "error", text: run.outcome.title, tone: "error" };
  if (run.kind === "done" && run.outcome.kind === "stopped")
    return { icon: "debug-stop", text: "Stopped", tone: "warning" };
  if (trace === null) return { icon: "circle-outline", text: "Nothing has run yet", tone: "normal" };
  if (trace.error) return { icon: "error", text: `Ended with ${trace.error.name}`, tone: "error" };
  const ops = formatPlural(trace.ops.length, "op");
  if (trace.mode === "shapes") return { icon: "symbol-ruler", text: `Shapes of ${ops}`, tone: "normal" };
  return { icon: "pass", text: `Ran ${ops} in ${formatDuration(trace.totals.ms)}`, tone: "normal" };
}

export interface PanelProblem {
  readonly tone: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly range: Problem["range"];
  readonly canRerun: boolean;
}

/** The one thing to say above the graph: the host's own problem first, then that of the last run. */
export function problemOf(
  snapshot: Snapshot | null,
  run: RunState,
  trace: Trace | null,
  range: (site: SiteId | null) => Problem["range"],
): PanelProblem | null {
  if (snapshot?.stale) {
    const { problem } = snapshot;
    const title = problem ? `Showing the last good run: ${problem.title}` : "Showing the last good run";
    return {
      tone: "warning",
      title,
      message: problem?.message ?? "",
      range: problem?.range ?? null,
      canRerun: false,
    };
  }
  if (run.kind === "done" && run.outcome.kind === "failed") {
    const { title, message, site } = run.outcome;
    return { tone: "error", title, message, range: range(site), canRerun: true };
  }
  if (trace?.error) {
    const { name, message, sites } = trace.error;
    return { tone: "error", title: name, message, range: range(sites[0] ?? null), canRerun: false };
  }
  if (snapshot?.problem) {
    const { title, message, range: place } = snapshot.problem;
    return {
      tone: snapshot.program === null ? "error" : "warning",
      title,
      message,
      range: place,
      canRerun: false,
    };
  }
  return null;
}
