/**
 * What is selected, and what the caret of the editor stands on: kept in terms of the trace and shown in all three
 * views. A selection outlives the run it was made in; the caret's place is looked up again in every trace.
 */
import type { GraphView } from "./graph/graphView.ts";
import type { Key, TargetId } from "./graph/keys.ts";
import { type Locator, locator } from "./graph/locate.ts";
import { EMPTY_MODEL, type GraphModel } from "./graph/model.ts";
import { cardOf } from "./inspector/cards.ts";
import type { InspectorView } from "./inspector/inspectorView.ts";
import type { SourceRange } from "./protocol.ts";
import type { StepsView } from "./steps/stepsView.ts";
import type { Target } from "./trace/lookup.ts";
import type { Reading } from "./trace/reading.ts";

export interface SelectionViews {
  readonly graph: GraphView;
  readonly steps: StepsView;
  readonly inspector: InspectorView;
}

export interface SelectionEvents {
  /** What to select again when the panel comes back. */
  readonly remember: (id: TargetId | null) => void;
  readonly reveal: (range: SourceRange, beside: boolean) => void;
  /** Shows the picture that the target is in, if that is another one; says whether it is. */
  readonly turnTo: (target: Target, reading: Reading) => boolean;
}

export interface Selecting {
  /** Show it in the editor too, and there perhaps to the side. */
  readonly reveal?: boolean;
  readonly beside?: boolean;
  /** Scroll the steps to it; off when it was chosen there. */
  readonly follow?: boolean;
  /** Move the graph to it; off when it was chosen there. */
  readonly bringIntoView?: boolean;
}

export class Selection {
  readonly #views: SelectionViews;
  readonly #events: SelectionEvents;
  #reading: Reading | null = null;
  #model: GraphModel = EMPTY_MODEL;
  #locate: Locator = () => [];
  #target: Target | null = null;
  /** Where the caret is, or what the editor last pointed at. */
  #place: SourceRange | null = null;
  /** Another picture is on its way, in which the selection is to be brought into view. */
  #awaited = false;

  constructor(views: SelectionViews, events: SelectionEvents) {
    this.#views = views;
    this.#events = events;
  }

  /** Another trace: the same thing is selected in it, if it is there. */
  read(reading: Reading, remembered: TargetId | null) {
    this.#reading = reading;
    this.#target = remembered === null ? null : reading.keys.resolve(remembered);
    this.#showCard();
  }

  /** Another picture is on the screen. */
  drawn(reading: Reading, model: GraphModel) {
    this.#model = model;
    this.#locate = locator(model, reading.trace, reading.keys);
    this.#mark();
    if (this.#awaited) this.bringIntoView();
    this.#awaited = false;
  }

  select(
    target: Target,
    { reveal = false, beside = false, follow = false, bringIntoView = false }: Selecting,
  ) {
    if (!this.#reading) return;
    this.#target = target;
    this.#events.remember(this.#reading.keys.id(target));
    this.#showCard();
    if (reveal) this.reveal(beside);
    this.#awaited = this.#events.turnTo(target, this.#reading);
    this.#mark(follow);
    if (bringIntoView && !this.#awaited) this.bringIntoView();
  }

  /** A node or group of the graph. */
  selectKey(key: Key | null, how: Selecting) {
    if (key === null) return this.clear();
    const named = (item: { readonly key: Key }) => item.key === key;
    const target = (this.#model.nodes.find(named) ?? this.#model.groups.find(named))?.target;
    if (target) this.select(target, { ...how, follow: true });
  }

  /** The tensor on an edge of the graph. */
  selectEdge(key: Key) {
    const tensor = this.#model.edges.find((edge) => edge.key === key)?.tensor ?? null;
    if (tensor !== null) this.select({ kind: "tensor", tensor }, { reveal: true, follow: true });
  }

  clear() {
    this.#target = null;
    this.#events.remember(null);
    this.#showCard();
    this.#mark();
  }

  /** Shows the selection in the editor. */
  reveal(beside: boolean) {
    if (!this.#reading || !this.#target) return;
    const { places } = this.#reading;
    const range = places.range(places.siteOf(this.#target));
    if (range) this.#events.reveal(range, beside);
  }

  bringIntoView() {
    if (this.#target) this.#views.graph.reveal(this.#locate(this.#target));
  }

  /** The caret: what its place made is marked, and shown if none of it is on the screen. */
  point(place: SourceRange) {
    this.#place = place;
    this.#mark();
    this.#views.graph.reveal(this.#pointedAt().flatMap((target) => this.#locate(target)));
  }

  /** The editor wants to see what this place made; of several rounds, the one that is shown. */
  selectPlace(place: SourceRange, iteration: number) {
    this.#place = place;
    const targets = this.#pointedAt();
    const here = targets.find((target) => this.#reading?.keys.iterationOf(target) === iteration);
    const target = here ?? targets[0];
    if (target) this.select(target, { follow: true, bringIntoView: true });
    else this.#mark();
  }

  #pointedAt(): readonly Target[] {
    if (!this.#place || !this.#reading) return [];
    const { uri, start, end } = this.#place;
    return this.#reading.places.at(uri, start, end);
  }

  #mark(follow = false) {
    const reading = this.#reading;
    if (!reading) return;
    const { graph, steps } = this.#views;
    const pointed = this.#pointedAt();
    const [selected = null] = this.#target ? this.#locate(this.#target) : [];
    graph.mark(selected, new Set(pointed.flatMap((target) => this.#locate(target))));
    const step = this.#target ? stepOf(reading, this.#target) : null;
    const highlighted = new Set(pointed.flatMap((target) => stepOf(reading, target) ?? []));
    steps.mark(step, highlighted, follow ? step : null);
  }

  #showCard() {
    const { inspector } = this.#views;
    if (!this.#reading || !this.#target) return inspector.show(null, false);
    const hasSource = this.#reading.places.siteOf(this.#target) !== null;
    inspector.show(cardOf(this.#reading, this.#target), hasSource);
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
