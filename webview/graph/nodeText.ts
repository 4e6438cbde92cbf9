/**
 * The rows of text in a node, and from them its size. Sizing and drawing read the same rows, so a text always fits
 * its box. Sizes are in CSS pixels; the font itself is measured by whoever has one (`TextWidth`).
 */
import type { GraphGroup, GraphNode, NodeLook } from "./model.ts";

/** A way to write text in the graph; css/graph.css has a class for each, with this size and weight. */
export type TextStyle = "title" | "plain" | "kind" | "small" | "mono";

export const textStyles: Readonly<Record<TextStyle, { size: number; weight: 400 | 600; mono: boolean }>> = {
  title: { size: 13, weight: 600, mono: false },
  plain: { size: 13, weight: 400, mono: false },
  kind: { size: 13, weight: 400, mono: false },
  small: { size: 11, weight: 400, mono: false },
  mono: { size: 11, weight: 400, mono: true },
};

/** Width of a text in pixels. */
export type TextWidth = (text: string, style: TextStyle) => number;

export interface TextSpan {
  readonly text: string;
  readonly style: TextStyle;
}

export interface TextRow {
  readonly spans: readonly TextSpan[];
  readonly align: "start" | "middle";
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface LookMetrics {
  readonly title: TextStyle;
  readonly kind: TextStyle;
  readonly lines: TextStyle;
  /** `beside`: title and kind share a row. `below`: a row each. */
  readonly place: "beside" | "below";
  readonly padX: number;
  readonly padY: number;
}

const box: LookMetrics = { title: "plain", kind: "kind", lines: "small", place: "beside", padX: 12, padY: 5 };
const grad: LookMetrics = { title: "plain", kind: "mono", lines: "mono", place: "below", padX: 10, padY: 4 };

const metrics: Readonly<Record<NodeLook, LookMetrics>> = {
  op: box,
  module: { ...box, title: "title" },
  function: box,
  input: { ...box, title: "title", padX: 14, padY: 3 },
  output: { ...box, title: "title", padX: 14, padY: 3 },
  parameter: { ...box, title: "small", kind: "mono", padX: 8, padY: 2 },
  buffer: { ...box, title: "small", kind: "mono", padX: 8, padY: 2 },
  gradFn: grad,
  leaf: grad,
  result: grad,
  base: grad,
  saved: grad,
};

const rowHeight: Readonly<Record<TextStyle, number>> = {
  title: 19,
  plain: 19,
  kind: 19,
  small: 15,
  mono: 15,
};

/** Between title and kind in one row. */
export const SPAN_GAP = 6;
/** The chevron of a call that can be opened, with its gap. */
export const CHEVRON_WIDTH = 14;
export const GROUP_HEADER = 24;
export const GROUP_PADDING = 12;

export function nodeRows(
  node: Pick<GraphNode, "look" | "title" | "kind" | "lines" | "opens">,
): readonly TextRow[] {
  const { title, kind, lines, place } = metrics[node.look];
  const span = (text: string, style: TextStyle): TextSpan[] => (text === "" ? [] : [{ text, style }]);
  // torchviz sets attributes as a table in a fixed pitch, which only reads right when it starts at the left.
  const align = node.look === "gradFn" && node.lines.length > 0 ? "start" : "middle";
  const rows =
    place === "beside"
      ? [[...span(node.title, title), ...span(node.kind, kind)]]
      : [span(node.title, title), span(node.kind, kind)];
  for (const line of node.lines) rows.push(span(line, lines));
  return rows
    .filter((spans) => spans.length > 0)
    .map((spans) => ({
      spans,
      align,
      height: Math.max(...spans.map(({ style }) => rowHeight[style])),
    }));
}

export function rowWidth(row: TextRow, width: TextWidth): number {
  const gaps = SPAN_GAP * (row.spans.length - 1);
  return row.spans.reduce((sum, { text, style }) => sum + width(text, style), gaps);
}

export function nodeSize(node: GraphNode, width: TextWidth): Size {
  const { padX, padY } = metrics[node.look];
  const rows = nodeRows(node);
  const text = Math.max(0, ...rows.map((row) => rowWidth(row, width)));
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  return {
    width: Math.ceil(Math.max(text + (node.opens ? CHEVRON_WIDTH : 0) + 2 * padX, 28)),
    height: Math.ceil(Math.max(height, 12) + 2 * padY),
  };
}

/** The header of an open call: chevron, title, kind. */
export function groupHeaderSize(group: GraphGroup, width: TextWidth): Size {
  const title = width(group.title, "title");
  const kind = group.kind === "" ? 0 : SPAN_GAP + width(group.kind, "kind");
  return { width: Math.ceil(CHEVRON_WIDTH + title + kind + 8), height: GROUP_HEADER };
}

export function edgeLabelSize(label: string, width: TextWidth): Size | null {
  return label === "" ? null : { width: Math.ceil(width(label, "mono") + 4), height: 16 };
}
