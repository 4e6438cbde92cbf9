/**
 * The graph on the screen: takes models, asks for their layout, draws them, moves the viewport. The picture before
 * stays until the next one is ready, and what one looks at stays where it is.
 */
import { svg } from "../dom.ts";
import { exportSvg } from "./exportSvg.ts";
import type { Key } from "./keys.ts";
import { type Box, type Layout, layoutOf, type Point, sketch } from "./layout.ts";
import type { LayoutClient } from "./layoutClient.ts";
import { textMeasure } from "./measure.ts";
import { EMPTY_MODEL, type GraphModel } from "./model.ts";
import { type Direction, neighbour } from "./neighbours.ts";
import type { Size, TextWidth } from "./nodeText.ts";
import { listenToPointer } from "./pointer.ts";
import { GraphScene, NO_MARKS } from "./scene.ts";
import { actionOf } from "./shortcuts.ts";
import {
  bringIntoView,
  firstView,
  fitView,
  isOnScreen,
  keep,
  panBy,
  toContent,
  type View,
  ZOOM_STEP,
  zoomAt,
} from "./viewport.ts";
import { around, contains, isAnythingSeen, seen } from "./visible.ts";

export interface GraphEvents {
  /** A node or group was chosen; null for none. */
  readonly select: (key: Key | null, how: { readonly reveal: boolean; readonly beside: boolean }) => void;
  /** The label of an edge was clicked. */
  readonly selectEdge: (key: Key) => void;
  /** A closed call is to be opened, or an open one closed. */
  readonly toggle: (key: Key) => void;
  readonly viewChanged: (picture: string, view: View) => void;
}

export interface Picture {
  /** Pictures of one name share a viewport: the forward graph, one for each autograd graph. */
  readonly name: string;
  readonly model: GraphModel;
  /** What should stay where it is on the screen, if there is a choice. */
  readonly anchor: Key | null;
}

/** Nodes and edges of a graph that is drawn whole. */
const WHOLE_AT_MOST = 1200;
/** Milliseconds of gliding; as long as in css/graph.css. */
const MOVE_MS = 150;

export class GraphView {
  readonly element = svg("svg", {
    class: "graph-surface",
    role: "application",
    "aria-label": "Computational graph",
    "aria-roledescription": "graph",
  });
  #covered = 0;
  /** The viewport is still where the first look put it: nobody has moved it. */
  #untouched = false;
  readonly #scene = new GraphScene();
  readonly #client: LayoutClient;
  readonly #events: GraphEvents;
  readonly #views: Map<string, View>;
  #measure: TextWidth | null = null;
  #model: GraphModel = EMPTY_MODEL;
  #layout: Layout | null = null;
  #picture = "";
  /** The part of the plane whose elements exist; null for all of it. */
  #window: Box | null = null;
  #view: View = { x: 0, y: 0, scale: 1 };
  /** The node that Tab leads to. */
  #focusable: Key | null = null;
  /** Where a node was last asked to be brought into view, to be done when it is drawn. */
  #pendingReveal: readonly Key[] | null = null;

  constructor(client: LayoutClient, views: ReadonlyMap<string, View>, events: GraphEvents) {
    this.#client = client;
    this.#events = events;
    this.#views = new Map(views);
    this.element.append(arrowhead(), this.#scene.content);
    listenToPointer(this.element, {
      pan: (dx, dy) => this.#setView(panBy(this.#view, dx, dy)),
      zoom: (factor, at) => this.#setView(zoomAt(this.#view, factor, at)),
      click: (element, event) => this.#click(element, event),
      doubleClick: (element) => {
        const key = keyOf(element);
        if (key !== null) this.#toggle(key);
      },
    });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusin", ({ target }) => {
      const key = target instanceof Element ? keyOf(target) : null;
      if (key !== null) this.#makeFocusable(key);
    });
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  /** Pixels at the top that something else lies over. */
  get covered(): number {
    return this.#covered;
  }

  set covered(pixels: number) {
    if (pixels === this.#covered) return;
    this.#covered = pixels;
    if (this.#untouched) this.#lookFirst();
  }

  get scale(): number {
    return this.#view.scale;
  }

  get measure(): TextWidth {
    this.#measure ??= textMeasure(this.element);
    return this.#measure;
  }

  /** Fonts have changed: measure again. */
  forgetFonts() {
    this.#measure = null;
  }

  /** Resolves when the picture is on the screen; false when a newer one overtook it. */
  async show({ name, model, anchor }: Picture): Promise<boolean> {
    const placed = await this.#client.layout(sketch(model, this.measure));
    if (placed === null) return false;
    const layout = layoutOf(model, placed.placement, placed.by);
    const before = this.#layout;
    const samePicture = name === this.#picture && before !== null;

    const fixed = samePicture ? this.#anchor(before, layout, anchor) : null;
    // Nothing moves on the first paint, between different pictures, or when there is too much to move smoothly.
    const glide = samePicture && model.nodes.length < 400;
    this.#scene.content.classList.toggle("gliding", glide);
    const focused = this.#focusedKey();
    this.#model = model;
    this.#layout = layout;
    this.#drawAround(samePicture ? this.#view : this.#viewToBe(name));
    // A call that was opened or closed is another element now, but the same thing to whoever has the focus on it.
    if (focused !== null && this.#focusedKey() === null)
      this.#scene.element(focused)?.focus({ preventScroll: true });
    if (fixed) this.#setView(keep(this.#view, fixed.before, fixed.after));
    else if (!samePicture) {
      this.#picture = name;
      const known = this.#views.get(name);
      if (known) this.#setView(known);
      else this.#lookFirst();
    }
    if (glide) setTimeout(() => this.#scene.content.classList.remove("gliding"), MOVE_MS);
    this.#makeFocusable(
      this.#focusable !== null && this.#scene.element(this.#focusable) ? this.#focusable : firstKey(model),
    );
    if (this.#pendingReveal) this.reveal(this.#pendingReveal);
    await new Promise(requestAnimationFrame);
    return true;
  }

  /** All of the graph as an SVG file, without what is marked in it; null when there is none. */
  toSvgFile(): string | null {
    if (!this.#layout) return null;
    const { marks } = this.#scene;
    this.#window = null;
    this.#scene.mark(NO_MARKS);
    this.#scene.draw(this.#model, this.#layout, this.measure, null);
    const file = exportSvg(this.element, this.#layout);
    this.#scene.mark(marks);
    return file;
  }

  mark(selected: Key | null, highlighted: ReadonlySet<Key>) {
    this.#scene.mark({ selected, highlighted });
    if (selected !== null && this.#scene.element(selected)) this.#makeFocusable(selected);
  }

  /** Pans as little as needed to have one of these on the screen; does nothing when one already is. */
  reveal(keys: readonly Key[]) {
    const boxes = keys.flatMap((key) => this.#box(key) ?? []);
    this.#pendingReveal = boxes.length === 0 && keys.length > 0 ? keys : null;
    const [first] = boxes;
    if (!first) return;
    const screen = this.#screen();
    const view = panBy(this.#view, 0, -this.covered);
    const seen = boxes.some((box) => {
      const moved = bringIntoView(view, box, screen);
      return moved.x === view.x && moved.y === view.y;
    });
    if (!seen) this.#setView(panBy(bringIntoView(view, first, screen), 0, this.covered));
  }

  fit() {
    if (this.#layout) this.#setView(panBy(fitView(this.#layout, this.#screen()), 0, this.covered));
  }

  zoom(factor: number) {
    const { width, height } = this.#screen();
    this.#setView(zoomAt(this.#view, factor, { x: width / 2, y: height / 2 }));
  }

  /** Small graphs are drawn whole; of large ones what is on the screen, and a screen more on each side. */
  #drawAround(view: View) {
    const layout = this.#layout;
    if (!layout) return;
    const { nodes, edges } = this.#model;
    this.#window = nodes.length + edges.length > WHOLE_AT_MOST ? around(view, this.#screen()) : null;
    this.#scene.draw(this.#model, layout, this.measure, this.#window);
  }

  #viewToBe(picture: string): View {
    return this.#views.get(picture) ?? this.#firstView();
  }

  #focusedKey(): Key | null {
    const { activeElement } = document;
    return activeElement && this.element.contains(activeElement) ? keyOf(activeElement) : null;
  }

  #lookFirst() {
    this.#setView(this.#firstView());
    this.#untouched = true;
  }

  #firstView(): View {
    const { nodes } = this.#layout ?? { nodes: new Map<Key, Box>() };
    const top = [...nodes.values()].reduce<Box | null>(
      (best, box) => (best === null || box.y < best.y ? box : best),
      null,
    );
    return panBy(firstView(this.#layout ?? { width: 1, height: 1 }, this.#screen(), top), 0, this.covered);
  }

  /** The place to hold still: the wanted one, else the one nearest to the middle of the screen in both pictures. */
  #anchor(
    before: Layout,
    after: Layout,
    wanted: Key | null,
  ): { readonly before: Point; readonly after: Point } | null {
    const old = (key: Key) => before.nodes.get(key) ?? before.groups.get(key);
    const now = (key: Key) => after.nodes.get(key) ?? after.groups.get(key);
    const head = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y });
    const pair = (key: Key) => {
      const a = old(key);
      const b = now(key);
      return a && b ? { before: head(a), after: head(b) } : null;
    };
    if (wanted !== null) {
      const found = pair(wanted);
      if (found) return found;
    }
    const screen = this.#screen();
    const middle = toContent(this.#view, { x: screen.width / 2, y: screen.height / 2 });
    let best: Key | null = null;
    let least = Infinity;
    for (const [key, box] of before.nodes) {
      if (!after.nodes.has(key) || !isOnScreen(this.#view, box, screen)) continue;
      const distance = Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y);
      if (distance < least) {
        least = distance;
        best = key;
      }
    }
    return best === null ? null : pair(best);
  }

  #box(key: Key): Box | null {
    return this.#layout?.nodes.get(key) ?? this.#layout?.groups.get(key) ?? null;
  }

  #screen(): Size {
    return { width: this.element.clientWidth, height: this.element.clientHeight - this.covered };
  }

  #setView(view: View) {
    this.#view = view;
    this.#untouched = false;
    this.#scene.content.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    this.element.classList.toggle("far", view.scale < 0.35);
    if (this.#window !== null && !contains(this.#window, seen(view, this.#screen()))) this.#drawAround(view);
    if (this.#picture === "") return;
    this.#views.set(this.#picture, view);
    this.#events.viewChanged(this.#picture, view);
  }

  /** A panel that starts out hidden has no size; its first look is taken when it gets one. */
  #resized() {
    if (
      this.#layout &&
      this.element.clientWidth > 0 &&
      !isAnythingSeen(this.#layout, this.#view, this.#screen())
    ) {
      this.#lookFirst();
    }
  }

  #click(element: Element, event: MouseEvent) {
    const edge = element.closest("[data-edge]")?.getAttribute("data-edge");
    if (edge !== null && edge !== undefined) return this.#events.selectEdge(edge);
    const key = keyOf(element);
    if (key !== null && element.closest(".chevron-target")) return this.#toggle(key);
    if (key !== null) this.#scene.element(key)?.focus({ preventScroll: true });
    this.#events.select(key, { reveal: key !== null, beside: event.altKey });
  }

  #toggle(key: Key) {
    const element = this.#scene.element(key);
    if (element?.hasAttribute("aria-expanded")) this.#events.toggle(key);
  }

  #key(event: KeyboardEvent) {
    const action = actionOf(event);
    if (action === null) return;
    const key = event.target instanceof Element ? keyOf(event.target) : null;
    event.preventDefault();
    switch (action) {
      case "up":
      case "down":
      case "left":
      case "right":
        return this.#step(key ?? this.#focusable, action);
      case "toggle":
        return key === null ? undefined : this.#toggle(key);
      case "reveal":
        return this.#events.select(key, { reveal: true, beside: false });
      case "zoomIn":
        return this.zoom(ZOOM_STEP);
      case "zoomOut":
        return this.zoom(1 / ZOOM_STEP);
      case "fit":
        return this.fit();
      case "actualSize":
        return this.zoom(1 / this.#view.scale);
      case "clear":
        return this.#events.select(null, { reveal: false, beside: false });
      default:
        action satisfies never;
    }
  }

  #step(from: Key | null, direction: Direction) {
    if (!this.#layout || from === null) return;
    const next = neighbour(this.#model, this.#layout, from, direction);
    if (next === null) return;
    this.reveal([next]);
    this.#scene.element(next)?.focus({ preventScroll: true });
    this.#events.select(next, { reveal: false, beside: false });
  }

  #makeFocusable(key: Key | null) {
    if (this.#focusable !== null) this.#scene.element(this.#focusable)?.setAttribute("tabindex", "-1");
    this.#focusable = key;
    if (key !== null) this.#scene.element(key)?.setAttribute("tabindex", "0");
  }
}

function keyOf(element: Element): Key | null {
  return element.closest(".node, .group")?.getAttribute("data-key") ?? null;
}

function firstKey(model: GraphModel): Key | null {
  return model.nodes[0]?.key ?? null;
}

/** One arrowhead for all edges; it takes the colour of the line that it ends. */
function arrowhead(): SVGDefsElement {
  const tip = svg("path", { d: "M0,0.6 L7,4 L0,7.4 Z", fill: "context-stroke" });
  return svg(
    "defs",
    {},
    svg(
      "marker",
      {
        id: "arrow",
        viewBox: "0 0 8 8",
        refX: 6.6,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: "auto",
        markerUnits: "userSpaceOnUse",
      },
      tip,
    ),
  );
}
