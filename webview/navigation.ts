/**
 * What is remembered of a panel while it is away: where one was looking and how the window was divided. Never what was
 * computed: that is asked for again.
 */
import type { Key, TargetId } from "./graph/keys.ts";
import type { GraphKind } from "./graph/model.ts";
import type { View } from "./graph/viewport.ts";
import { isRecord } from "./worker/runMessages.ts";

export interface Navigation {
  readonly kind: GraphKind;
  /** What the user opened (true) and closed (false) in the forward graph. */
  readonly open: ReadonlyMap<Key, boolean>;
  readonly folded: ReadonlyMap<TargetId, boolean>;
  readonly selection: TargetId | null;
  /** The viewport of each picture. */
  readonly views: ReadonlyMap<string, View>;
  /** The graph's share of the room, from 0 to 1. */
  readonly split: number;
}

const VERSION = 1;
export const START: Navigation = {
  kind: "forward",
  open: new Map(),
  folded: new Map(),
  selection: null,
  views: new Map(),
  split: 0.64,
};

export function writeNavigation(navigation: Navigation): unknown {
  const { open, folded, views, ...rest } = navigation;
  return { version: VERSION, ...rest, open: [...open], folded: [...folded], views: [...views] };
}

/** Anything that can't be read is as if it had never been saved. */
export function readNavigation(saved: unknown): Navigation {
  if (!isRecord(saved) || saved.version !== VERSION) return START;
  const { kind, open, folded, selection, views, split } = saved;
  return {
    kind: kind === "autograd" ? "autograd" : "forward",
    open: readMap(open, isBoolean),
    folded: readMap(folded, isBoolean),
    selection: typeof selection === "string" ? selection : null,
    views: readMap(views, isView),
    split: typeof split === "number" && split > 0 && split < 1 ? split : START.split,
  };
}

function readMap<T>(value: unknown, check: (value: unknown) => value is T): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  if (!Array.isArray(value)) return map;
  for (const entry of value) {
    if (Array.isArray(entry) && typeof entry[0] === "string" && check(entry[1])) map.set(entry[0], entry[1]);
  }
  return map;
}

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isView = (value: unknown): value is View =>
  isRecord(value) &&
  [value.x, value.y, value.scale].every((n) => typeof n === "number" && Number.isFinite(n));
