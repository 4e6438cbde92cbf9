/**
 * Our own layout, linear in the size of the graph up to a small factor: for the graphs that Graphviz would think about
 * for minutes (DenseNet-121: over four), drawn in milliseconds.
 *
 * Each open group is laid out on its own and then is one box in the group around it. Within a group: ranks by longest
 * path, sources pulled down beside what they feed (parameters would otherwise all stand in the first row), a few
 * barycentre sweeps for the order in each rank, and least-squares positions that keep that order. Edges are single
 * curves and may pass behind nodes: that is the price.
 */
import { placeLabels } from "./edgeLabels.ts";
import type { Box, Placement, Point, Route, Sketch } from "./layout.ts";
import { GROUP_HEADER, GROUP_PADDING, type Size } from "./nodeText.ts";

const GAP_X = 22;
const GAP_Y = 26;
const LABEL_GAP_Y = 44;
const SWEEPS = 4;

/** A node or a whole group, as seen from the group around it. `x` and `y` are its middle. */
interface Item {
  readonly node: number | null;
  readonly group: number | null;
  readonly from: Item[];
  readonly to: Item[];
  width: number;
  height: number;
  rank: number;
  x: number;
  y: number;
}

export function linearLayout(sketch: Sketch): Placement {
  const levels = splitLevels(sketch);
  const nodes: Box[] = sketch.nodes.map(({ width, height }) => ({ x: 0, y: 0, width, height }));
  const groups: Box[] = sketch.groups.map(() => ({ x: 0, y: 0, width: 0, height: 0 }));
  const labelled = sketch.edges.some(({ label }) => label !== null);

  // Inner groups come after outer ones in a model, so from the back each is sized before the one around it.
  for (let index = sketch.groups.length - 1; index >= 0; index--) {
    const item = levels.groupItems[index];
    const size = arrange(levels.inside(index), labelled);
    if (!item) continue;
    item.width = Math.max(size.width, item.width) + 2 * GROUP_PADDING;
    item.height = size.height + GROUP_HEADER + 2 * GROUP_PADDING;
  }
  const size = arrange(levels.inside(null), labelled);
  place(null, 0, 0);
  return placeLabels(sketch, { ...size, nodes, groups, edges: routes(sketch, nodes) });

  function place(group: number | null, left: number, top: number) {
    for (const { node, group: nested, x, y, width, height } of levels.inside(group)) {
      const box: Box = { x: left + x - width / 2, y: top + y - height / 2, width, height };
      if (node !== null) nodes[node] = box;
      if (nested === null) continue;
      groups[nested] = box;
      place(nested, box.x + GROUP_PADDING, box.y + GROUP_HEADER + GROUP_PADDING);
    }
  }
}

interface Levels {
  readonly inside: (group: number | null) => readonly Item[];
  readonly groupItems: readonly Item[];
}

/** Sorts nodes and groups into the group that holds them, and lifts each edge to the level where its ends part. */
function splitLevels(sketch: Sketch): Levels {
  const items = new Map<number | null, Item[]>();
  const push = (group: number | null, item: Item) => {
    const level = items.get(group);
    if (level) level.push(item);
    else items.set(group, [item]);
  };
  const make = (size: Size, node: number | null, group: number | null): Item => ({
    width: size.width,
    height: size.height,
    node,
    group,
    from: [],
    to: [],
    rank: 0,
    x: 0,
    y: 0,
  });
  const nodeItems = sketch.nodes.map((node, index) => make(node, index, null));
  const groupItems = sketch.groups.map((group, index) => make(group.header, null, index));
  nodeItems.forEach((item, index) => {
    push(sketch.nodes[index]?.group ?? null, item);
  });
  groupItems.forEach((item, index) => {
    push(sketch.groups[index]?.group ?? null, item);
  });

  /** The item itself, then the groups around it, innermost first. */
  const chain = (node: number): Item[] => {
    const found: Item[] = [];
    const own = nodeItems[node];
    if (own) found.push(own);
    for (let group = sketch.nodes[node]?.group ?? null; group !== null; ) {
      const item = groupItems[group];
      if (item) found.push(item);
      group = sketch.groups[group]?.group ?? null;
    }
    return found;
  };
  for (const { from, to } of sketch.edges) {
    const tails = chain(from);
    const heads = chain(to);
    while (tails.length > 1 && heads.length > 1 && tails.at(-1) === heads.at(-1)) {
      tails.pop();
      heads.pop();
    }
    const tail = tails.at(-1);
    const head = heads.at(-1);
    if (tail && head && tail !== head) {
      tail.to.push(head);
      head.from.push(tail);
    }
  }
  return { inside: (group) => items.get(group) ?? [], groupItems };
}

/** Gives the items of one level their places, from (0, 0), and says how much room they took. */
function arrange(items: readonly Item[], labelled: boolean): Size {
  const order = topological(items);
  rank(order);
  const ranks: Item[][] = [];
  for (const item of order) {
    const row = ranks[item.rank];
    if (row) row.push(item);
    else ranks[item.rank] = [item];
  }
  const rows = ranks.filter((row) => row !== undefined);

  for (const row of rows)
    spread(
      row,
      row.map((_, index) => index * 100),
    );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed()) {
      const wanted = new Map(row.map((item) => [item, barycentre(item, down ? item.from : item.to)]));
      row.sort((a, b) => (wanted.get(a) ?? a.x) - (wanted.get(b) ?? b.x));
      spread(
        row,
        row.map((item) => wanted.get(item) ?? item.x),
      );
    }
  }

  let left = Infinity;
  let right = -Infinity;
  for (const item of items) {
    left = Math.min(left, item.x - item.width / 2);
    right = Math.max(right, item.x + item.width / 2);
  }
  let y = 0;
  for (const row of rows) {
    const height = Math.max(...row.map((item) => item.height));
    for (const item of row) {
      item.x -= left;
      item.y = y + height / 2;
    }
    y += height + (labelled ? LABEL_GAP_Y : GAP_Y);
  }
  return { width: Math.max(0, right - left), height: Math.max(0, y - (labelled ? LABEL_GAP_Y : GAP_Y)) };
}

/** Items so that edges go forward. Groups can make a cycle (out of a group and back in): the earliest item breaks it. */
function topological(items: readonly Item[]): Item[] {
  const waiting = new Map(items.map((item) => [item, new Set(item.from).size]));
  const ready = items.filter((item) => waiting.get(item) === 0);
  const done = new Set<Item>();
  const order: Item[] = [];
  let oldest = 0;
  while (order.length < items.length) {
    let item = ready.shift();
    while (item === undefined && oldest < items.length) {
      const candidate = items[oldest++];
      if (candidate && !done.has(candidate)) item = candidate;
    }
    if (item === undefined) break;
    if (done.has(item)) continue;
    done.add(item);
    order.push(item);
    for (const next of new Set(item.to)) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0 && !done.has(next)) ready.push(next);
    }
  }
  return order;
}

function rank(order: readonly Item[]) {
  const place = new Map(order.map((item, index) => [item, index]));
  const before = (a: Item, b: Item) => (place.get(a) ?? 0) < (place.get(b) ?? 0);
  for (const item of order) {
    item.rank = 0;
    for (const from of item.from) if (before(from, item)) item.rank = Math.max(item.rank, from.rank + 1);
  }
  for (const item of order.toReversed()) {
    if (item.from.length > 0 || item.to.length === 0) continue;
    let nearest = Infinity;
    for (const to of item.to) nearest = Math.min(nearest, to.rank);
    item.rank = Math.max(item.rank, nearest - 1);
  }
}

function barycentre(item: Item, neighbours: readonly Item[]): number {
  if (neighbours.length === 0) return item.x;
  return neighbours.reduce((sum, neighbour) => sum + neighbour.x, 0) / neighbours.length;
}

/**
 * Puts a row of items as near to where they want to be as their widths and their order allow: isotonic regression by
 * pooling neighbours that would overlap, linear in the length of the row.
 */
function spread(row: readonly Item[], wanted: readonly number[]) {
  // Offsets turn "no overlap" into "not decreasing".
  const offsets: number[] = [];
  row.forEach((item, index) => {
    const previous = row[index - 1];
    const apart = previous ? (previous.width + item.width) / 2 + GAP_X : 0;
    offsets.push((offsets[index - 1] ?? 0) + apart);
  });
  const pools: { sum: number; count: number }[] = [];
  row.forEach((_, index) => {
    let pool = { sum: (wanted[index] ?? 0) - (offsets[index] ?? 0), count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  });
  let index = 0;
  for (const { sum, count } of pools) {
    for (let i = 0; i < count; i++, index++) {
      const item = row[index];
      if (item) item.x = sum / count + (offsets[index] ?? 0);
    }
  }
}

/** From the middle of the tail's lower side to the middle of the head's upper side, leaving and arriving upright. */
function routes(sketch: Sketch, nodes: readonly Box[]): Route[] {
  return sketch.edges.map(({ from, to }): Route => {
    const tail = nodes[from];
    const head = nodes[to];
    if (!tail || !head) return { points: [], label: null };
    const start: Point = { x: tail.x + tail.width / 2, y: tail.y + tail.height };
    const end: Point = { x: head.x + head.width / 2, y: head.y };
    const bend = Math.max(14, Math.abs(end.y - start.y) / 2);
    const points = [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
    return { points, label: null };
  });
}
