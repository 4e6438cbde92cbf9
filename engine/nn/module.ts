/**
 * `nn.Module`: a callable object that finds its parameters, buffers and children among its own fields.
 *
 * A module *is* a function (so that `net(x)` works) whose prototype is its class: the constructor returns it, and
 * the fields of subclasses land on it. Fields are looked at when they are asked for, in order of assignment, so that
 * assigning is all that registers.
 */
import { noGrad } from "../autograd/mode.ts";
import { DType } from "../dtype.ts";
import { RuntimeError } from "../errors.ts";
import { moduleText } from "../format/moduleText.ts";
import type { DeviceLike } from "../generated/api.ts";
import { Tensor } from "../tensor.ts";
import type { TraceableModule } from "../trace/moduleTree.ts";
import { recorder } from "../trace/recorder.ts";
import type { SiteId } from "../trace/trace.ts";
import { Parameter } from "./parameter.ts";

let created = 0;

/** What the constructor puts on the callable that it returns. */
export interface Module {
  /** A call is typed as the module's own `forward`: `net(3)` is a compile error where `forward` takes a tensor. */
  (...args: Parameters<this["forward"]>): ReturnType<this["forward"]>;
  /** Whether the module is in training mode: `train()` and `eval()` set it. */
  training: boolean;
  readonly traceUid: number;
  traceSite: SiteId | null;
}

/** What a module keeps beside its fields: names of buffers, and whether they are part of the state dict. */
const buffersOf = new WeakMap<Module, Map<string, boolean>>();

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines what the interface declares
export abstract class Module implements TraceableModule {
  constructor() {
    const callable = ((...args: unknown[]) => callForward(callable, args)) as unknown as this;
    Object.setPrototypeOf(callable, new.target.prototype);
    // Functions have these of their own; a model may have fields of the same name.
    Reflect.deleteProperty(callable, "name");
    Reflect.deleteProperty(callable, "length");
    const hidden = { writable: true, enumerable: false };
    Object.defineProperties(callable, {
      training: { value: true, ...hidden },
      traceUid: { value: created++, ...hidden },
      traceSite: { value: recorder?.sites.current ?? null, ...hidden },
    });
    buffersOf.set(callable, new Map());
    recorder?.moduleSeen(callable);
    // biome-ignore lint/correctness/noConstructorReturn: this is how the instance becomes callable
    return callable;
  }

  /** What the module computes. Overridden by every module that is called. */
  abstract forward(...args: never[]): unknown;

  /** The options in the printed form: `in_features=238, out_features=120, bias=True`. */
  extraRepr(): string {
    return "";
  }

  /** Adds a tensor to the state that is not trained; as a field of the same name. */
  registerBuffer(name: string, tensor: Tensor | null, options: { persistent?: boolean } = {}): void {
    buffersOf.get(this)?.set(name, options.persistent ?? true);
    Reflect.set(this, name, tensor);
  }

  /** Adds a parameter under a name, or notes with null that there is none. */
  registerParameter(name: string, parameter: Parameter | null): void {
    Reflect.set(this, name, parameter);
  }

  /** Own fields that are modules, in order of assignment. */
  *namedChildren(): Generator<[string, Module]> {
    const seen = new Set<Module>();
    for (const [name, value] of Object.entries(this)) {
      if (isModule(value) && !seen.has(value)) {
        seen.add(value);
        yield [name, value];
      }
    }
  }

  *children(): Generator<Module> {
    for (const [, child] of this.namedChildren()) yield child;
  }

  /** This module and all below it, each once, with its path. */
  *namedModules(prefix = "", seen = new Set<Module>()): Generator<[string, Module]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.namedChildren()) yield* child.namedModules(join(prefix, name), seen);
  }

  *modules(): Generator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /** All parameters with their paths, each once: own ones first, then those of children. */
  *namedParameters(prefix = "", recurse = true): Generator<[string, Parameter]> {
    yield* namedTensors(this, prefix, recurse, (m) => m.ownParameters());
  }

  *parameters(recurse = true): Generator<Parameter> {
    for (const [, parameter] of this.namedParameters("", recurse)) yield parameter;
  }

  *namedBuffers(prefix = "", recurse = true): Generator<[string, Tensor]> {
    yield* namedTensors(this, prefix, recurse, (m) => m.ownBuffers());
  }

  *buffers(recurse = true): Generator<Tensor> {
    for (const [, buffer] of this.namedBuffers("", recurse)) yield buffer;
  }

  *ownParameters(): Generator<[string, Parameter]> {
    for (const [name, value] of Object.entries(this)) if (value instanceof Parameter) yield [name, value];
  }

  *ownBuffers(): Generator<[string, Tensor]> {
    for (const name of buffersOf.get(this)?.keys() ?? []) {
      const value: unknown = Reflect.get(this, name);
      if (value instanceof Tensor) yield [name, value];
    }
  }

  /** Parameters and persistent buffers by path, in order: detached, sharing their elements. */
  stateDict(): Record<string, Tensor> {
    const state: Record<string, Tensor> = {};
    for (const [path, module] of this.namedModules()) {
      for (const [name, parameter] of module.ownParameters()) state[join(path, name)] = parameter.detach();
      for (const [name, buffer] of module.ownBuffers()) {
        if (buffersOf.get(module)?.get(name)) state[join(path, name)] = buffer.detach();
      }
    }
    return state;
  }

  /** Puts the module and all below it into training mode. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** Whether the parameters are trained. */
  requiresGrad_(value = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = value;
    return this;
  }

  /** Forgets all gradients; with `setToNone: false` they become zeros. */
  zeroGrad(setToNone = true): void {
    for (const parameter of this.parameters()) {
      if (setToNone) parameter.grad = null;
      else parameter.grad?.detach().zero_();
    }
  }

  /** Calls `f` with every module, children first. */
  apply(f: (module: Module) => void): this {
    for (const child of this.children()) child.apply(f);
    f(this);
    return this;
  }

  /** Moves all parameters and buffers to a device or a floating dtype. They stay the same objects, so optimizers keep them. */
  to(target: DeviceLike | DType): this {
    return converted(this, (t) => (target instanceof DType && !t.dtype.isFloatingPoint ? t : t.to(target)));
  }

  float(): this {
    return converted(this, (t) => (t.dtype.isFloatingPoint ? t.float() : t));
  }

  double(): this {
    return converted(this, (t) => (t.dtype.isFloatingPoint ? t.double() : t));
  }

  cpu(): this {
    return this.to("cpu");
  }

  /** PyTorch's printed form, children indented. */
  toString(): string {
    return moduleText({
      name: this.traceName(),
      extraRepr: this.extraRepr(),
      children: [...this.namedChildren()].map(([name, child]) => [name, child.toString()]),
    });
  }

  traceName(): string {
    return this.constructor.name;
  }

  traceRepr(): string {
    return `${this.traceName()}(${this.extraRepr()})`;
  }

  *ownTensors(): Generator<[string, Tensor, "parameter" | "buffer"]> {
    for (const [name, parameter] of this.ownParameters()) yield [name, parameter, "parameter"];
    for (const [name, buffer] of this.ownBuffers()) yield [name, buffer, "buffer"];
  }
}

function join(prefix: string, name: string): string {
  return prefix ? `${prefix}.${name}` : name;
}

/** Outside of the class, whose body must not name it: bundlers then rename the class, and it is printed. */
function isModule(value: unknown): value is Module {
  return value instanceof Module;
}

// Functions, not private methods: an instance is the callable that the constructor returns, which has no private names.

function* namedTensors<T extends Tensor>(
  root: Module,
  prefix: string,
  recurse: boolean,
  own: (m: Module) => Iterable<[string, T]>,
): Generator<[string, T]> {
  const seen = new Set<T>();
  for (const [path, module] of recurse ? root.namedModules(prefix) : [[prefix, root] as const]) {
    for (const [name, tensor] of own(module)) {
      if (seen.has(tensor)) continue;
      seen.add(tensor);
      yield [join(path, name), tensor];
    }
  }
}

function converted<M extends Module>(root: M, convert: (t: Tensor) => Tensor): M {
  const tensors = [...root.parameters(), ...root.buffers()];
  noGrad(() => {
    for (const t of tensors) {
      t.setData(convert(t));
      if (t.grad) t.grad = convert(t.grad);
    }
  });
  return root;
}

function callForward(module: Module, args: unknown[]): unknown {
  const run = () => module.forward(...(args as never[]));
  if (typeof module.forward !== "function") {
    throw new RuntimeError(`Module [${module.traceName()}] is missing the required "forward" function`);
  }
  return recorder
    ? recorder.inModule(
        module,
        args.filter((a) => a instanceof Tensor),
        run,
      )
    : run();
}
