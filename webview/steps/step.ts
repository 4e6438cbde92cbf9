/** A row in the list of steps: what happened, in the order in which it happened, as plain data. */

import type { TargetId } from "../graph/keys.ts";
import type { Target } from "../trace/lookup.ts";

export type StepKind =
  | "iteration"
  | "phase"
  | "module"
  | "function"
  | "op"
  | "dot"
  | "print"
  | "value"
  | "backward"
  | "optimizer";

export interface Step {
  /** The same in every run of the same program. */
  readonly id: TargetId;
  readonly kind: StepKind;
  /** 1 for the outermost rows. */
  readonly level: number;
  /** Index after the last row inside of this one; the own index + 1 for a row without any. */
  readonly end: number;
  readonly title: string;
  /** Beside the title, quieter. */
  readonly detail: string;
  /** At the right: the shape that came out, with an unusual dtype. */
  readonly result: string;
  readonly failed: boolean;
  /** Null for a heading. */
  readonly target: Target | null;
  readonly startsFolded: boolean;
  /** Of an iteration's heading: which one, from 0. */
  readonly iteration: number | null;
}

/** The codicon and the spoken name of each kind of row. */
export const stepKinds: Readonly<Record<StepKind, { readonly icon: string; readonly spoken: string }>> = {
  iteration: { icon: "sync", spoken: "iteration" },
  phase: { icon: "", spoken: "" },
  module: { icon: "symbol-class", spoken: "layer" },
  function: { icon: "symbol-method", spoken: "function" },
  op: { icon: "symbol-operator", spoken: "operation" },
  dot: { icon: "type-hierarchy-sub", spoken: "graph" },
  print: { icon: "output", spoken: "print" },
  value: { icon: "symbol-numeric", spoken: "value" },
  backward: { icon: "arrow-up", spoken: "backward" },
  optimizer: { icon: "arrow-swap", spoken: "optimizer" },
};
