/** `copy.deepcopy`: Python's, for modules, tensors, and what holds them. */
import { noGrad } from "./autograd/mode.ts";
import { RuntimeError } from "./errors.ts";
import { callableModule } from "./nn/callableModule.ts";
import { Module } from "./nn/module.ts";
import { Buffer, copyNotes, fieldsOf } from "./nn/moduleFields.ts";
import { copyHooks } from "./nn/moduleHooks.ts";
import { Parameter } from "./nn/parameter.ts";
import { Tensor } from "./tensor.ts";
import { unrecorded } from "./trace/recorder.ts";

/**
 * A copy that shares nothing: modules with their parameters, buffers, gradients, hooks and mode, tensors, arrays,
 * records, maps and sets of these. What stands twice (a tied parameter) stands twice in the copy. Functions, and
 * objects of other classes, are not copied: a field that is an arrow function still means the old module by `this`,
 * and fields with `#` names are lost.
 */
export function deepcopy<T>(value: T): T {
  return unrecorded(() => noGrad(() => copied(value, new Map()))) as T;
}

function copied(value: unknown, memo: Map<unknown, unknown>): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
  if (memo.has(value)) return memo.get(value);
  const inside = (v: unknown) => copied(v, memo);
  const noted = <V>(copy: V): V => {
    memo.set(value, copy);
    return copy;
  };
  if (value instanceof Tensor) {
    const copy = noted(copiedTensor(value));
    if (value.grad) copy.grad = inside(value.grad) as Tensor;
    return copy;
  }
  if (value instanceof Module) {
    const copy = noted(callableModule<Module>(Object.getPrototypeOf(value) as object));
    copy.training = value.training;
    for (const [name, field] of fieldsOf(value)) Reflect.set(copy, name, inside(field));
    for (const [name, accessor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (accessor.get) Object.defineProperty(copy, name, accessor);
    }
    copyNotes(value, copy);
    copyHooks(value, copy);
    return copy;
  }
  if (Array.isArray(value)) {
    const copy = noted([...(value as unknown[])]);
    copy.forEach((v, i) => {
      copy[i] = inside(v);
    });
    return copy;
  }
  if (value instanceof Map) {
    const copy = noted(new Map<unknown, unknown>());
    for (const [k, v] of value) copy.set(inside(k), inside(v));
    return copy;
  }
  if (value instanceof Set) {
    const copy = noted(new Set<unknown>());
    for (const v of value) copy.add(inside(v));
    return copy;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy = noted<Record<string, unknown>>({});
  for (const [name, v] of Object.entries(value)) copy[name] = inside(v);
  return copy;
}

function copiedTensor(t: Tensor): Tensor {
  if (!t.isLeaf) {
    throw new RuntimeError(
      "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001",
    );
  }
  const elements = t.detach().clone();
  if (t instanceof Parameter) return new Parameter(elements, t.requiresGrad);
  if (t instanceof Buffer) return new Buffer(elements, t.persistent);
  return elements.requiresGrad_(t.requiresGrad);
}
