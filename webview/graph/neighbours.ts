/**
 * Where an arrow key leads: up and down along the edges, left and right to what stands beside. What no edge connects
 * is still reached, as the nearest in that direction.
 */
import type { Key } from "./keys.ts";
import type { Box, Layout, Point } from "./layout.ts";
import type { GraphModel } from "./model.ts";

export type Direction = "up" | "down" | "left" | "right";

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

export function neighbour(model: GraphModel, layout: Layout, from: Key, direction: Direction): Key | null {
  const box = layout.nodes.get(from) ?? layout.groups.get(from);
  if (!box) return model.nodes[0]?.key ?? null;
  const origin = layout.nodes.has(from) ? middle(box) : { x: box.x + box.width / 2, y: box.y };

  if (direction === "up" || direction === "down") {
    const linked = model.edges.flatMap((edge) => {
      if (direction === "down" && edge.from === from) return [edge.to];
      return direction === "up" && edge.to === from ? [edge.from] : [];
    });
    const along = nearest(layout, linked, (at) => Math.abs(at.x - origin.x));
    if (along !== null) return along;
  }
  const keys = model.nodes.map(({ key }) => key).filter((key) => key !== from);
  return nearest(layout, keys, (at) => cost(origin, at, direction));
}

/** Distance that counts sideways steps double; infinite behind one's back. */
function cost(from: Point, to: Point, direction: Direction): number {
  const [ahead, aside] = {
    up: [from.y - to.y, from.x - to.x],
    down: [to.y - from.y, to.x - from.x],
    left: [from.x - to.x, from.y - to.y],
    right: [to.x - from.x, to.y - from.y],
  }[direction];
  if (ahead === undefined || aside === undefined || ahead < 2 || Math.abs(aside) > ahead * 2) return Infinity;
  return ahead + 2 * Math.abs(aside);
}

function nearest(layout: Layout, keys: readonly Key[], distance: (at: Point) => number): Key | null {
  let best: Key | null = null;
  let least = Infinity;
  for (const key of keys) {
    const box = layout.nodes.get(key);
    if (!box) continue;
    const d = distance(middle(box));
    if (d < least) {
      least = d;
      best = key;
    }
  }
  return best;
}
