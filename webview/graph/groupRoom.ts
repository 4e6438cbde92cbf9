/**
 * Widens the boxes of groups so that the labels of the edges inside stand inside too, where there is room to widen.
 * Done after the layout: told of the labels, Graphviz would bend the edges for them.
 */
import { type Box, overlaps, type Placement, type Sketch } from "./layout.ts";
import { GROUP_PADDING } from "./nodeText.ts";

export function roomForLabels(sketch: Sketch, placement: Placement): Placement {
  const groups = [...placement.groups];
  const holds = (group: number, inner: number | null): boolean => {
    for (let at = inner; at !== null; at = sketch.groups[at]?.group ?? null) if (at === group) return true;
    return false;
  };
  // Inner groups first: an outer one has to hold them.
  for (let index = groups.length - 1; index >= 0; index--) {
    const box = groups[index];
    if (!box) continue;
    let left = box.x;
    let right = box.x + box.width;
    const hold = (inner: Box, padding: number) => {
      left = Math.min(left, inner.x - padding);
      right = Math.max(right, inner.x + inner.width + padding);
    };
    sketch.edges.forEach(({ from, to, label: size }, edge) => {
      const label = placement.edges[edge]?.label;
      if (!size || !label) return;
      if (!holds(index, sketch.nodes[from]?.group ?? null) || !holds(index, sketch.nodes[to]?.group ?? null))
        return;
      hold({ x: label.x - size.width / 2, y: label.y, ...size }, 2);
    });
    groups.forEach((inner, other) => {
      if (other > index && sketch.groups[other]?.group === index) hold(inner, GROUP_PADDING);
    });
    const wide: Box = { ...box, x: left, width: right - left };
    const inTheWay =
      placement.nodes.some(
        (node, i) => !holds(index, sketch.nodes[i]?.group ?? null) && overlaps(wide, node),
      ) ||
      groups.some((other, i) => i !== index && !holds(index, i) && !holds(i, index) && overlaps(wide, other));
    if (!inTheWay) groups[index] = wide;
  }
  // Outer groups first: where one found no room, what is inside of it has none either.
  groups.forEach((box, index) => {
    const outer = sketch.groups[index]?.group ?? null;
    const before = placement.groups[index];
    const around = outer === null ? undefined : groups[outer];
    if (!before || !around) return;
    const left = Math.max(box.x, Math.min(before.x, around.x + GROUP_PADDING));
    const most = around.x + around.width - GROUP_PADDING;
    const right = Math.min(box.x + box.width, Math.max(before.x + before.width, most));
    groups[index] = { ...box, x: left, width: right - left };
  });
  const left = Math.min(0, ...groups.map(({ x }) => x));
  const right = Math.max(placement.width, ...groups.map(({ x, width }) => x + width));
  return shifted({ ...placement, groups, width: right - left }, -left);
}

function shifted(placement: Placement, dx: number): Placement {
  if (dx === 0) return placement;
  const move = <T extends { readonly x: number }>(item: T): T => ({ ...item, x: item.x + dx });
  return {
    ...placement,
    nodes: placement.nodes.map(move),
    groups: placement.groups.map(move),
    edges: placement.edges.map(({ points, label }) => ({
      points: points.map(move),
      label: label && move(label),
    })),
  };
}
