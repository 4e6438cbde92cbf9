/**
 * The graph model: what is to be drawn, before anybody knows where. Plain data, made anew for every change; the
 * layout and the drawing know nothing of traces, and this knows nothing of pixels.
 */
import type { TensorId } from "../../engine/trace/trace.ts";
import type { Target } from "../trace/lookup.ts";
import type { Key } from "./keys.ts";

export type GraphKind = "forward" | "autograd";

/** How a node looks; each has its row in css/graph.css and in the legend. */
export type NodeLook =
  // Forward graph.
  | "op"
  | "module"
  | "function"
  | "input"
  | "parameter"
  | "buffer"
  | "output"
  // Autograd graph, named as torchviz colours them.
  | "gradFn"
  | "leaf"
  | "result"
  | "base"
  | "saved";

export interface GraphNode {
  readonly key: Key;
  readonly look: NodeLook;
  /** The name, in the weight of a heading: `conv1`, `relu`, `ConvolutionBackward0`. */
  readonly title: string;
  /** Beside the title, quieter: the class name. */
  readonly kind: string;
  /** Below it, quieter still: hyper-parameters, shape, attributes. */
  readonly lines: readonly string[];
  /** The open group that holds it, or null. */
  readonly group: Key | null;
  /** It is a closed call, which can be opened. */
  readonly opens: boolean;
  readonly failed: boolean;
  readonly target: Target | null;
  /** Said by a screen reader instead of title, kind and lines. */
  readonly spoken: string;
}

/** An open call: a box around what happened inside of it. */
export interface GraphGroup {
  readonly key: Key;
  readonly title: string;
  readonly kind: string;
  readonly group: Key | null;
  readonly failed: boolean;
  readonly target: Target;
  readonly spoken: string;
}

export interface GraphEdge {
  readonly key: Key;
  readonly from: Key;
  readonly to: Key;
  /** The shape of the tensor that flows, or empty. */
  readonly label: string;
  readonly tensor: TensorId | null;
  /** `flow`: data. `parameter`: into its layer. `saved`: kept for backward, no arrow. `view`: base to view, dotted. */
  readonly style: "flow" | "parameter" | "saved" | "view";
}

export interface GraphModel {
  readonly kind: GraphKind;
  readonly nodes: readonly GraphNode[];
  /** Outer groups before inner ones. */
  readonly groups: readonly GraphGroup[];
  readonly edges: readonly GraphEdge[];
}

export const EMPTY_MODEL: GraphModel = { kind: "forward", nodes: [], groups: [], edges: [] };
