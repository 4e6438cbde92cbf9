/**
 * The trace: everything one run of a model leaves behind, as a plain value.
 *
 * Every view (forward graph, torchviz graph, step list, shape table, hover, CodeLens, diagnostics) is a pure
 * function of a `Trace` and of the program's site table. A trace holds no live tensor and no function: it can be
 * cloned, posted, stored and compared. Ids are indices into the arrays of the same trace, so a lookup is an
 * array access; they mean nothing in another trace. What stays the same from run to run is a *key*
 * (`webview/graph/keys.ts`), made of module path, site key and call number.
 */

export const TRACE_VERSION = 1;

/** Index into `Trace.tensors`. */
export type TensorId = number & { readonly __id?: "tensor" };
/** Index into `Trace.ops`. */
export type OpId = number & { readonly __id?: "op" };
/** Index into `Trace.scopes`. */
export type ScopeId = number & { readonly __id?: "scope" };
/** Index into `Trace.modules`. */
export type ModuleId = number & { readonly __id?: "module" };
/** Index into `Trace.nodes`. */
export type NodeId = number & { readonly __id?: "node" };
/** Index into `Program.sites`: an expression of the user's source. */
export type SiteId = number & { readonly __id?: "site" };

export type DTypeName =
  | "float32"
  | "float64"
  | "float16"
  | "bfloat16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint8"
  | "bool";
export type DeviceName = "cpu" | "webgpu" | "meta";

export interface Trace {
  readonly version: typeof TRACE_VERSION;
  /** `shapes`: run without values, for the editor. `values`: run for real, in the panel. */
  readonly mode: "shapes" | "values";
  readonly device: TraceDevice;
  readonly tensors: readonly TraceTensor[];
  readonly ops: readonly TraceOp[];
  readonly scopes: readonly TraceScope[];
  readonly modules: readonly TraceModule[];
  readonly nodes: readonly TraceNode[];
  /** What happened, in order: the list of steps is made from it. */
  readonly events: readonly TraceEvent[];
  /** What the sites of the program held, each distinct value once. */
  readonly observations: readonly TraceObservation[];
  /** Why the run ended early, or null. Everything recorded before the error is in the trace. */
  readonly error: TraceError | null;
  readonly totals: TraceTotals;
}

/** Where the run's `auto` device went, and why, in a sentence for the badge. */
export interface TraceDevice {
  readonly name: DeviceName;
  readonly reason: string;
  /** The adapter's own description, when a GPU ran. */
  readonly adapter: string | null;
}

export interface TraceTensor {
  /** The tensor object's own number: the same for each in-place version of one tensor; `t<uid>` in DOT. */
  readonly uid: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly dtype: DTypeName;
  readonly device: DeviceName;
  readonly requiresGrad: boolean;
  readonly isLeaf: boolean;
  /** The qualified name of a parameter or buffer (`conv1.weight`), or null. */
  readonly name: string | null;
  readonly role: "parameter" | "buffer" | "input" | "value";
  /** The op that made it (null: created before or outside of recording) and which of its outputs it is. */
  readonly op: OpId | null;
  readonly output: number;
  /** The tensor it is a view of, if any. */
  readonly viewOf: TensorId | null;
  readonly bytes: number;
}

export type Phase = "forward" | "backward" | "optimizer";

export interface TraceOp {
  /** The name in the op table without overload: `max_pool2d_with_indices`. */
  readonly name: string;
  readonly phase: Phase;
  readonly scope: ScopeId;
  /** The site of the innermost user expression that was being evaluated, or null outside of any. */
  readonly site: SiteId | null;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** The other arguments as PyTorch prints them: `["stride", "(2, 2)"]`. */
  readonly attrs: readonly (readonly [name: string, text: string])[];
  /** Forward: the autograd node this op made. Backward: the node that was being evaluated. */
  readonly node: NodeId | null;
  readonly inplace: boolean;
  readonly flops: number;
  /** Bytes read and written, counting each input and output once. */
  readonly bytes: number;
  /** The message, when the op itself refused: it then has no outputs. */
  readonly failed: string | null;
}

/** A call of a module or of a composite function (`linear` = `t` + `addmm`), around the ops made inside of it. */
export interface TraceScope {
  readonly kind: "root" | "module" | "function";
  /** `Conv2d` or `linear`; empty for the root, which is scope 0. */
  readonly name: string;
  readonly parent: ScopeId | null;
  readonly module: ModuleId | null;
  /** How often this module was called before (the pass). */
  readonly call: number;
  readonly site: SiteId | null;
  readonly phase: Phase;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** The call threw. */
  readonly failed: boolean;
}

export interface TraceModule {
  /** Path from the outermost module that was called, `features.0.conv1`; empty for that module itself. */
  readonly path: string;
  readonly className: string;
  /** The module's own line, as PyTorch prints it, children left out: `Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))`. */
  readonly repr: string;
  /** The `new` expression that made it. */
  readonly site: SiteId | null;
  readonly parent: ModuleId | null;
  readonly parameters: readonly { readonly name: string; readonly tensor: TensorId }[];
  /** Numbers in its own parameters and in those of all its children, shared ones counted once. */
  readonly parameterCount: number;
}

/** A node of the autograd graph. */
export interface TraceNode {
  /** The node object's own number; `n<uid>` in DOT. */
  readonly uid: number;
  /** `ConvolutionBackward0`, `AccumulateGrad`. */
  readonly name: string;
  /** `next_functions`, in PyTorch's order. */
  readonly next: readonly (NodeId | null)[];
  readonly attrs: readonly (readonly [name: string, text: string])[];
  readonly saved: readonly (readonly [name: string, tensor: TensorId])[];
  /** The leaf of an `AccumulateGrad`. */
  readonly variable: TensorId | null;
  /** The op that made it. */
  readonly op: OpId | null;
}

export type TraceEvent =
  | { readonly kind: "op"; readonly op: OpId }
  /** `makeDot(output, …)`: the DOT text, whose ids are `n<uid>`, `t<uid>` and `s<number>` (a saved tensor). */
  | {
      readonly kind: "dot";
      readonly site: SiteId | null;
      readonly dot: string;
      readonly outputs: readonly TensorId[];
    }
  | {
      readonly kind: "print";
      readonly site: SiteId | null;
      readonly text: string;
      readonly level: "log" | "warn" | "error";
    }
  | {
      readonly kind: "backward";
      readonly site: SiteId | null;
      readonly root: TensorId;
      readonly firstOp: OpId;
      readonly endOp: OpId;
    }
  | {
      readonly kind: "optimizer";
      readonly site: SiteId | null;
      readonly name: string;
      readonly firstOp: OpId;
      readonly endOp: OpId;
    }
  /** A value read back, `await loss.item()`. */
  | {
      readonly kind: "value";
      readonly site: SiteId | null;
      readonly tensor: TensorId;
      readonly text: string;
    };

export type ObservedValue =
  | { readonly kind: "tensor"; readonly tensor: TensorId }
  | { readonly kind: "module"; readonly module: ModuleId }
  | { readonly kind: "size"; readonly size: readonly number[] }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly ObservedValue[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [key: string, value: ObservedValue])[] };

/** One distinct value that a site held (distinct by shape, dtype and device, not by content) and how often. */
export interface TraceObservation {
  readonly site: SiteId;
  readonly value: ObservedValue;
  readonly count: number;
}

export interface TraceError {
  /** `RuntimeError`, `ValueError`, `IndexError`, `TypeError`, … */
  readonly name: string;
  readonly message: string;
  readonly kind: ErrorKind;
  /** The expressions that were being evaluated, innermost first: a stack trace in sites. */
  readonly sites: readonly SiteId[];
  /** The op that refused, or null. */
  readonly op: OpId | null;
}

/**
 * `model`: the model's own fault (shapes, dtypes, autograd rules). `code`: any other exception of the user's code.
 * `file`: a file could not be read. `budget`: more memory than allowed. `device`: the GPU failed. `internal`: ours.
 */
export type ErrorKind = "model" | "code" | "file" | "budget" | "device" | "internal";

export interface TraceTotals {
  readonly parameters: number;
  readonly flops: number;
  /** The most bytes held by tensors at once, and those still held at the end. */
  readonly peakBytes: number;
  readonly liveBytes: number;
  /** Wall time of the user's program, in milliseconds. */
  readonly ms: number;
}
