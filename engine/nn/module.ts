/**
 * `nn.Module`: a callable object that finds its parameters, buffers and children among its own fields.
 *
 * A module *is* a function (so that `net(x)` works) whose prototype is its class: the constructor returns it, and
 * the fields of subclasses land on it. Fields are looked at when they are asked for, in order of assignment, so that
 * assigning is all that registers. The class has what users call; what takes more than a line stands beside it, as
 * functions: an instance is the callable that the constructor returns, which has no private names.
 */
import type { HookHandle } from "../autograd/hooks.ts";
import { noGrad } from "../autograd/mode.ts";
import { type DType, float32, float64 } from "../dtype.ts";
import { AttributeError, ValueError } from "../errors.ts";
import { moduleText } from "../format/moduleText.ts";
import { pythonType } from "../format/pythonType.ts";
import type { DeviceLike } from "../generated/api.ts";
import { Tensor } from "../tensor.ts";
import type { TraceableModule } from "../trace/moduleTree.ts";
import { recorder } from "../trace/recorder.ts";
import type { SiteId } from "../trace/trace.ts";
import { callableModule } from "./callableModule.ts";
import { bufferKind, buffersIn, fieldsOf, join, parametersIn } from "./moduleFields.ts";
import {
  addHook,
  type BackwardHook,
  type BackwardPreHook,
  type ForwardHook,
  type ForwardPreHook,
  type HookOptions,
} from "./moduleHooks.ts";
import { converted, type MoveOptions, targetOf } from "./moduleMove.ts";
import { checkName, ownerOf, part } from "./modulePaths.ts";
import { type NamedModulesOptions, type NamedTensorsArguments, namedTensors } from "./namedTensors.ts";
import { Parameter } from "./parameter.ts";
import { positional } from "./positional.ts";
import { registerBuffer, registerParameter } from "./registration.ts";
import {
  type IncompatibleKeys,
  type LoadOptions,
  loadStateDict,
  type StateDictOptions,
  stateDict,
} from "./stateDict.ts";

/** What the constructor puts on the callable that it returns. */
export interface Module {
  /** A call is typed as the module's own `forward`: `net(3)` is a compile error where `forward` takes a tensor. */
  (...args: Parameters<this["forward"]>): ReturnType<this["forward"]>;
  /** Whether the module is in training mode: `train()` and `eval()` set it. */
  training: boolean;
  readonly traceUid: number;
  traceSite: SiteId | null;
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines what the interface declares
export abstract class Module implements TraceableModule {
  constructor() {
    const callable = callableModule<this>(new.target.prototype as object);
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
  registerBuffer(
    name: string,
    tensor: Tensor | null,
    ...given: [options?: { persistent?: boolean }] | [persistent: boolean]
  ): void {
    const { persistent } = positional(given, { persistent: true }, ["persistent"]);
    registerBuffer(this, name, tensor, persistent);
  }

  /** Adds a parameter under a name, or notes with null that there is none. */
  registerParameter(name: string, parameter: Parameter | null): void {
    registerParameter(this, name, parameter);
  }

  /** Adds a child under a name: for names that are computed. */
  registerModule(name: string, module: Module | null): void {
    if (module !== null && !isModule(module)) {
      throw new TypeError(`${pythonType(module)} is not a Module subclass`);
    }
    checkName(this, name, "module", isModule(Reflect.get(this, name)));
    Reflect.set(this, name, module);
  }

  /** `registerModule`, by its older name. */
  addModule(name: string, module: Module | null): void {
    this.registerModule(name, module);
  }

  /** The module at a path: `net.getSubmodule("layer1.0.conv")`; the module itself for `""`. */
  getSubmodule(target: string): Module {
    let module: Module = this;
    for (const item of target === "" ? [] : target.split(".")) {
      const found = part(module, item);
      if (!isModule(found)) throw new AttributeError(`\`${item}\` is not an nn.Module`);
      module = found;
    }
    return module;
  }

  /** The parameter at a path. */
  getParameter(target: string): Parameter {
    const [module, name] = ownerOf(this, target);
    const found = part(module, name);
    if (!(found instanceof Parameter)) throw new AttributeError(`\`${name}\` is not an nn.Parameter`);
    return found;
  }

  /** The buffer at a path. */
  getBuffer(target: string): Tensor {
    const [module, name] = ownerOf(this, target);
    const found = part(module, name);
    if (!(found instanceof Tensor) || !bufferKind(module, name)) {
      throw new AttributeError(`\`${name}\` is not a buffer`);
    }
    return found;
  }

  /** Calls `hook` with the arguments before every `forward`; what it returns takes their place. */
  registerForwardPreHook<M extends Module>(
    this: M,
    hook: ForwardPreHook<M>,
    options: HookOptions = {},
  ): HookHandle {
    return addHook(this, "before", hook, options);
  }

  /**
   * Calls `hook` with arguments and output after every `forward`; what it returns takes the output's place.
   * With `alwaysCall` it is called with null where `forward` failed.
   */
  registerForwardHook<M extends Module>(
    this: M,
    hook: ForwardHook<M>,
    options: HookOptions & { alwaysCall?: boolean } = {},
  ): HookHandle {
    return addHook(this, "after", hook, options);
  }

  /** Calls `hook` with the gradients of inputs and outputs in every backward; an array that it returns takes the former's place. */
  registerFullBackwardHook<M extends Module>(
    this: M,
    hook: BackwardHook<M>,
    options: HookOptions = {},
  ): HookHandle {
    return addHook(this, "backward", hook, options);
  }

  /** Calls `hook` with the gradients of the outputs before they pass; an array that it returns takes their place. */
  registerFullBackwardPreHook<M extends Module>(
    this: M,
    hook: BackwardPreHook<M>,
    options: HookOptions = {},
  ): HookHandle {
    return addHook(this, "beforeBackward", hook, options);
  }

  /** Own fields that are modules, in order of assignment; one that stands twice comes twice. */
  *ownModules(): Generator<[string, Module]> {
    for (const [name, value] of fieldsOf(this)) if (isModule(value)) yield [name, value];
  }

  /** Own fields that are modules, in order of assignment, each module once. */
  *namedChildren(): Generator<[string, Module]> {
    const seen = new Set<Module>();
    for (const [name, child] of this.ownModules()) {
      if (seen.has(child)) continue;
      seen.add(child);
      yield [name, child];
    }
  }

  *children(): Generator<Module> {
    for (const [, child] of this.namedChildren()) yield child;
  }

  /** This module and all below it with their paths, each once unless `removeDuplicate` is false. */
  *namedModules(options: NamedModulesOptions = {}): Generator<[string, Module]> {
    const { prefix = "", removeDuplicate = true, memo = new Set<Module>() } = options;
    if (memo.has(this)) return;
    if (removeDuplicate) memo.add(this);
    yield [prefix, this];
    for (const [name, child] of this.ownModules()) {
      yield* child.namedModules({ prefix: join(prefix, name), removeDuplicate, memo });
    }
  }

  *modules(): Generator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /** All parameters with their paths: own ones first, then those of children; each once unless `removeDuplicate` is false. */
  *namedParameters(...given: NamedTensorsArguments): Generator<[string, Parameter]> {
    yield* namedTensors(this, given, (m) => m.ownParameters());
  }

  *parameters(recurse = true): Generator<Parameter> {
    for (const [, parameter] of this.namedParameters({ recurse })) yield parameter;
  }

  /** All buffers with their paths, as `namedParameters`. */
  *namedBuffers(...given: NamedTensorsArguments): Generator<[string, Tensor]> {
    yield* namedTensors(this, given, (m) => m.ownBuffers());
  }

  *buffers(recurse = true): Generator<Tensor> {
    for (const [, buffer] of this.namedBuffers({ recurse })) yield buffer;
  }

  *ownParameters(): Generator<[string, Parameter]> {
    yield* parametersIn(this);
  }

  *ownBuffers(): Generator<[string, Tensor]> {
    yield* buffersIn(this);
  }

  /** Parameters and persistent buffers by path, in order: detached, sharing their elements, unless `keepVars`. */
  stateDict(options: StateDictOptions = {}): Record<string, Tensor> {
    return stateDict(this, options);
  }

  /**
   * Copies the tensors of a state dict into those of the same paths, on any device, in any floating dtype.
   * Sizes that differ are an error, and so, unless `strict: false`, are names that are missing or not expected.
   */
  loadStateDict(
    state: Readonly<Record<string, Tensor>>,
    ...given: [options?: LoadOptions] | [strict: boolean, options?: LoadOptions]
  ): IncompatibleKeys {
    return loadStateDict(
      this,
      state,
      positional(given, { strict: true, assign: false }, ["strict", "assign"]),
    );
  }

  /** Puts the module and all below it into training mode. */
  train(mode = true): this {
    if (typeof mode !== "boolean") throw new ValueError("training mode is expected to be boolean");
    this.training = mode;
    for (const child of this.children()) child.train(mode);
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
  zeroGrad(...given: [setToNone?: boolean] | [options: { setToNone?: boolean }]): void {
    const { setToNone } = positional(given, { setToNone: true }, ["setToNone"]);
    for (const parameter of this.parameters()) {
      const { grad } = parameter;
      parameter.grad = setToNone || !grad ? null : noGrad(() => grad.detach().zero_());
    }
  }

  /** Calls `f` with every module, children first. */
  apply(f: (module: Module) => void): this {
    for (const child of this.children()) child.apply(f);
    f(this);
    return this;
  }

  /**
   * Moves all parameters and buffers to a device, to a floating dtype (integers keep theirs), to both, or to where
   * and what a tensor is. They stay the same objects, so optimizers keep them.
   */
  to(target: DeviceLike | DType | Tensor | MoveOptions, dtype?: DType | { dtype?: DType }): this {
    const to = targetOf(target, dtype);
    if (to.dtype && !to.dtype.isFloatingPoint) {
      throw new TypeError(
        `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=${to.dtype}`,
      );
    }
    return converted(this, (t) => {
      const moved = to.device ? t.to(to.device) : t;
      return to.dtype && t.dtype.isFloatingPoint ? moved.to(to.dtype) : moved;
    });
  }

  /** All parameters and buffers in a dtype, integers too. */
  type(dtype: DType): this {
    return converted(this, (t) => t.to(dtype));
  }

  float(): this {
    return this.to(float32);
  }

  double(): this {
    return this.to(float64);
  }

  cpu(): this {
    return this.to("cpu");
  }

  /** PyTorch's printed form, children indented. */
  toString(): string {
    return moduleText({
      name: this.traceName(),
      extraRepr: this.extraRepr(),
      children: [...this.ownModules()].map(([name, child]) => [name, child.toString()]),
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

/** Outside of the class, whose body must not name it: bundlers then rename the class, and it is printed. */
function isModule(value: unknown): value is Module {
  return value instanceof Module;
}
