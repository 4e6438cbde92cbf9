/**
 * The panel: holds what is shown and what is selected, and passes each change on to the views. Everything shown is
 * worked out again from the snapshot, the last run and the user's choices; the views keep what need not change.
 */
import { h } from "./dom.ts";
import { exportDot } from "./graph/exportDot.ts";
import { exportSvg } from "./graph/exportSvg.ts";
import { GraphView } from "./graph/graphView.ts";
import type { Key, TargetId } from "./graph/keys.ts";
import type { LayoutClient } from "./graph/layoutClient.ts";
import { type Locator, locator } from "./graph/locate.ts";
import type { GraphKind } from "./graph/model.ts";
import { ZOOM_STEP } from "./graph/viewport.ts";
import type { Host, HostMessage } from "./host.ts";
import { cardOf } from "./inspector/cards.ts";
import { InspectorView } from "./inspector/inspectorView.ts";
import { type Navigation, readNavigation, writeNavigation } from "./navigation.ts";
import { iconButton, panelFrame } from "./panelFrame.ts";
import { allCalls, type Choices, chosenDot, drawPicture, type GraphPicture } from "./pictures.ts";
import type { Snapshot } from "./protocol.ts";
import { type PanelProblem, problemOf, statusOf } from "./statusOf.ts";
import { StepsView } from "./steps/stepsView.ts";
import { Banner } from "./toolbar/banner.ts";
import { DeviceBadge } from "./toolbar/deviceBadge.ts";
import { GraphSwitch } from "./toolbar/graphSwitch.ts";
import { helpContents } from "./toolbar/help.ts";
import { menu } from "./toolbar/menu.ts";
import { PictureChoice } from "./toolbar/pictureChoice.ts";
import { popover } from "./toolbar/popover.ts";
import { Splitter } from "./toolbar/splitter.ts";
import { StatusBar } from "./toolbar/statusBar.ts";
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

interface Selecting {
  /** Show it in the editor too, and there perhaps to the side. */
  readonly reveal?: boolean;
  readonly beside?: boolean;
  /** Scroll the steps to it; off when it was chosen there. */
  readonly follow?: boolean;
  readonly bringIntoView?: boolean;
}

/** Spinners that flash are worse than none. */
const BUSY_AFTER_MS = 200;
const SAVE_STATE_AFTER_MS = 250;

export class Panel {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #runs: ValueRuns;
  readonly #graph: GraphView;
  readonly #steps: StepsView;
  readonly #inspector: InspectorView;
  readonly #switch: GraphSwitch;
  readonly #choice: PictureChoice;
  readonly #device = new DeviceBadge();
  readonly #status = new StatusBar();
  readonly #banner = new Banner();
  readonly #empty = h("div", { class: "graph-empty", attrs: { hidden: "" } });
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
  #locate: Locator = () => [];
  #iteration = 0;
  #dot: TargetId | null = null;
  #selection: Target | null = null;
  /** Where the caret is, or what the editor last pointed at. */
  #place: { readonly uri: string; readonly start: number; readonly end: number } | null = null;
  #problem: PanelProblem | null = null;
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
    this.#graph = new GraphView(layouts, this.#navigation.views, {
      select: (key, how) => this.#selectKey(key, how),
      selectEdge: (key) => this.#selectEdge(key),
      toggle: (key) => this.#toggle(key),
      viewChanged: (name, view) => {
        this.#scale.textContent = `${Math.round(view.scale * 100)} %`;
        this.#navigate({ views: new Map([...this.#navigation.views, [name, view]]) });
      },
    });
    this.#steps = new StepsView(this.#navigation.folded, {
      select: (step, { reveal, beside }) => {
        if (step.target) this.#select(step.target, { reveal, beside, bringIntoView: true });
      },
      fold: (id, folded) => this.#navigate({ folded: new Map([...this.#navigation.folded, [id, folded]]) }),
    });
    this.#inspector = new InspectorView({
      follow: (target) => this.#select(target, { follow: true, bringIntoView: true }),
      reveal: () => this.#revealSelection(false),
      close: () => this.#clearSelection(),
    });
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
      device: this.#device.element,
      buttons: [this.#runButton, h("span", { class: "anchor" }, help), h("span", { class: "anchor" }, more)],
      banner: this.#banner.element,
      graph: this.#graph.element,
      empty: this.#empty,
      zoom: [
        toolbarButton("zoom-out", "Zoom out", () => this.#graph.zoom(1 / ZOOM_STEP)),
        this.#scale,
        toolbarButton("zoom-in", "Zoom in", () => this.#graph.zoom(ZOOM_STEP)),
        toolbarButton("screen-full", "Show all of the graph", () => this.#graph.fit()),
      ],
      steps: this.#steps.element,
      inspector: this.#inspector.element,
      statusBar: this.#status.element,
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
        return this.#point({ uri: message.uri, start: message.offset, end: message.offset });
      case "select":
        return this.#selectPlace({ uri: message.uri, start: message.start, end: message.end });
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
    const last = this.#reading === null || this.#iteration === this.#reading.keys.iterations.count - 1;
    this.#reading = reading;
    const { count } = reading.keys.iterations;
    this.#iteration = last ? count - 1 : Math.min(this.#iteration, count - 1);
    const { selection } = this.#navigation;
    this.#selection = selection === null ? null : reading.keys.resolve(selection);
    this.#steps.show(reading.steps, this.#navigation.folded);
    this.#showCard();
  }

  /** Draws the picture of the moment; the old one stays on the screen until it is there. */
  async #draw(anchor: Key | null): Promise<void> {
    const reading = this.#reading;
    const snapshot = this.#snapshot;
    this.#switch.show(this.#navigation.kind);
    if (!reading) {
      this.#showEmpty();
      if (snapshot) this.#tellPainted(snapshot);
      return;
    }
    const picture = drawPicture(reading, this.#choices());
    this.#choice.show(reading, this.#choices(), chosenDot(reading, this.#dot)?.id ?? null);
    const drawn = await this.#graph.show({ name: picture.name, model: picture.model, anchor });
    if (!drawn || reading !== this.#reading) return;
    this.#picture = picture;
    this.#locate = locator(picture.model, reading.trace, reading.keys);
    this.#showEmpty();
    this.#mark();
    if (snapshot) this.#tellPainted(snapshot);
  }

  #tellPainted({ generation }: Snapshot) {
    if (generation === this.#painted) return;
    this.#painted = generation;
    this.#host.post({ type: "painted", generation, ms: performance.now() - this.#snapshotAt });
  }

  #choices(): Choices {
    const { kind, open } = this.#navigation;
    return { kind, open, iteration: this.#iteration, dot: this.#dot };
  }

  #setKind(kind: GraphKind) {
    if (kind === this.#navigation.kind) return;
    this.#navigate({ kind });
    void this.#draw(null).then(() => this.#showSelectionInGraph());
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

  #selectKey(key: Key | null, { reveal, beside }: { readonly reveal: boolean; readonly beside: boolean }) {
    if (key === null) return this.#clearSelection();
    const { model } = this.#picture ?? {};
    const item =
      model?.nodes.find((node) => node.key === key) ?? model?.groups.find((group) => group.key === key);
    if (item?.target) this.#select(item.target, { reveal, beside, follow: true });
  }

  #selectEdge(key: Key) {
    const tensor = this.#picture?.model.edges.find((edge) => edge.key === key)?.tensor ?? null;
    if (tensor !== null) this.#select({ kind: "tensor", tensor }, { reveal: true, follow: true });
  }

  #select(
    target: Target,
    { reveal = false, beside = false, follow = false, bringIntoView = false }: Selecting,
  ) {
    const reading = this.#reading;
    if (!reading) return;
    this.#selection = target;
    this.#navigate({ selection: reading.keys.id(target) });
    this.#showCard();
    if (reveal) this.#revealSelection(beside);

    const event = target.kind === "event" ? reading.trace.events[target.event] : undefined;
    const iteration = reading.keys.iterationOf(target);
    const otherPicture =
      event?.kind === "dot" || (this.#navigation.kind === "forward" && iteration !== this.#iteration);
    if (event?.kind === "dot") {
      this.#dot = reading.keys.id(target);
      this.#navigate({ kind: "autograd" });
    } else if (otherPicture) this.#iteration = iteration;
    this.#mark(follow);
    if (otherPicture) void this.#draw(null).then(() => this.#showSelectionInGraph());
    else if (bringIntoView) this.#showSelectionInGraph();
  }

  #clearSelection() {
    this.#selection = null;
    this.#navigate({ selection: null });
    this.#showCard();
    this.#mark();
  }

  #showSelectionInGraph() {
    if (this.#selection) this.#graph.reveal(this.#locate(this.#selection));
  }

  #revealSelection(beside: boolean) {
    const reading = this.#reading;
    if (!reading || !this.#selection) return;
    const range = reading.places.range(reading.places.siteOf(this.#selection));
    if (range) this.#host.post({ type: "reveal", range, beside });
  }

  /** The caret: what its place made is marked, and shown if none of it is on the screen. */
  #point(place: { readonly uri: string; readonly start: number; readonly end: number }) {
    this.#place = place;
    this.#mark();
    this.#graph.reveal(this.#pointedAt().flatMap((target) => this.#locate(target)));
  }

  #selectPlace(place: { readonly uri: string; readonly start: number; readonly end: number }) {
    this.#place = place;
    const targets = this.#pointedAt();
    const here = targets.find((target) => this.#reading?.keys.iterationOf(target) === this.#iteration);
    const target = here ?? targets[0];
    if (target) this.#select(target, { follow: true, bringIntoView: true });
    else this.#mark();
  }

  #pointedAt(): readonly Target[] {
    if (!this.#place || !this.#reading) return [];
    return this.#reading.places.at(this.#place.uri, this.#place.start, this.#place.end);
  }

  #mark(follow = false) {
    const reading = this.#reading;
    if (!reading) return;
    const pointed = this.#pointedAt();
    const [selected = null] = this.#selection ? this.#locate(this.#selection) : [];
    this.#graph.mark(selected, new Set(pointed.flatMap((target) => this.#locate(target))));
    const step = this.#selection ? stepOf(reading, this.#selection) : null;
    this.#steps.mark(
      step,
      new Set(pointed.flatMap((target) => stepOf(reading, target) ?? [])),
      follow ? step : null,
    );
  }

  #showCard() {
    const reading = this.#reading;
    if (!reading || !this.#selection) return this.#inspector.show(null, false);
    this.#inspector.show(cardOf(reading, this.#selection), reading.places.siteOf(this.#selection) !== null);
  }

  #showStatus() {
    const trace = this.#reading?.trace ?? null;
    const { state } = this.#runs;
    this.#status.show(statusOf(this.#snapshot, state, trace));
    this.#status.totals(trace?.totals ?? null);
    const gpuFailure =
      state.kind === "done" && state.outcome.kind === "trace" ? state.outcome.gpuFailure : null;
    this.#device.show(trace?.device ?? null, gpuFailure);
    this.#problem = problemOf(
      this.#snapshot,
      state,
      trace,
      (site) => this.#reading?.places.range(site) ?? null,
    );
    this.#showBanner();
    this.#graph.covered = this.#banner.height;
    this.element.classList.toggle("stale", this.#snapshot?.stale ?? false);
    this.#showEmpty();
  }

  #showBanner() {
    const problem = this.#problem;
    if (problem === null) return this.#banner.show(null);
    const { tone, title, message, range, canRerun } = problem;
    this.#banner.show({
      tone,
      title,
      message,
      actions: [
        ...(range ? [{ label: "Show Line", run: () => this.#revealProblem() }] : []),
        ...(canRerun ? [{ label: "Run Again", run: () => this.#runs.rerun() }] : []),
      ],
    });
  }

  #revealProblem() {
    const range = this.#problem?.range;
    if (range) this.#host.post({ type: "reveal", range, beside: false });
  }

  #showEmpty() {
    const why =
      this.#reading !== null
        ? // What went wrong is said above already.
          this.#problem === null
          ? (this.#picture?.empty ?? null)
          : null
        : this.#snapshot === null || this.#problem !== null || this.#snapshot.program !== null
          ? null
          : { title: "Nothing to show yet", message: "The graph appears as soon as the file compiles." };
    this.#empty.hidden = why === null;
    if (why) this.#empty.replaceChildren(h("h2", { text: why.title }), h("p", { text: why.message }));
  }

  #runOrStop() {
    if (this.#runs.state.kind === "running") this.#runs.stop();
    else this.#runs.rerun();
  }

  #save(format: "svg" | "dot") {
    const picture = this.#picture;
    const layout = this.#graph.layout;
    if (!picture || !layout || !this.#snapshot) return;
    this.#graph.drawWhole();
    const name = `${this.#snapshot.fileName.replace(/\.[^.]*$/, "")}.${picture.model.kind}.${format}`;
    const text =
      format === "svg" ? exportSvg(this.#graph.element, layout) : (picture.dot ?? exportDot(picture.model));
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

/** The row of a target: its own, or that of the op that made it. */
function stepOf({ trace, keys }: Reading, target: Target): TargetId | null {
  switch (target.kind) {
    case "op":
    case "scope":
    case "event":
      return keys.id(target);
    case "tensor": {
      const op = trace.tensors[target.tensor]?.op ?? null;
      return op === null ? null : keys.id({ kind: "op", op });
    }
    case "node": {
      const op = trace.nodes[target.node]?.op ?? null;
      return op === null ? null : keys.id({ kind: "op", op });
    }
  }
}
