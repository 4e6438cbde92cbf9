/** What the program's sites held: each distinct value (by shape, dtype and device) once, with a count. */
import { Size } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { isTraceableModule } from "./moduleTree.ts";
import type { Recorder } from "./recorder.ts";
import type { ObservedValue, SiteId, TraceObservation } from "./trace.ts";

/** Distinct values kept per site; a loop over thousands of shapes tells nothing more. */
const DISTINCT_LIMIT = 64;
const DEPTH_LIMIT = 3;
const ITEM_LIMIT = 32;

export class Observations {
  readonly #recorder: Recorder;
  readonly #bySite = new Map<SiteId, Map<string, { value: ObservedValue; count: number }>>();

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  add(site: SiteId, value: unknown): void {
    const key = keyOf(value, 0);
    if (key === null) return;
    const distinct = this.#bySite.get(site) ?? new Map<string, { value: ObservedValue; count: number }>();
    this.#bySite.set(site, distinct);
    const seen = distinct.get(key);
    if (seen) {
      seen.count++;
      // The latest tensor of a shape is the one a reader asks about: its graph still exists.
      if (value instanceof Tensor) seen.value = { kind: "tensor", tensor: this.#recorder.tensor(value) };
    } else if (distinct.size < DISTINCT_LIMIT) {
      const observed = this.#observed(value, 0);
      if (observed) distinct.set(key, { value: observed, count: 1 });
    }
  }

  list(): TraceObservation[] {
    return [...this.#bySite].flatMap(([site, distinct]) =>
      [...distinct.values()].map(({ value, count }) => ({ site, value, count })),
    );
  }

  #observed(value: unknown, depth: number): ObservedValue | null {
    if (value instanceof Tensor) return { kind: "tensor", tensor: this.#recorder.tensor(value) };
    if (value instanceof Size) return { kind: "size", size: [...value] };
    if (typeof value === "number") return { kind: "number", text: String(value) };
    if (isTraceableModule(value)) return { kind: "module", module: this.#recorder.moduleSeen(value) };
    if (depth >= DEPTH_LIMIT || !isContainer(value)) return null;
    if (Array.isArray(value)) {
      const items = value.slice(0, ITEM_LIMIT).flatMap((v) => this.#observed(v, depth + 1) ?? []);
      return { kind: "list", items };
    }
    const entries = Object.entries(value)
      .slice(0, ITEM_LIMIT)
      .flatMap(([k, v]) => {
        const observed = this.#observed(v, depth + 1);
        return observed ? [[k, observed] as const] : [];
      });
    return { kind: "record", entries };
  }
}

/** Equal for values that look alike in the editor; null for what is no business of ours. */
function keyOf(value: unknown, depth: number): string | null {
  if (value instanceof Tensor) {
    return `t${value.shape.join(",")}|${value.dtype.name}|${value.storage.device}|${value.requiresGrad}`;
  }
  if (value instanceof Size) return `s${value.join(",")}`;
  if (isTraceableModule(value)) return `m${value.traceUid}`;
  // A number on its own (a size read from a shape) is told; inside of a container it does not make it interesting.
  if (typeof value === "number") return depth === 0 ? `n${value}` : null;
  if (depth >= DEPTH_LIMIT || !isContainer(value)) return null;
  const parts = Object.entries(value)
    .slice(0, ITEM_LIMIT)
    .flatMap(([k, v]) => {
      const part = keyOf(v, depth + 1);
      return part === null ? [] : [`${k}:${part}`];
    });
  return parts.length ? `[${parts.join(";")}]` : null;
}

/** A plain array or record. */
function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || proto === Object.prototype || proto === null;
}
