/** Reads the positions out of Graphviz's JSON. Its y axis points up and its boxes are given by their middles. */
import type { Box, Placement, Point, Route, Sketch } from "./layout.ts";

interface JsonObject {
  readonly name?: unknown;
  readonly id?: unknown;
  readonly pos?: unknown;
  readonly bb?: unknown;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value)
    ? value.filter((item): item is JsonObject => typeof item === "object" && item !== null)
    : [];
}

function numbers(text: unknown): number[] {
  return typeof text === "string" ? text.split(",").map(Number) : [];
}

/** The index in a name such as `n12`, `cluster_3`, `e7`. */
function index(name: unknown, prefix: string): number | null {
  if (typeof name !== "string" || !name.startsWith(prefix)) return null;
  const number = Number(name.slice(prefix.length));
  return Number.isInteger(number) ? number : null;
}

export function readGraphvizJson(json: string, { nodes, groups, edges }: Sketch): Placement {
  const root: unknown = JSON.parse(json);
  const graph = typeof root === "object" && root !== null ? root : {};
  const [, , right = 0, top = 0] = numbers("bb" in graph ? graph.bb : "");
  const point = (x: number, y: number): Point => ({ x, y: top - y });

  const nodeBoxes: Box[] = nodes.map(({ width, height }) => ({ x: 0, y: 0, width, height }));
  const groupBoxes: Box[] = groups.map(() => ({ x: 0, y: 0, width: 0, height: 0 }));
  for (const object of objects("objects" in graph ? graph.objects : null)) {
    const node = index(object.name, "n");
    const size = node === null ? undefined : nodes[node];
    if (node !== null && size) {
      const [x = 0, y = 0] = numbers(object.pos);
      nodeBoxes[node] = { ...size, x: x - size.width / 2, y: top - y - size.height / 2 };
    }
    const group = index(object.name, "cluster_");
    if (group !== null) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(object.bb);
      groupBoxes[group] = { x: x0, y: top - y1, width: x1 - x0, height: y1 - y0 };
    }
  }

  const routes: Route[] = edges.map(() => ({ points: [], label: null }));
  for (const object of objects("edges" in graph ? graph.edges : null)) {
    const edge = index(object.id, "e");
    if (edge === null) continue;
    routes[edge] = { points: routePoints(object.pos, point), label: null };
  }
  return { width: right, height: top, nodes: nodeBoxes.map(plain), groups: groupBoxes, edges: routes };
}

/** Only the four numbers: a sketch's node carries its group along. */
function plain({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

/**
 * `e,x,y` gives the arrow's tip, which lies beyond the last curve: the curve's end is moved onto it, so that one path
 * goes all the way and the arrowhead sits at its end.
 */
function routePoints(pos: unknown, point: (x: number, y: number) => Point): readonly Point[] {
  if (typeof pos !== "string") return [];
  let tip: Point | null = null;
  const points: Point[] = [];
  for (const part of pos.split(/\s+/)) {
    const marked = part.startsWith("e,") || part.startsWith("s,");
    const [x = 0, y = 0] = numbers(marked ? part.slice(2) : part);
    if (part.startsWith("e,")) tip = point(x, y);
    else if (!marked) points.push(point(x, y));
  }
  return tip === null ? points : [...points.slice(0, -1), tip];
}
