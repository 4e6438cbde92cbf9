/**
 * The picture: an SVG that is changed, not replaced, when the model or its layout changes. Elements are found again by
 * key, so a node that stays keeps its element (and its focus), one that moved glides, and only new ones appear.
 */
import { svg } from "../dom.ts";
import { drawEdge, drawEdgeLabel, drawGroupBox, drawGroupHeader, drawNode, round } from "./drawNode.ts";
import type { Key } from "./keys.ts";
import { type Box, boxAround, type Layout, overlaps } from "./layout.ts";
import type { GraphEdge, GraphModel } from "./model.ts";
import type { TextWidth } from "./nodeText.ts";

/** Thousands of animations at once would be the opposite of smooth. */
const FADED_AT_MOST = 300;

interface Drawn<E extends SVGElement> {
  readonly element: E;
  /** What it was drawn from: equal text, equal picture. */
  signature: string;
}

export interface Marks {
  readonly selected: Key | null;
  /** What the caret in the editor stands on. */
  readonly highlighted: ReadonlySet<Key>;
}

export const NO_MARKS: Marks = { selected: null, highlighted: new Set() };

export class GraphScene {
  /** Holds everything; its transform is the viewport's. */
  readonly content = svg("g", { class: "content" });
  readonly #boxLayer = svg("g", { class: "groups" });
  readonly #edgeLayer = svg("g", { class: "edges" });
  readonly #headerLayer = svg("g", { class: "headers" });
  readonly #labelLayer = svg("g", { class: "labels" });
  readonly #nodeLayer = svg("g", { class: "nodes" });
  readonly #nodes = new Map<Key, Drawn<SVGGElement>>();
  readonly #boxes = new Map<Key, Drawn<SVGRectElement>>();
  readonly #headers = new Map<Key, Drawn<SVGGElement>>();
  readonly #edges = new Map<Key, Drawn<SVGGElement>>();
  readonly #labels = new Map<Key, Drawn<SVGTextElement>>();
  #marks = NO_MARKS;
  #model: GraphModel | null = null;

  constructor() {
    this.content.append(
      this.#boxLayer,
      this.#edgeLayer,
      this.#headerLayer,
      this.#labelLayer,
      this.#nodeLayer,
    );
  }

  /** Draws what touches `within`; all of it for null. The rest has no elements until it is scrolled to. */
  draw(all: GraphModel, layout: Layout, width: TextWidth, within: Box | null) {
    const model = within === null ? all : part(all, layout, within);
    this.#model = model;
    const at = (box: Box) => `translate(${round(box.x)}px, ${round(box.y)}px)`;
    const size = (box: Box) => `${round(box.width)}×${round(box.height)}`;

    reconcile(this.#boxes, this.#boxLayer, model.groups, "rect", (group, element, old) => {
      const box = layout.groups.get(group.key);
      if (!box) return old;
      element.style.transform = at(box);
      const signature = JSON.stringify([group.failed, size(box)]);
      if (signature !== old) drawGroupBox(element, group, box);
      return signature;
    });
    reconcile(this.#headers, this.#headerLayer, model.groups, "g", (group, element, old) => {
      const box = layout.groups.get(group.key);
      if (!box) return old;
      if (old === "") element.setAttribute("tabindex", "-1");
      element.style.transform = at(box);
      const signature = JSON.stringify([group.title, group.kind, group.failed, round(box.width)]);
      if (signature !== old) drawGroupHeader(element, group, box, width);
      return signature;
    });
    reconcile(this.#nodes, this.#nodeLayer, model.nodes, "g", (node, element, old) => {
      const box = layout.nodes.get(node.key);
      if (!box) return old;
      if (old === "") element.setAttribute("tabindex", "-1");
      element.style.transform = at(box);
      const { key: _key, group: _group, target: _target, ...looks } = node;
      const signature = JSON.stringify([looks, size(box)]);
      if (signature !== old) drawNode(element, node, box, width);
      return signature;
    });
    reconcile(this.#edges, this.#edgeLayer, model.edges, "g", (edge, element, old) => {
      const route = layout.edges.get(edge.key);
      if (!route) return old;
      const signature = JSON.stringify([edge.style, route.points]);
      if (signature !== old) {
        drawEdge(element, edge, route);
        if (old !== "" && model.edges.length <= FADED_AT_MOST) replay(element);
      }
      return signature;
    });
    const labelled = model.edges.filter(({ key, label }) => label !== "" && layout.edges.get(key)?.label);
    reconcile(this.#labels, this.#labelLayer, labelled, "text", (edge: GraphEdge, element, old) => {
      const point = layout.edges.get(edge.key)?.label;
      if (!point) return old;
      const signature = JSON.stringify([edge.label, point]);
      if (signature !== old) drawEdgeLabel(element, edge, point);
      return signature;
    });
    this.mark(this.#marks);
  }

  get marks(): Marks {
    return this.#marks;
  }

  mark(marks: Marks) {
    this.#marks = marks;
    for (const items of [this.#nodes, this.#boxes, this.#headers]) {
      for (const [key, { element }] of items) {
        element.classList.toggle("selected", key === marks.selected);
        element.classList.toggle("highlighted", marks.highlighted.has(key));
        const current = key === marks.selected && element.hasAttribute("role");
        if (current) element.setAttribute("aria-current", "true");
        else element.removeAttribute("aria-current");
      }
    }
    for (const { key, from, to } of this.#model?.edges ?? []) {
      const touches = marks.selected !== null && (from === marks.selected || to === marks.selected);
      this.#edges.get(key)?.element.classList.toggle("active", touches);
      this.#labels.get(key)?.element.classList.toggle("active", touches);
    }
  }

  element(key: Key): SVGGElement | null {
    return this.#nodes.get(key)?.element ?? this.#headers.get(key)?.element ?? null;
  }
}

/** What touches a part of the plane. Edges go by the box around their line. */
function part(model: GraphModel, layout: Layout, within: Box): GraphModel {
  const touches = (box: Box | undefined) => box !== undefined && overlaps(box, within);
  return {
    ...model,
    nodes: model.nodes.filter(({ key }) => touches(layout.nodes.get(key))),
    groups: model.groups.filter(({ key }) => touches(layout.groups.get(key))),
    edges: model.edges.filter(({ key }) => touches(boxAround(layout.edges.get(key)?.points ?? []))),
  };
}

/** Makes the children of a layer be the items, in their order, re-using the element of each key. */
function reconcile<Item extends { readonly key: Key }, Tag extends "g" | "rect" | "text">(
  drawn: Map<Key, Drawn<SVGElementTagNameMap[Tag]>>,
  layer: SVGGElement,
  items: readonly Item[],
  tag: Tag,
  update: (item: Item, element: SVGElementTagNameMap[Tag], signature: string) => string,
) {
  const keep = new Set(items.map(({ key }) => key));
  for (const [key, { element }] of drawn) {
    if (keep.has(key)) continue;
    element.remove();
    drawn.delete(key);
  }
  let previous: Element | null = null;
  for (const item of items) {
    let entry = drawn.get(item.key);
    if (!entry) {
      const element = svg(tag, { "data-key": item.key });
      if (items.length <= FADED_AT_MOST) replay(element);
      entry = { element, signature: "" };
      drawn.set(item.key, entry);
    }
    const place: Element | null = previous === null ? layer.firstElementChild : previous.nextElementSibling;
    // Moving an element takes its focus away, so only those out of order are moved.
    if (place !== entry.element) layer.insertBefore(entry.element, place);
    entry.signature = update(item, entry.element, entry.signature);
    previous = entry.element;
  }
}

/** Fades an element in; css/graph.css turns this off with reduced motion. */
function replay(element: SVGElement) {
  element.addEventListener("animationend", () => element.classList.remove("entering"), { once: true });
  requestAnimationFrame(() => element.classList.add("entering"));
}
