/** What the page and its layout worker say to each other. */
import type { Placement, Sketch } from "./layout.ts";

export interface LayoutRequest {
  readonly id: number;
  readonly sketch: Sketch;
}

export type LayoutReply =
  /** Graphviz is loaded: from here on the time of a layout is its own. */
  | { readonly type: "ready" }
  | { readonly type: "placed"; readonly id: number; readonly placement: Placement }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
