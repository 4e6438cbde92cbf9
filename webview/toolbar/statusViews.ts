/** Everything that says how things stand: the line at the bottom, the badge, the banner, the note in an empty graph. */

import { h } from "../dom.ts";
import type { GraphPicture } from "../pictures.ts";
import type { Snapshot, SourceRange } from "../protocol.ts";
import { type PanelProblem, problemOf, statusOf } from "../statusOf.ts";
import type { Reading } from "../trace/reading.ts";
import type { RunState } from "../worker/valueRuns.ts";
import { Banner } from "./banner.ts";
import { DeviceBadge } from "./deviceBadge.ts";
import { StatusBar } from "./statusBar.ts";

export interface Standing {
  readonly snapshot: Snapshot | null;
  readonly run: RunState;
  readonly reading: Reading | null;
  readonly picture: GraphPicture | null;
}

export interface StatusEvents {
  readonly reveal: (range: SourceRange) => void;
  readonly rerun: () => void;
}

export class StatusViews {
  readonly device = new DeviceBadge();
  readonly bar = new StatusBar();
  readonly banner = new Banner();
  readonly empty = h("div", { class: "graph-empty", attrs: { hidden: "" } });
  readonly #events: StatusEvents;
  #problem: PanelProblem | null = null;

  constructor(events: StatusEvents) {
    this.#events = events;
  }

  show(standing: Standing) {
    const { snapshot, run, reading } = standing;
    const trace = reading?.trace ?? null;
    this.bar.show(statusOf(snapshot, run, trace));
    this.bar.totals(trace?.totals ?? null);
    const outcome = run.kind === "done" && run.outcome.kind === "trace" ? run.outcome : null;
    this.device.show(trace?.device ?? null, outcome?.gpuFailure ?? null);
    this.#problem = problemOf(snapshot, run, trace, (site) => reading?.places.range(site) ?? null);
    this.#showBanner();
    this.#showEmpty(standing);
  }

  #showBanner() {
    if (this.#problem === null) return this.banner.show(null);
    const { tone, title, message, range, canRerun } = this.#problem;
    const actions = [
      ...(range ? [{ label: "Show Line", run: () => this.#revealProblem() }] : []),
      ...(canRerun ? [{ label: "Run Again", run: this.#events.rerun }] : []),
    ];
    this.banner.show({ tone, title, message, actions });
  }

  /** The banner keeps its buttons while its words stay; the place they lead to is the newest all the same. */
  #revealProblem() {
    const range = this.#problem?.range;
    if (range) this.#events.reveal(range);
  }

  #showEmpty(standing: Standing) {
    // What went wrong is said above already.
    const why = this.#problem === null ? whyEmpty(standing) : null;
    this.empty.hidden = why === null;
    if (why) this.empty.replaceChildren(h("h2", { text: why.title }), h("p", { text: why.message }));
  }
}

function whyEmpty({ snapshot, reading, picture }: Standing): GraphPicture["empty"] {
  if (reading !== null) return picture?.empty ?? null;
  if (snapshot === null || snapshot.program !== null) return null;
  return { title: "Nothing to show yet", message: "The graph appears as soon as the file compiles." };
}
