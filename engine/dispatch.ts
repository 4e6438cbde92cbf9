/**
 * How an op runs: operands are brought together, the shape function decides what comes out, the device's kernel
 * fills it, autograd and the trace take note. Everything but the kernel is the same on all devices.
 */
import { autocasted } from "./autocast.ts";
import { gradientEdge } from "./autograd/edges.ts";
import { followInPlace } from "./autograd/hooks.ts";
import { requireFollowed, requireWritable } from "./autograd/inPlace.ts";
import { buildsGraph, isInferenceModeEnabled, noGrad } from "./autograd/mode.ts";
import {
  type Edge,
  type GradientSpec,
  gradientSpec,
  type Node,
  NotImplementedNode,
  OpNode,
} from "./autograd/node.ts";
import { AsStridedNode, CopySlices } from "./autograd/viewNodes.ts";
import { requireHeld } from "./devices/holds.ts";
import { bool, canCast, type DType, scalarTypeName } from "./dtype.ts";
import { RuntimeError } from "./errors.ts";
import {
  castRaw,
  commonDevice,
  contiguousCopy,
  copyInto,
  mapTensors,
  promote,
  tensorArgs,
} from "./operands.ts";
import type { AnyArgs, AnyOp, TensorSpec, ViewSpec } from "./ops/op.ts";
import { opNamed } from "./ops/registry.ts";
import { requireSupported } from "./ops/unsupported.ts";
import { backendFor } from "./runtime.ts";
import { contiguousStrides, numel, sameShape, shapeText, toSize } from "./shape.ts";
import type { Storage } from "./storage.ts";
import { madeByOp, release, Temporaries } from "./temporaries.ts";
import { onStaleView, Tensor, type ViewCreation } from "./tensor.ts";
import { recorder, unrecorded } from "./trace/recorder.ts";

/** Runs an op with complete arguments. */
export function callOp(op: AnyOp, args: AnyArgs): unknown {
  const mixed = autocasted(op, args, converted, (inPrecision) => callOp(op, inPrecision));
  if (mixed) return mixed.result;
  const { composite } = op.definition;
  if (composite) {
    const run = () => {
      requireSupported(op, args);
      return composite(args);
    };
    return recorder && op.definition.on ? recorder.inFunction(op.schema.name, args, run) : run();
  }
  return guarded(op, args, () => {
    const outputs = viewsOf(op, args) ?? composed(op, args) ?? compute(op, args);
    attach(op, args, outputs);
    recorder?.op(op, args, outputs, false);
    return op.schema.results === null ? outputs[0] : outputs;
  });
}

const converted = (t: Tensor, dtype: DType): Tensor =>
  callOp(opNamed("_to_copy"), { self: t, dtype }) as Tensor;

/** Runs the in-place form of an op: its result is written into the first argument, which is given back. */
export function callInplace(op: AnyOp, args: AnyArgs): Tensor {
  const selfName = (op.schema.args[0] as { name: string }).name;
  const self = args[selfName] as Tensor;
  const { compositeInplace, view } = op.definition;
  if (compositeInplace) {
    const run = () => compositeInplace(args);
    return recorder ? recorder.inFunction(`${op.schema.name}_`, args, run) : run();
  }
  return guarded(op, args, () => {
    requireWritable(self, needsGraph(op, args));
    if (view) {
      viewInPlace(op, args, self, view(args));
      recorder?.op(op, args, [self], true);
      return self;
    }
    // A formula that needs the value from before the write gets a copy of it.
    const usesSelf = needsGraph(op, args) && op.derivatives.some((d) => d.uses.includes(selfName));
    const forGraph = usesSelf ? { ...args, [selfName]: noGrad(() => asOriginal(self)) } : args;
    compute(op, args, self);
    // Edges and saved operands are those from before the write, which counts as one from here on.
    const node = nodeFor(op, [gradientSpec(self)], args, inplaceNode(op, args));
    node?.saveOperands(forGraph);
    self.storage.version++;
    if (node && self.base && self.viewVersion !== null) {
      self.base.gradFn = new CopySlices(self.base, self, node);
      self.base.outputIndex = 0;
    } else if (node) {
      hang(node, [self]);
      followInPlace(self);
    } else refuseGradient(op, args, [self]);
    node?.saveResults([self]);
    recorder?.op(op, args, [self], true);
    return self;
  });
}

function inplaceNode(op: AnyOp, args: AnyArgs): string | undefined {
  const name = op.definition.inplaceNode;
  return typeof name === "function" ? name(args) : name;
}

/** Lays the tensor itself anew (`x.t_()`): its history gets the view's node, the tensors that it is a view of do not. */
function viewInPlace(op: AnyOp, args: AnyArgs, self: Tensor, { shape, strides, offset }: ViewSpec): void {
  const before = new Tensor(self.storage, self.shape, self.strides, self.offset);
  const node = nodeFor(op, [{ ...gradientSpec(self), shape }], args, inplaceNode(op, args));
  node?.saveOperands({ ...args, [(op.schema.args[0] as { name: string }).name]: before });
  self.shape = toSize(shape);
  self.strides = strides;
  self.offset = offset;
  self.storage.version++;
  if (self.viewVersion !== null) self.viewVersion = self.storage.version;
  if (!node) return;
  hang(node, [self]);
  node.saveResults([self]);
}

function asOriginal(self: Tensor): Tensor {
  const copy = castRaw(self, self.dtype);
  copy.gradFn = self.gradFn;
  copy.outputIndex = self.outputIndex;
  copy.traceId = self.traceId;
  return copy;
}

function guarded<R>(op: AnyOp, args: AnyArgs, run: () => R): R {
  if (!recorder) return run();
  try {
    return run();
  } catch (error) {
    recorder.failed(op, args, error);
    throw error;
  }
}

/** The results of an op that moves no element; null for others. */
function viewsOf(op: AnyOp, args: AnyArgs): Tensor[] | null {
  const { view, views, detaches } = op.definition;
  const specs = view ? [view(args)] : views?.(args);
  if (!specs) return null;
  const self = args[(op.schema.args[0] as { name: string }).name] as Tensor;
  return specs.map(({ shape, strides, offset }: ViewSpec) => {
    const out = new Tensor(self.storage, shape, strides, offset);
    if (detaches) return out;
    out.base = self.base ?? self;
    if (self.isInference()) return out;
    out.viewVersion = self.storage.version;
    out.creation = viewCreation(views !== undefined) ?? self.creation;
    return out;
  });
}

function viewCreation(several: boolean): ViewCreation | null {
  if (isInferenceModeEnabled()) return "inference mode";
  if (!buildsGraph()) return "no_grad mode";
  return several ? "several views" : null;
}

/** The results of an op that is written in terms of others, of which nobody sees anything; null for others. */
function composed(op: AnyOp, args: AnyArgs): Tensor[] | null {
  const { explicit, meta, cpu } = op.definition;
  if (!explicit) return null;
  const backend = tensorArgs(args)[0]?.storage.backend;
  if (meta && (backend === "meta" || (backend === "cpu" && cpu))) return null;
  const temporaries = new Temporaries();
  const hasNode = needsGraph(op, args);
  const result = temporaries.run(() => unrecorded(() => noGrad(() => explicit(args, hasNode))));
  const outputs = (Array.isArray(result) ? result : [result]) as Tensor[];
  temporaries.freeAllBut(new Set(outputs.map((t) => t.storage)));
  for (const t of outputs) {
    t.base = null;
    t.viewVersion = null;
    t.creation = null;
    madeByOp(t.storage);
  }
  return outputs;
}

onStaleView((view) => {
  const { base } = view;
  if (base?.requiresGrad && view.dtype.isFloatingPoint) requireFollowed(view);
  view.viewVersion = view.storage.version;
  if (!base?.requiresGrad || !view.dtype.isFloatingPoint) return;
  view.gradFn = new AsStridedNode(base, view);
  view.outputIndex = 0;
});

/** Runs the kernel into new tensors, or into `into`. */
function compute(op: AnyOp, given: AnyArgs, into?: Tensor): Tensor[] {
  const { meta, promotes, layout } = op.definition;
  if (!meta) throw new Error(`op '${op.schema.name}' has no shape function`);
  const device = commonDevice(given, into);
  const copies: Storage[] = [];
  const { args, dtype } = promote(op, given, promotes, copies);
  requireSupported(op, given, dtype);
  const result = meta(args);
  const specs = (Array.isArray(result) ? result : [result]) as readonly TensorSpec[];
  const resultDtype = promotes === "compare" ? bool : dtype;
  const backend = backendFor(device);
  for (const spec of specs) requireHeld(device, spec.dtype ?? resultDtype, op.schema.name);
  const outputs = specs.map((spec) =>
    into
      ? outputInPlace(into, spec, spec.dtype ?? resultDtype)
      : new Tensor(
          backend.allocate(device, spec.dtype ?? resultDtype, numel(spec.shape)),
          spec.shape,
          spec.strides ?? contiguousStrides(spec.shape),
        ),
  );
  if (!into) for (const t of outputs) madeByOp(t.storage);
  // Kernels write row-major (or walk the strides of one dtype): anything else goes through a temporary.
  const direct =
    !into ||
    (into.dtype === (specs[0]?.dtype ?? resultDtype) && (layout === "strided" || into.isContiguous()));
  const targets = direct
    ? outputs
    : [new Tensor(backend.allocate(device, specs[0]?.dtype ?? resultDtype, into.numel()), into.shape)];
  if (outputs.some((t) => t.numel() > 0)) {
    const rowMajor = (t: Tensor) => (layout === "drawn" && t === into ? t : contiguousCopy(t, copies));
    const operands = layout === "strided" ? args : mapTensors(args, rowMajor);
    backend.run(op, operands, targets);
  }
  if (!direct) {
    copyInto(targets[0] as Tensor, into);
    copies.push((targets[0] as Tensor).storage);
  }
  copies.forEach(release);
  return outputs;
}

function outputInPlace(self: Tensor, spec: TensorSpec, dtype: DType): Tensor {
  if (!sameShape(self.shape, spec.shape)) {
    throw new RuntimeError(
      `output with shape ${shapeText(self.shape)} doesn't match the broadcast shape ${shapeText(spec.shape)}`,
    );
  }
  if (!canCast(dtype, self.dtype)) {
    throw new RuntimeError(
      `result type ${scalarTypeName(dtype)} can't be cast to the desired output type ${scalarTypeName(self.dtype)}`,
    );
  }
  return self;
}

/** Arguments that the op has a derivative for, in order of the signature. */
function differentiableArgs(op: AnyOp): string[] {
  return op.schema.args.map((a) => a.name).filter((name) => op.derivatives.some((d) => d.of.includes(name)));
}

function needsGraph(op: AnyOp, args: AnyArgs): boolean {
  if (!buildsGraph() || op.derivatives.length === 0) return false;
  return differentiableArgs(op).some((name) => {
    const value = args[name];
    return Array.isArray(value)
      ? value.some((t) => t instanceof Tensor && t.requiresGrad)
      : value instanceof Tensor && value.requiresGrad;
  });
}

/** Makes the op's autograd node and hangs it on the outputs, if any input requires a gradient. */
function attach(op: AnyOp, args: AnyArgs, outputs: readonly Tensor[]): void {
  if (!outputs.some((t) => t.dtype.isFloatingPoint)) return;
  const node = nodeFor(op, outputs.map(gradientSpec), args);
  if (!node) {
    refuseGradient(op, args, outputs);
    return;
  }
  hang(node, outputs);
  node.saveOperands(args);
  node.saveResults(outputs);
}

function hang(node: Node, outputs: readonly Tensor[]): void {
  outputs.forEach((t, i) => {
    if (!t.dtype.isFloatingPoint) return;
    t.gradFn = node;
    t.outputIndex = i;
  });
}

/** Results of an op that has no derivative, though its operands require gradients. */
function refuseGradient(op: AnyOp, args: AnyArgs, outputs: readonly Tensor[]): void {
  const { meta, explicit, promotes } = op.definition;
  // What is true or false by nature leaves the history alone, as `x.logicalNot_()` does.
  if (op.derivatives.length > 0 || !(meta || explicit) || promotes === "compare" || !buildsGraph()) return;
  if (!tensorArgs(args).some((t) => t.requiresGrad)) return;
  hang(new NotImplementedNode(op.schema.name, outputs.map(gradientSpec)), outputs);
}

/** The node of an op that ran, tied to its inputs; null if none of them requires a gradient. */
function nodeFor(op: AnyOp, outputs: readonly GradientSpec[], args: AnyArgs, name?: string): OpNode | null {
  if (!needsGraph(op, args)) return null;
  const slots: string[] = [];
  const next: (Edge | null)[] = [];
  const edge = (name: string, t: unknown) => {
    slots.push(name);
    next.push(t instanceof Tensor ? gradientEdge(t) : null);
  };
  for (const name of differentiableArgs(op)) {
    const value = args[name];
    if (Array.isArray(value)) for (const t of value) edge(name, t);
    else edge(name, value);
  }
  return new OpNode(op, slots, next, outputs, name);
}
