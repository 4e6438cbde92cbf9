/**
 * What a module keeps beside its fields (which names are buffers, hooks), and what it finds among them. Kept outside
 * of the instance, so that no field of a model can clash with it.
 */
import { camelCase } from "../ops/schema.ts";
import { Tensor } from "../tensor.ts";
import { Parameter } from "./parameter.ts";

/** A tensor of a module's state that is not trained: `mean = new nn.Buffer(torch.zeros(3))`. */
export class Buffer extends Tensor {
  /** Whether it is part of the state dict. */
  readonly persistent: boolean;

  constructor(data: Tensor, options: boolean | { persistent?: boolean } = {}) {
    super(data.storage, data.shape, data.strides, data.offset);
    this.persistent = typeof options === "boolean" ? options : (options.persistent ?? true);
  }
}

const buffersOf = new WeakMap<object, Map<string, boolean>>();

/** Notes that the field `name` is a buffer. */
export function noteBuffer(module: object, name: string, persistent: boolean): void {
  const names = buffersOf.get(module) ?? new Map<string, boolean>();
  buffersOf.set(module, names.set(name, persistent));
}

/** Whether the field is a buffer, and if so, whether it is persistent. */
export function bufferKind(module: object, name: string): "persistent" | "passing" | null {
  const value: unknown = Reflect.get(module, name);
  const noted = buffersOf.get(module)?.get(name) ?? (value instanceof Buffer ? value.persistent : null);
  return noted === null ? null : noted ? "persistent" : "passing";
}

const orderOf = new WeakMap<object, Set<string>>();

/** Notes that a container's field comes after those that are there: JavaScript lists names that are numbers first. */
export function noteOrder(container: object, name: string): void {
  const names = orderOf.get(container) ?? new Set(Object.keys(container));
  orderOf.set(container, names.add(name));
}

export function forgetOrder(container: object): void {
  orderOf.delete(container);
}

/** Fields with their values, in order of assignment. */
export function fieldsOf(module: object): [string, unknown][] {
  const fields = Object.entries(module) as [string, unknown][];
  const order = [...(orderOf.get(module) ?? [])];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return order.length ? fields.sort(([a], [b]) => place(a) - place(b)) : fields;
}

export function copyNotes(from: object, to: object): void {
  const names = buffersOf.get(from);
  if (names) buffersOf.set(to, new Map(names));
  const order = orderOf.get(from);
  if (order) orderOf.set(to, new Set(order));
}

export function* parametersIn(module: object): Generator<[string, Parameter]> {
  for (const [name, value] of fieldsOf(module)) if (value instanceof Parameter) yield [name, value];
}

export function* buffersIn(module: object): Generator<[string, Tensor]> {
  for (const [name, value] of fieldsOf(module)) {
    if (value instanceof Tensor && bufferKind(module, name)) yield [name, value];
  }
}

/** Parameters, then persistent buffers: what belongs into the state dict under the module's own path. */
export function* stateIn(module: object): Generator<[string, Tensor]> {
  yield* parametersIn(module);
  for (const [name, buffer] of buffersIn(module)) {
    if (bufferKind(module, name) === "persistent") yield [name, buffer];
  }
}

/**
 * Lets a field that has PyTorch's name in the state dict (`running_mean`) be used by its name here (`runningMean`):
 * an accessor that no list shows.
 */
export function camelAlias(module: object, field: string): void {
  Object.defineProperty(module, camelCase(field), {
    enumerable: false,
    configurable: true,
    get(this: object): unknown {
      return Reflect.get(this, field);
    },
    set(this: object, value: unknown) {
      Reflect.set(this, field, value);
    },
  });
}

export const join = (prefix: string, name: string): string => (prefix ? `${prefix}.${name}` : name);
