/** Where everything is: the result of a layout, whoever made it. Pixels, the origin at the top left. */
import type { Key } from "./keys.ts";
import type { GraphModel } from "./model.ts";
import { edgeLabelSize, groupHeaderSize, nodeSize, type Size, type TextWidth } from "./nodeText.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point, Size {}

/** A chain of cubic Bézier curves, 3n + 1 points from tail to head, and where its label's middle goes. */
export interface Route {
  readonly points: readonly Point[];
  readonly label: Point | null;
}

export interface Layout extends Size {
  /** `linear`: our own quick one, for graphs that Graphviz would take too long for. */
  readonly by: "graphviz" | "linear";
  readonly nodes: ReadonlyMap<Key, Box>;
  readonly groups: ReadonlyMap<Key, Box>;
  readonly edges: ReadonlyMap<Key, Route>;
}

/**
 * What a layout needs to know of a model: sizes and structure, no texts. Items go by their index in the model, so two
 * models that differ in words alone have equal sketches, and the layout of one serves the other.
 */
export interface Sketch {
  readonly nodes: readonly (Size & { readonly group: number | null })[];
  readonly groups: readonly { readonly group: number | null; readonly header: Size }[];
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly label: Size | null;
    readonly style: "flow" | "parameter" | "saved" | "view";
  }[];
}

/** A layout by index, as it crosses between threads. */
export interface Placement extends Size {
  readonly nodes: readonly Box[];
  readonly groups: readonly Box[];
  readonly edges: readonly Route[];
}

export function sketch(model: GraphModel, width: TextWidth): Sketch {
  const nodeIndex = new Map(model.nodes.map(({ key }, index) => [key, index]));
  const groupIndex = new Map(model.groups.map(({ key }, index) => [key, index]));
  const inside = (group: Key | null) => (group === null ? null : (groupIndex.get(group) ?? null));
  return {
    nodes: model.nodes.map((node) => ({ ...nodeSize(node, width), group: inside(node.group) })),
    groups: model.groups.map((group) => ({
      header: groupHeaderSize(group, width),
      group: inside(group.group),
    })),
    edges: model.edges.map(({ from, to, label, style }) => ({
      from: nodeIndex.get(from) ?? 0,
      to: nodeIndex.get(to) ?? 0,
      label: edgeLabelSize(label, width),
      style,
    })),
  };
}

/** Gives the placed items their keys back. */
export function layoutOf(model: GraphModel, placement: Placement, by: Layout["by"]): Layout {
  const keyed = <T>(items: readonly { readonly key: Key }[], placed: readonly T[]) => {
    const map = new Map<Key, T>();
    items.forEach(({ key }, index) => {
      const item = placed[index];
      if (item !== undefined) map.set(key, item);
    });
    return map;
  };
  return {
    by,
    width: placement.width,
    height: placement.height,
    nodes: keyed(model.nodes, placement.nodes),
    groups: keyed(model.groups, placement.groups),
    edges: keyed(model.edges, placement.edges),
  };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The smallest box around some points. */
export function boxAround(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
