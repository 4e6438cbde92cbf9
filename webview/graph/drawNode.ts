/** Draws one node, one group, one edge: the only places that know what they look like in SVG. Colours are CSS. */
import { setAttributes, svg } from "../dom.ts";
import type { Box, Point, Route } from "./layout.ts";
import type { GraphEdge, GraphGroup, GraphNode, NodeLook } from "./model.ts";
import {
  CHEVRON_WIDTH,
  GROUP_HEADER,
  nodeRows,
  rowWidth,
  SPAN_GAP,
  type TextStyle,
  type TextWidth,
  textStyles,
} from "./nodeText.ts";

/** Corner radius by look: a box for what computes, a pill for what is data. */
const radius: Readonly<Record<NodeLook, number>> = {
  op: 4,
  module: 4,
  function: 4,
  input: 12,
  output: 12,
  parameter: 9,
  buffer: 9,
  gradFn: 3,
  leaf: 8,
  result: 8,
  base: 8,
  saved: 8,
};

const CHEVRON_RIGHT = "M-2,-3.5 L1.5,0 L-2,3.5";
const CHEVRON_DOWN = "M-3.5,-2 L0,1.5 L3.5,-2";

/** Baseline of a text whose row is centred on `y`. */
const baseline = (y: number, style: TextStyle) => y + textStyles[style].size * 0.36;

function text(content: string, style: TextStyle, x: number, y: number): SVGTextElement {
  const element = svg("text", { class: `text-${style}`, x, y: baseline(y, style) });
  element.textContent = content;
  return element;
}

export function drawNode(g: SVGGElement, node: GraphNode, box: Box, width: TextWidth) {
  const classes = [
    "node",
    `look-${node.look}`,
    ...(node.opens ? ["opens"] : []),
    ...(node.failed ? ["failed"] : []),
  ];
  setAttributes(g, {
    class: classes.join(" "),
    role: "button",
    "aria-label": node.spoken,
    "aria-expanded": node.opens ? "false" : null,
  });
  const rows = nodeRows(node);
  const chevron = node.opens ? CHEVRON_WIDTH : 0;
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  let y = (box.height - height) / 2;
  const texts: SVGElement[] = [];
  rows.forEach((row, index) => {
    const lead = index === 0 ? chevron : 0;
    let x = row.align === "start" && index > 0 ? 10 : (box.width - rowWidth(row, width) - lead) / 2 + lead;
    if (lead > 0) {
      const at = `translate(${round(x - chevron + 4)},${round(y + row.height / 2)})`;
      texts.push(svg("path", { class: "chevron", d: CHEVRON_RIGHT, transform: at }));
      texts.push(chevronTarget(x - chevron - 6, y - 2, row.height + 4));
    }
    for (const span of row.spans) {
      texts.push(text(span.text, span.style, round(x), round(y + row.height / 2)));
      x += width(span.text, span.style) + SPAN_GAP;
    }
    y += row.height;
  });
  const rx = Math.min(radius[node.look], box.height / 2);
  g.replaceChildren(svg("rect", { class: "shape", width: box.width, height: box.height, rx }), ...texts);
}

/** The chevron is small; what one has to hit is not. */
function chevronTarget(x: number, y: number, height: number): SVGRectElement {
  return svg("rect", {
    class: "chevron-target",
    x: round(x),
    y: round(y),
    width: CHEVRON_WIDTH + 8,
    height: round(height),
  });
}

/** The box of an open call, behind everything. Its header is another element, in front of the edges that cross it. */
export function drawGroupBox(rect: SVGRectElement, group: GraphGroup, box: Box) {
  setAttributes(rect, {
    class: group.failed ? "group-box shape failed" : "group-box shape",
    width: box.width,
    height: box.height,
    rx: 6,
  });
}

export function drawGroupHeader(g: SVGGElement, group: GraphGroup, box: Box, width: TextWidth) {
  setAttributes(g, {
    class: group.failed ? "group failed" : "group",
    role: "button",
    "aria-label": group.spoken,
    "aria-expanded": "true",
  });
  const middle = GROUP_HEADER / 2 + 1;
  const titleAt = CHEVRON_WIDTH + 8;
  const kindAt = titleAt + width(group.title, "title") + SPAN_GAP;
  const end = group.kind === "" ? kindAt - SPAN_GAP : kindAt + width(group.kind, "kind");
  const hit = { x: 1, y: 1, width: Math.min(end + 8, box.width) - 2, height: GROUP_HEADER - 1, rx: 5 };
  g.replaceChildren(
    svg("rect", { class: "header", ...hit }),
    svg("path", { class: "chevron", d: CHEVRON_DOWN, transform: `translate(13,${middle})` }),
    chevronTarget(2, 1, GROUP_HEADER),
    text(group.title, "title", titleAt, middle),
    text(group.kind, "kind", kindAt, middle),
  );
}

export function drawEdge(g: SVGGElement, edge: GraphEdge, route: Route) {
  setAttributes(g, { class: `edge edge-${edge.style}` });
  const line = svg("path", { class: "line", d: pathData(route.points) });
  if (edge.style !== "saved") line.setAttribute("marker-end", "url(#arrow)");
  g.replaceChildren(line);
}

export function drawEdgeLabel(element: SVGTextElement, edge: GraphEdge, at: Point) {
  setAttributes(element, {
    class: "edge-label text-mono",
    "data-edge": edge.key,
    x: round(at.x),
    y: round(baseline(at.y, "mono")),
  });
  element.textContent = edge.label;
}

function pathData([start, ...rest]: readonly Point[]): string {
  if (!start) return "";
  const pair = ({ x, y }: Point) => `${round(x)},${round(y)}`;
  return rest.length === 0 ? "" : `M${pair(start)}C${rest.map(pair).join(" ")}`;
}

/** Tenths of a pixel are finer than any screen, and half the text of full numbers. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
