/**
 * The panel: holds what is shown and what is selected, and passes each change on to the views. Everything shown is
 * worked out again from the snapshot, the last run and the user's choices; the views keep what need not change.
 */
import { h } from "./dom.ts";
import { exportDot } from "./graph/exportDot.ts";
import { GraphView } from "./graph/graphView.ts";
import type { Key, TargetId } from "./graph/keys.ts";
import type { LayoutClient } from "./graph/layoutClient.ts";
import type { GraphKind } from "./graph/model.ts";
import { ZOOM_STEP } from "./graph/viewport.ts";
import type { Host, HostMessage } from "./host.ts";
import { InspectorView } from "./inspector/inspectorView.ts";
import { type Navigation, readNavigation, writeNavigation } from "./navigation.ts";
import { iconButton, panelFrame } from "./panelFrame.ts";
import { allCalls, type Choices, chosenDot, drawPicture, type GraphPicture } from "./pictures.ts";
import type { Snapshot } from "./protocol.ts";
import { Selection } from "./selection.ts";
import { StepsView } from "./steps/stepsView.ts";
import { GraphSwitch } from "./toolbar/graphSwitch.ts";
import { helpContents } from "./toolbar/help.ts";
import { menu } from "./toolbar/menu.ts";
import { PictureChoice } from "./toolbar/pictureChoice.ts";
import { popover } from "./toolbar/popover.ts";
import { Splitter } from "./toolbar/splitter.ts";
import { StatusViews } from "./toolbar/statusViews.ts";
import { changeButton, toolbarButton } from "./toolbar/toolbarButton.ts";
import type { Target } from "./trace/lookup.ts";
import { type Reading, readTrace } from "./trace/reading.ts";
import type { RunOutcome, RunSurroundings } from "./worker/valueRun.ts";
import { type RunState, ValueRuns } from "./worker/valueRuns.ts";

export interface PanelParts {
  readonly host: Host;
  readonly layouts: LayoutClient;
  readonly startRun: RunSurroundings["start"];
}

/** The mark in the page's own timeline by which `npm run measure` tells when a graph was painted. */
const PAINTED = "tensorglass: painted";
/** Spinners that flash are worse than none. */
const BUSY_AFTER_MS = 200;
const SAVE_STATE_AFTER_MS = 250;

export class Panel {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #runs: ValueRuns;
  readonly #graph: GraphView;
  readonly #steps: StepsView;
  readonly #selection: Selection;
  readonly #switch: GraphSwitch;
  readonly #choice: PictureChoice;
  readonly #status: StatusViews;
  readonly #runButton = toolbarButton("play", "Run", () => this.#runOrStop());
  readonly #scale = h("button", {
    class: "zoom-scale",
    title: "Actual size",
    attrs: { type: "button" },
    on: { click: () => this.#graph.zoom(1 / this.#graph.scale) },
  });
  #navigation: Navigation;
  #snapshot: Snapshot | null = null;
  #snapshotAt = 0;
  #painted = -1;
  #reading: Reading | null = null;
  #picture: GraphPicture | null = null;
  #iteration = 0;
  #dot: TargetId | null = null;
  #busyTimer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ host, layouts, startRun }: PanelParts) {
    this.#host = host;
    this.#navigation = readNavigation(host.loadState());
    this.#runs = new ValueRuns(
      { start: startRun, readFile: (path) => host.readFile(path) },
      {
        changed: (state) => this.#runChanged(state),
        ended: (snapshot, outcome) => this.#runEnded(snapshot, outcome),
      },
    );
    this.#status = new StatusViews({
      reveal: (range) => host.post({ type: "reveal", range, beside: false }),
      rerun: () => this.#runs.rerun(),
    });
    this.#graph = new GraphView(layouts, this.#navigation.views, {
      select: (key, how) => this.#selection.selectKey(key, how),
      selectEdge: (key) => this.#selection.selectEdge(key),
      toggle: (key) => this.#toggle(key),
      viewChanged: (name, view) => {
        this.#scale.textContent = `${Math.round(view.scale * 100)} %`;
        this.#navigate({ views: new Map([...this.#navigation.views, [name, view]]) });
      },
    });
    this.#steps = new StepsView(this.#navigation.folded, {
      select: (step, how) => {
        if (step.target) this.#selection.select(step.target, { ...how, bringIntoView: true });
      },
      fold: (id, folded) => this.#navigate({ folded: new Map([...this.#navigation.folded, [id, folded]]) }),
      turnTo: (iteration) => this.#setIteration(iteration),
    });
    const inspector = new InspectorView({
      follow: (target) => this.#selection.select(target, { follow: true, bringIntoView: true }),
      reveal: () => this.#selection.reveal(false),
      close: () => this.#selection.clear(),
    });
    this.#selection = new Selection(
      { graph: this.#graph, steps: this.#steps, inspector },
      {
        remember: (selection) => this.#navigate({ selection }),
        reveal: (range, beside) => host.post({ type: "reveal", range, beside }),
        turnTo: (target, reading) => this.#turnTo(target, reading),
      },
    );
    this.#switch = new GraphSwitch((kind) => this.#setKind(kind));
    this.#choice = new PictureChoice({
      iteration: (iteration) => this.#setIteration(iteration),
      dot: (id) => {
        this.#dot = id;
        void this.#draw(null);
      },
    });
    const more = iconButton("ellipsis", "More actions");
    const help = iconButton("question", "Legend and keys");
    const { element, split } = panelFrame({
      graphSwitch: this.#switch.element,
      pictureChoice: this.#choice.element,
      device: this.#status.device.element,
      buttons: [this.#runButton, h("span", { class: "anchor" }, help), h("span", { class: "anchor" }, more)],
      banner: this.#status.banner.element,
      graph: this.#graph.element,
      empty: this.#status.empty,
      zoom: [
        toolbarButton("zoom-out", "Zoom out", () => this.#graph.zoom(1 / ZOOM_STEP)),
        this.#scale,
        toolbarButton("zoom-in", "Zoom in", () => this.#graph.zoom(ZOOM_STEP)),
        toolbarButton("screen-full", "Show all of the graph", () => this.#graph.fit()),
      ],
      steps: this.#steps.element,
      inspector: inspector.element,
      statusBar: this.#status.bar.element,
    });
    help.addEventListener(
      "click",
      popover(help, "Legend and keys", "dialog", () => helpContents(this.#navigation.kind)).toggle,
    );
    menu(more, "More actions", () => [
      { icon: "expand-all", label: "Expand All", run: () => this.#openAll() },
      { icon: "collapse-all", label: "Collapse All", run: () => this.#setOpen(new Map(), null) },
      null,
      { icon: "save", label: "Save as SVG…", run: () => this.#save("svg") },
      { icon: "file-code", label: "Save as DOT…", run: () => this.#save("dot") },
    ]);
    this.element = element;
    const splitter = new Splitter(split, this.#navigation.split, (share) => this.#navigate({ split: share }));
    split.firstElementChild?.after(splitter.element);
    this.#switch.show(this.#navigation.kind);
    this.#showStatus();
  }

  receive(message: HostMessage) {
    switch (message.type) {
      case "snapshot":
        return this.#receiveSnapshot(message.snapshot);
      case "caret":
        return this.#selection.point({ uri: message.uri, start: message.offset, end: message.offset });
      case "select":
        return this.#selection.selectPlace(message, this.#iteration);
      case "command":
        if (message.command === "fit") return this.#graph.fit();
        return message.command === "run" ? this.#runs.rerun() : this.#runs.stop();
      default:
        message satisfies never;
    }
  }

  /** A hidden panel computes nothing, and what it missed it asks for. */
  setHidden(hidden: boolean) {
    this.#runs.setHidden(hidden);
    if (!hidden) this.#host.ready();
  }

  /** The theme or its fonts have changed. */
  themeChanged() {
    this.#graph.forgetFonts();
    void this.#draw(null);
  }

  #receiveSnapshot(snapshot: Snapshot) {
    // A message that was overtaken by a newer one says nothing any more.
    if (
      this.#snapshot &&
      this.#snapshot.uri === snapshot.uri &&
      snapshot.generation < this.#snapshot.generation
    )
      return;
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    this.#snapshotAt = performance.now();
    const sameProgram = before?.program?.code === snapshot.program?.code && this.#reading !== null;
    // With the same program a trace of values is worth more than the shapes that came along.
    const keepsValues = sameProgram && this.#reading?.trace.mode === "values";
    if (snapshot.program && snapshot.shapes && !keepsValues)
      this.#read(readTrace(snapshot.shapes, snapshot.program));
    this.#showStatus();
    void this.#draw(null).then(() => this.#runs.update(snapshot));
  }

  #runChanged(state: RunState) {
    const running = state.kind === "running";
    clearTimeout(this.#busyTimer);
    if (running) this.#busyTimer = setTimeout(() => this.#showStatus(), BUSY_AFTER_MS);
    else this.#showStatus();
    changeButton(this.#runButton, running ? "debug-stop" : "play", running ? "Stop" : "Run");
  }

  #runEnded(snapshot: Snapshot, outcome: RunOutcome) {
    const { generation, program } = snapshot;
    if (outcome.kind === "trace" && program) {
      const { trace } = outcome;
      this.#host.post({ type: "ran", generation, trace });
      // A run that broke down says less than the shapes did, unless there is nothing else to show.
      if (this.#reading?.original !== trace) {
        this.#read(readTrace(trace, program));
        void this.#draw(null);
      }
    } else if (outcome.kind === "failed") {
      const { title, message, site } = outcome;
      const range = this.#reading?.places.range(site) ?? null;
      this.#host.post({ type: "runFailed", generation, problem: { title, message, range } });
    }
    this.#showStatus();
  }

  /** Takes over a new trace; selection and caret are found again in it. */
  #read(reading: Reading) {
    const follows = this.#reading === null || this.#iteration === this.#reading.keys.iterations.latest;
    this.#reading = reading;
    const { count, latest } = reading.keys.iterations;
    this.#iteration = follows ? latest : Math.min(this.#iteration, count - 1);
    this.#steps.show(reading.steps, this.#navigation.folded);
    this.#selection.read(reading, this.#navigation.selection);
  }

  /** Draws the picture of the moment; the old one stays on the screen until it is there. */
  async #draw(anchor: Key | null): Promise<void> {
    const reading = this.#reading;
    const snapshot = this.#snapshot;
    this.#switch.show(this.#navigation.kind);
    if (!reading) {
      this.#showStatus();
      if (snapshot) this.#tellPainted(snapshot);
      return;
    }
    const picture = drawPicture(reading, this.#choices());
    this.#choice.show(reading, this.#choices(), chosenDot(reading, this.#dot)?.id ?? null);
    const drawn = await this.#graph.show({ name: picture.name, model: picture.model, anchor });
    if (!drawn || reading !== this.#reading) return;
    this.#picture = picture;
    this.#showStatus();
    this.#selection.drawn(reading, picture.model);
    if (snapshot) this.#tellPainted(snapshot);
  }

  #tellPainted({ generation }: Snapshot) {
    if (generation === this.#painted) return;
    this.#painted = generation;
    performance.mark(PAINTED);
    this.#host.post({ type: "painted", generation, ms: performance.now() - this.#snapshotAt });
  }

  #choices(): Choices {
    const { kind, open } = this.#navigation;
    return { kind, open, iteration: this.#iteration, dot: this.#dot };
  }

  #setKind(kind: GraphKind) {
    if (kind === this.#navigation.kind) return;
    this.#navigate({ kind });
    void this.#draw(null).then(() => this.#selection.bringIntoView());
  }

  /** A `makeDot` is in the autograd graph that it drew; anything else in the round in which it ran. */
  #turnTo(target: Target, { trace, keys }: Reading): boolean {
    if (target.kind === "event" && trace.events[target.event]?.kind === "dot") {
      this.#dot = keys.id(target);
      this.#navigate({ kind: "autograd" });
    } else {
      const iteration = keys.iterationOf(target);
      if (this.#navigation.kind !== "forward" || iteration === this.#iteration) return false;
      this.#iteration = iteration;
    }
    void this.#draw(null);
    return true;
  }

  #setIteration(iteration: number) {
    this.#iteration = iteration;
    void this.#draw(null);
  }

  #toggle(key: Key) {
    const isOpen = this.#picture?.model.groups.some((group) => group.key === key) ?? false;
    this.#setOpen(new Map([...this.#navigation.open, [key, !isOpen]]), key);
  }

  #openAll() {
    if (!this.#reading) return;
    const keys = allCalls(this.#reading, this.#iteration);
    this.#setOpen(new Map(keys.map((key) => [key, true])), null);
  }

  #setOpen(open: ReadonlyMap<Key, boolean>, anchor: Key | null) {
    this.#navigate({ open });
    void this.#draw(anchor);
  }

  #showStatus() {
    const standing = {
      snapshot: this.#snapshot,
      run: this.#runs.state,
      reading: this.#reading,
      picture: this.#picture,
    };
    this.#status.show(standing);
    this.#graph.covered = this.#status.banner.height;
    this.element.classList.toggle("stale", this.#snapshot?.stale ?? false);
  }

  #runOrStop() {
    if (this.#runs.state.kind === "running") this.#runs.stop();
    else this.#runs.rerun();
  }

  #save(format: "svg" | "dot") {
    const picture = this.#picture;
    if (!picture || !this.#snapshot) return;
    const text = format === "svg" ? this.#graph.toSvgFile() : (picture.dot ?? exportDot(picture.model));
    if (text === null) return;
    const name = `${this.#snapshot.fileName.replace(/\.[^.]*$/, "")}.${picture.model.kind}.${format}`;
    this.#host
      .save(name, text)
      .catch((error: Error) => this.#host.log("info", `${name} was not saved: ${error.message}`));
  }

  #navigate(change: Partial<Navigation>) {
    this.#navigation = { ...this.#navigation, ...change };
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(
      () => this.#host.saveState(writeNavigation(this.#navigation)),
      SAVE_STATE_AFTER_MS,
    );
  }
}
