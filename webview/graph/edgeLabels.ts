/**
 * Puts the labels of edges beside their lines, where they cover nothing. Graphviz could do it, but it bends the edges
 * to make room, and a straight line of layers is worth more than a perfect place for each shape.
 */
import { roomForLabels } from "./groupRoom.ts";
import { type Box, overlaps, type Placement, type Point, type Route, type Sketch } from "./layout.ts";
import type { Size } from "./nodeText.ts";

/** Between the line and the label. */
const GAP = 4;
/** Where along the line a label may stand, the best places first. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8] as const;
/** Points of each line that other labels keep away from. */
const SAMPLES = 16;
const CELL = 64;

/** What it costs to stand on something: on a node a label can't be read, a line it merely crosses. */
const COST = { node: 8, label: 6, header: 4, border: 1, line: 1 } as const;

export function placeLabels(sketch: Sketch, placement: Placement): Placement {
  if (sketch.edges.every(({ label }) => label === null)) return placement;
  const taken = new Grid();
  for (const box of placement.nodes) taken.add(box, COST.node, null);
  placement.groups.forEach((box, index) => {
    const header = sketch.groups[index]?.header;
    if (header) taken.add({ x: box.x, y: box.y, ...header }, COST.header, null);
    for (const x of [box.x, box.x + box.width]) {
      taken.add({ x: x - 1, y: box.y, width: 2, height: box.height }, COST.border, null);
    }
    for (const y of [box.y, box.y + box.height]) {
      taken.add({ x: box.x, y: y - 1, width: box.width, height: 2 }, COST.border, null);
    }
  });
  placement.edges.forEach(({ points }, index) => {
    for (let i = 1; i < SAMPLES; i++) {
      const { x, y } = pointAt(points, i / SAMPLES);
      taken.add({ x: x - 1, y: y - 1, width: 2, height: 2 }, COST.line, index);
    }
  });
  const edges = placement.edges.map((route, index): Route => {
    const size = sketch.edges[index]?.label ?? null;
    if (size === null || route.points.length < 4) return { ...route, label: null };
    const box = bestPlace(route, size, index, taken);
    taken.add(box, COST.label, null);
    return { ...route, label: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
  });
  return roomForLabels(sketch, { ...placement, ...extent(placement, sketch, edges), edges });
}

function bestPlace({ points }: Route, size: Size, edge: number, taken: Grid): Box {
  let best: Box = { x: 0, y: 0, ...size };
  let least = Infinity;
  for (const [rank, t] of PLACES.entries()) {
    const at = pointAt(points, t);
    for (const side of [1, -1]) {
      const box = {
        x: side === 1 ? at.x + GAP : at.x - GAP - size.width,
        y: at.y - size.height / 2,
        ...size,
      };
      // Of equals the first is taken; a little for the place keeps labels from wandering off to the ends.
      const cost = taken.cost(box, edge) + rank * 0.1 + (side === -1 ? 0.05 : 0);
      if (cost < least) {
        least = cost;
        best = box;
      }
    }
  }
  return best;
}

/** A point of a chain of cubic Bézier curves; `t` from 0 to 1 along all of it, each curve the same share. */
export function pointAt(points: readonly Point[], t: number): Point {
  const curves = Math.max(1, Math.floor((points.length - 1) / 3));
  const curve = Math.min(curves - 1, Math.floor(t * curves));
  const [a, b, c, d] = points.slice(3 * curve, 3 * curve + 4);
  if (!a || !b || !c || !d) return points[0] ?? { x: 0, y: 0 };
  const u = t * curves - curve;
  const v = 1 - u;
  const mix = (p: number, q: number, r: number, s: number) =>
    v * v * v * p + 3 * v * v * u * q + 3 * v * u * u * r + u * u * u * s;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}

/** Labels at the outer edges make the picture wider than Graphviz knew. */
function extent({ width, height }: Placement, sketch: Sketch, edges: readonly Route[]): Size {
  const right = edges.map(({ label }, index) =>
    label === null ? 0 : label.x + (sketch.edges[index]?.label?.width ?? 0) / 2,
  );
  return { width: right.reduce((most, x) => Math.max(most, x), width), height };
}

interface Taken extends Box {
  readonly price: number;
  /** Its own line does not disturb a label. */
  readonly edge: number | null;
}

/** Boxes by the squares of the plane that they touch, so that a look-up sees only what is near. */
class Grid {
  readonly #cells = new Map<number, Taken[]>();

  add(box: Box, price: number, edge: number | null) {
    const taken = { ...box, price, edge };
    for (const cell of cellsOf(box)) {
      const items = this.#cells.get(cell);
      if (items) items.push(taken);
      else this.#cells.set(cell, [taken]);
    }
  }

  cost(box: Box, edge: number): number {
    const seen = new Set<Taken>();
    let cost = 0;
    for (const cell of cellsOf(box)) {
      for (const item of this.#cells.get(cell) ?? []) {
        if (seen.has(item) || item.edge === edge || !overlaps(item, box)) continue;
        seen.add(item);
        cost += item.price;
      }
    }
    return cost;
  }
}

/** Squares as one number each: far fewer than 2²⁰ of them lie in a column of any picture. */
function cellsOf({ x, y, width, height }: Box): readonly number[] {
  const cells: number[] = [];
  for (let column = Math.floor(x / CELL); column <= Math.floor((x + width) / CELL); column++) {
    for (let row = Math.floor(y / CELL); row <= Math.floor((y + height) / CELL); row++) {
      cells.push(column * 2 ** 20 + row);
    }
  }
  return cells;
}
