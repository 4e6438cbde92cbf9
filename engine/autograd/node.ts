/**
 * The autograd graph: a node per differentiable op that ran, pointing to the nodes of its inputs. It says how
 * gradients flow, not in which order nodes run (`autograd/backward.ts`).
 */
import type { DType } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import type { AnyArgs, AnyOp, Geometry, GradContext } from "../ops/op.ts";
import { camelCase } from "../ops/schema.ts";
import { numel } from "../shape.ts";
import { isTensorList, Tensor } from "../tensor.ts";
import type { DeviceName, NodeId } from "../trace/trace.ts";
import { SavedTensor } from "./savedTensor.ts";

/** Where a gradient goes next: into input `index` of `node`. */
export interface Edge {
  readonly node: Node;
  readonly index: number;
}

/** What a gradient that arrives at an output must look like; it is summed and cast to it. */
export interface GradientSpec {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly device: DeviceName;
}

/** A saved tensor, list of tensors, or plain argument, under PyTorch's name for it without `_saved_`. */
export type SavedValue =
  | SavedTensor
  | null
  | readonly (SavedTensor | null)[]
  | number
  | boolean
  | string
  | readonly number[]
  | readonly (readonly number[])[];

let sequence = 0;

export abstract class Node {
  readonly id = sequence++;
  /** `AddmmBackward0`. */
  readonly name: string;
  /** `next_functions`: null where no gradient is needed. */
  readonly next: readonly (Edge | null)[];
  /** One for each output of the op. */
  readonly outputs: readonly GradientSpec[];
  /** Runs later nodes first; leaves, which have the largest, as soon as they can. */
  readonly order: number;
  traceId: NodeId | null = null;

  constructor(
    name: string,
    next: readonly (Edge | null)[],
    outputs: readonly GradientSpec[],
    order?: number,
  ) {
    this.name = name;
    this.next = next;
    this.outputs = outputs;
    this.order = order ?? this.id;
  }

  /** As messages call it: `Addmm`, `Eq1` of `EqBackward1`, `torch::autograd::CopySlices`. */
  get opName(): string {
    if (this.name === "CopySlices" || this.name === "CopyBackwards") return `torch::autograd::${this.name}`;
    return this.name.replace(/Backward0?(\d*)$/, "$1");
  }

  /** Gradients of the inputs from those of the outputs (null: zero). One for each of `next`. */
  abstract apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[];

  /** Lets go of what was kept for backward. */
  release(): void {}

  /** Its results must not be written in place where they are views: the node would be passed by. */
  get guardsViews(): boolean {
    return false;
  }

  /** What was kept, by PyTorch's names in alphabetical order. */
  savedValues(): readonly (readonly [name: string, value: SavedValue])[] {
    return [];
  }
}

export function gradientSpec(t: Tensor): GradientSpec {
  return { shape: t.shape, dtype: t.dtype, device: t.storage.device };
}

/** The end of a path: adds the gradient to a leaf's `grad`. */
export class AccumulateGrad extends Node {
  readonly variable: Tensor;
  readonly #accumulate: (variable: Tensor, grad: Tensor) => void;

  constructor(variable: Tensor, accumulate: (variable: Tensor, grad: Tensor) => void) {
    super("AccumulateGrad", [], [gradientSpec(variable)], Number.MAX_SAFE_INTEGER);
    this.variable = variable;
    this.#accumulate = accumulate;
  }

  apply([grad]: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    if (grad) this.#accumulate(this.variable, grad);
    return [];
  }
}

/** The node of an op of the table: keeps what the derivatives use, and evaluates them. */
export class OpNode extends Node {
  readonly op: AnyOp;
  /** Differentiable arguments in order of the signature; a list argument stands once for each of its tensors. */
  readonly #slots: readonly string[];
  #saved: Map<string, SavedValue> | null = new Map();
  /** What PyTorch keeps beside the saved values, without a name that a user could ask for. */
  readonly #geometries: Record<string, Geometry> = {};

  constructor(
    op: AnyOp,
    slots: readonly string[],
    next: readonly (Edge | null)[],
    outputs: readonly GradientSpec[],
    name = op.definition.node ?? op.schema.name,
  ) {
    super(name, next, outputs);
    this.op = op;
    this.#slots = slots;
  }

  needs = (arg: string): boolean => this.#slots.some((slot, i) => slot === arg && this.next[i] !== null);

  /** Keeps the arguments that formulas of needed arguments use. */
  saveOperands(args: AnyArgs): void {
    for (const name of this.op.derivatives.flatMap((row) => row.uses)) {
      const tensor = args[name.replace(/Geometry$/, "")];
      if (!(name in args) && tensor instanceof Tensor) {
        this.#geometries[name] = { shape: tensor.shape, strides: tensor.strides, offset: tensor.offset };
      }
    }
    this.#save((name, wanted) =>
      resultIndex(this.op, name) < 0 ? argumentValue(name, args, wanted) : undefined,
    );
  }

  /** Keeps the results that formulas of needed arguments use. */
  saveResults(results: readonly Tensor[]): void {
    this.#save((name) => {
      const at = resultIndex(this.op, name);
      if (at < 0) return undefined;
      const t = results[at];
      return t ? new SavedTensor(t, this) : null;
    });
  }

  #save(found: (name: string, wanted: boolean) => SavedValue | undefined): void {
    const saved = this.#saved as Map<string, SavedValue>;
    const rows = this.op.derivatives;
    for (const row of rows) {
      for (const name of row.uses) {
        if (name in this.#geometries) continue;
        if (saved.has(name) && saved.get(name) !== null) continue;
        // As in PyTorch: a value that a single formula uses is kept only if that formula will be evaluated.
        const users = rows.filter((r) => r.uses.includes(name));
        const wanted = rows.length === 1 || users.length > 1 || users.some((r) => r.of.some(this.needs));
        const value = found(name, wanted);
        if (value !== undefined) saved.set(name, value);
      }
    }
  }

  apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const saved = this.#saved;
    if (!saved) throw alreadyReleased();
    const zeros = (): Tensor => {
      const { shape, dtype } = this.outputs[0] as GradientSpec;
      const other = grads.find((g) => g !== null);
      if (!other) throw new RuntimeError(`${this.name} ran without a gradient`);
      return other.newZeros(shape, { dtype });
    };
    const context: GradContext & Record<string, unknown> = {
      // Where nothing came back for the first result, but for another.
      get grad() {
        return grads[0] ?? zeros();
      },
      grads,
      needs: this.needs,
      ...this.#geometries,
    };
    for (const [name, value] of saved) context[name] = unpack(value);
    const byArg = new Map<string, readonly (Tensor | null)[]>();
    for (const row of this.op.derivatives) {
      if (!row.of.some(this.needs)) continue;
      const results = row.formula(context);
      if (row.of.length === 1) byArg.set(row.of[0] as string, results);
      else for (const [i, arg] of row.of.entries()) byArg.set(arg, [results[i] ?? null]);
    }
    const used = new Map<string, number>();
    return this.#slots.map((arg, i) => {
      const k = used.get(arg) ?? 0;
      used.set(arg, k + 1);
      return this.next[i] ? (byArg.get(arg)?.[k] ?? null) : null;
    });
  }

  override release(): void {
    // As in PyTorch: a node that kept no tensor can run again.
    const tensors = [...(this.#saved?.values() ?? [])].flat().some((v) => v instanceof SavedTensor);
    if (tensors) this.#saved = null;
  }

  override savedValues(): readonly (readonly [string, SavedValue])[] {
    if (!this.#saved) throw alreadyReleased();
    return [...this.#saved]
      .filter(([name]) => !name.endsWith(HIDDEN))
      .map(([name, value]) => [pythonName(name, this.op.schema), shownValue(name, value, this.op)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Like `savedValues`, but nothing once released. */
  get isReleased(): boolean {
    return this.#saved === null;
  }
}

/** Of an op that has no derivative: a gradient that arrives here is an error, not silently none. */
export class NotImplementedNode extends Node {
  readonly #op: string;

  constructor(op: string, outputs: readonly GradientSpec[]) {
    super("torch::autograd::NotImplemented", [], outputs);
    this.#op = op;
  }

  apply(): never {
    throw new RuntimeError(`derivative for aten::${this.#op} is not implemented`);
  }
}

export function alreadyReleased(): RuntimeError {
  return new RuntimeError(
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). " +
      "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True " +
      "if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.",
  );
}

/** Which result a name in `uses` stands for; -1 for arguments and their sizes. */
function resultIndex({ schema: { args, results } }: AnyOp, name: string): number {
  if (args.some((a) => a.name === name)) return -1;
  const numbered = /^result(\d?)$/.exec(name);
  if (numbered) return Number(numbered[1] || 0);
  return Array.isArray(results) ? results.map(camelCase).indexOf(name) : -1;
}

function argumentValue(name: string, args: AnyArgs, wanted: boolean): SavedValue {
  if (name.endsWith(HIDDEN)) {
    const list = args[name.slice(0, -HIDDEN.length)];
    return isTensorList(list) ? list.map((t) => [...(t?.shape ?? [])]) : null;
  }
  const sizes = /^(.+?)(Sizes|Strides|Numel|Argsize(\d))$/.exec(name);
  if (sizes && !(name in args)) {
    const t = args[sizes[1] as string];
    if (!(t instanceof Tensor)) return null;
    if (sizes[3] !== undefined) return t.shape[Number(sizes[3])] as number;
    if (sizes[2] === "Strides") return wanted ? [...t.strides] : [];
    return sizes[2] === "Sizes" ? [...t.shape] : numel(t.shape);
  }
  const value = args[name];
  if (value instanceof Tensor) return wanted ? new SavedTensor(value, null) : null;
  if (isTensorList(value)) return wanted ? value.map((t) => t && new SavedTensor(t, null)) : null;
  return (value ?? null) as SavedValue;
}

/** Sizes of the tensors of a list, which PyTorch keeps too but does not show. */
const HIDDEN = "ArgSizes";

/** PyTorch shows integers as if they had no sign (-1 is 2⁶⁴ - 1), and a whole number with a point where it is a float. */
function shownValue(name: string, value: SavedValue, op: AnyOp): SavedValue {
  const type = op.schema.args.find((a) => a.name === name)?.type;
  const shown = (v: SavedValue) =>
    typeof v === "number" && v < 0 ? String(2n ** 64n + BigInt(Math.trunc(v))) : v;
  if (type === "int") return shown(value);
  if (type === "float" && Number.isInteger(value)) return `${String(value)}.0`;
  if (type !== "int[]" || !Array.isArray(value)) return value;
  return value.some((v) => v < 0)
    ? `(${value.map(shown).join(", ")}${value.length === 1 ? "," : ""})`
    : value;
}

function unpack(value: SavedValue): unknown {
  if (value instanceof SavedTensor) return value.unpack();
  if (Array.isArray(value))
    return value.map((v: SavedTensor | number | null) => (v instanceof SavedTensor ? v.unpack() : v));
  return value;
}

const SIZE_SUFFIXES: readonly (readonly [camel: string, python: string])[] = [
  ["Sizes", "_sym_sizes"],
  ["Strides", "_sym_strides"],
  ["Numel", "_sym_numel"],
  ["Argsize0", "_sym_argsize_0"],
  ["Argsize1", "_sym_argsize_1"],
  ["Argsize2", "_sym_argsize_2"],
];

/** `matSizes` → `mat_sym_sizes`, `kernelSize` → `kernel_size`. */
function pythonName(name: string, { args, results }: AnyOp["schema"]): string {
  for (const [camel, python] of SIZE_SUFFIXES) {
    if (!name.endsWith(camel)) continue;
    const arg = args.find((a) => a.name === name.slice(0, -camel.length));
    if (arg) return `${arg.pyName}${python}${arg.optional ? "_opt" : ""}`;
  }
  const result = Array.isArray(results) ? results.find((r: string) => camelCase(r) === name) : undefined;
  return args.find((a) => a.name === name)?.pyName ?? result ?? name;
}
