/** What `summary` finds out about a model: a row for each call of a layer, and totals. */
import type { Module } from "../nn/module.ts";
import type { Tensor } from "../tensor.ts";
import type { LayerCall } from "./layerCalls.ts";
import { type SummaryColumn, summaryText } from "./summaryText.ts";

export interface SummaryRow {
  readonly className: string;
  /** The name in the module above; empty for the model itself. */
  readonly varName: string;
  /** 0 is the model. */
  readonly depth: number;
  /** The number of the row among those of its depth, from 1. */
  readonly index: number;
  /** Shapes of the tensors among the arguments; none where the layer is not called. */
  readonly inputSize: readonly (readonly number[])[];
  readonly outputSize: readonly (readonly number[])[];
  /** Own parameters, and at the last depth those of all layers below too. */
  readonly numParams: number;
  /** Whether those are trained; null where there are none. */
  readonly trainable: "all" | "some" | "none" | null;
  /** Multiplications with an addition each, in the layer's own ops; at the last depth in those below too. */
  readonly multAdds: number;
  /** The module had its row before. */
  readonly isRecursive: boolean;
}

const bytesOf = (tensors: readonly Tensor[]): number =>
  tensors.reduce((sum, t) => sum + t.numel() * t.elementSize(), 0);
const elementsOf = (tensors: readonly Tensor[]): number => tensors.reduce((sum, t) => sum + t.numel(), 0);

export class ModelStatistics {
  readonly summaryList: readonly SummaryRow[];
  /** Numbers in all parameters, shared ones counted once. */
  readonly totalParams: number;
  readonly trainableParams: number;
  /** Multiplications with an addition each, in products and convolutions. */
  readonly totalMultAdds: number;
  /** Bytes of the inputs. */
  readonly totalInput: number;
  /** Bytes of the results of all layers that call no other, and as many for their gradients. */
  readonly totalOutputBytes: number;
  readonly totalParamBytes: number;
  readonly #columns: readonly SummaryColumn[];
  readonly #wasRun: boolean;

  /** @param call the model's call; null where only its parameters are asked for */
  constructor(model: Module, call: LayerCall | null, depth: number, columns: readonly SummaryColumn[]) {
    const parameters = [...model.parameters()];
    this.totalParams = elementsOf(parameters);
    this.trainableParams = elementsOf(parameters.filter((p) => p.requiresGrad));
    this.totalParamBytes = bytesOf(parameters);
    this.totalMultAdds = call ? multAddsBelow(call) : 0;
    this.totalInput = call ? bytesOf(call.inputs) : 0;
    this.totalOutputBytes = call ? 2 * outputBytes(call) : 0;
    this.summaryList = rowsOf(model, call, depth);
    this.#columns = columns;
    this.#wasRun = call !== null;
  }

  /** The table. */
  toString(): string {
    return summaryText(this.summaryList, this.#columns, { ...this, wasRun: this.#wasRun });
  }
}

function multAddsBelow(call: LayerCall): number {
  return call.children.reduce((sum, child) => sum + multAddsBelow(child), call.multAdds);
}

function outputBytes(call: LayerCall): number {
  return call.children.length
    ? call.children.reduce((sum, child) => sum + outputBytes(child), 0)
    : bytesOf(call.outputs);
}

function rowsOf(model: Module, root: LayerCall | null, maxDepth: number): SummaryRow[] {
  const modules = new Map<object, { readonly module: Module; readonly name: string }>();
  for (const [path, module] of model.namedModules())
    modules.set(module, { module, name: path.split(".").at(-1) ?? "" });
  const called = new Set<object>();
  const note = (call: LayerCall): void => {
    called.add(call.module);
    call.children.forEach(note);
  };
  if (root) note(root);
  const shown = new Set<object>();
  const counts: number[] = [];
  const rows: SummaryRow[] = [];

  const add = (module: Module, name: string, depth: number, call: LayerCall | null): void => {
    const isRecursive = shown.has(module);
    shown.add(module);
    const isLast = depth === maxDepth;
    const parameters = isLast ? [...module.parameters()] : [...module.ownParameters()].map(([, p]) => p);
    const trained = parameters.filter((p) => p.requiresGrad).length;
    counts[depth] = (counts[depth] ?? 0) + 1;
    rows.push({
      className: module.traceName(),
      varName: depth === 0 ? "" : name,
      depth,
      index: counts[depth],
      inputSize: call?.inputs.map((t) => [...t.shape]) ?? [],
      outputSize: call?.outputs.map((t) => [...t.shape]) ?? [],
      numParams: elementsOf(parameters),
      trainable: !parameters.length
        ? null
        : trained === 0
          ? "none"
          : trained < parameters.length
            ? "some"
            : "all",
      multAdds: call ? (isLast ? multAddsBelow(call) : call.multAdds) : 0,
      isRecursive,
    });
    if (isLast) return;
    for (const child of call?.children ?? []) {
      const known = modules.get(child.module);
      if (known) add(known.module, known.name, depth + 1, child);
    }
    if (isRecursive) return;
    // What nobody calls comes last, where it has anything to show.
    for (const [childName, child] of module.namedChildren()) {
      const isIdle = ![...child.modules()].some((m) => called.has(m));
      if (isIdle && (!root || [...child.parameters()].length > 0)) add(child, childName, depth + 1, null);
    }
  };
  add(model, "", 0, root);
  return rows;
}
