/** Modules made of modules: `Sequential`, `ModuleList`, `ModuleDict`. */
import { IndexError } from "../errors.ts";
import { moduleListText } from "../format/moduleText.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** A module that takes tensors and gives one: what most are, and what those in a container are taken for. */
export interface TensorModule extends Module {
  forward(...inputs: Tensor[]): Tensor;
}

/** Modules in order, by position: `list[0]`, `list.get(-1)`, `for (const module of list)`. The same one may stand twice. */
abstract class ModuleSequence<M extends Module> extends Module {
  readonly [index: number]: M;

  /** How many there are. */
  override get length(): number {
    return entries<M>(this).length;
  }

  /** The module at a position; negative ones count from the end. */
  get(index: number): M {
    const modules = entries<M>(this);
    const at = index < 0 ? index + modules.length : index;
    const entry = modules[at];
    if (!entry) throw new IndexError(`index ${index} is out of range`);
    return entry[1];
  }

  append(module: M): this {
    Reflect.set(this, String(this.length), module);
    return this;
  }

  *[Symbol.iterator](): IterableIterator<M> {
    for (const [, module] of entries<M>(this)) yield module;
  }
}

function entries<M extends Module>(container: Module): [string, M][] {
  return Object.entries(container).filter((entry): entry is [string, M] => entry[1] instanceof Module);
}

/** Calls its modules one after another. With a record the modules have names. */
export class Sequential extends ModuleSequence<TensorModule> {
  constructor(...modules: Module[] | [Readonly<Record<string, Module>>]) {
    super();
    const [first] = modules;
    const isRecord = modules.length === 1 && first !== undefined && !(first instanceof Module);
    for (const [name, module] of Object.entries(isRecord ? first : { ...modules }))
      Reflect.set(this, name, module);
  }

  forward(...inputs: Tensor[]): Tensor {
    let values = inputs;
    for (const module of this) values = [module(...values)];
    return values[0] as Tensor;
  }
}

/** A list of modules that are found by their parent; it computes nothing itself. */
export class ModuleList<M extends Module = TensorModule> extends ModuleSequence<M> {
  constructor(modules: Iterable<M> = []) {
    super();
    this.extend(modules);
  }

  extend(modules: Iterable<M>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  /** Equal neighbours are folded: `(0-3): 4 x Linear(…)`. */
  override toString(): string {
    return moduleListText({
      name: this.traceName(),
      children: [...this.namedChildren()].map(([name, child]) => [name, child.toString()]),
    });
  }

  forward(..._inputs: never[]): unknown {
    throw new TypeError("ModuleList computes nothing itself: call the modules in it");
  }
}

/** Modules by name, found by their parent; it computes nothing itself. */
export class ModuleDict<M extends Module = TensorModule> extends Module {
  constructor(modules: Readonly<Record<string, M>> = {}) {
    super();
    for (const [name, module] of Object.entries(modules)) Reflect.set(this, name, module);
  }

  /** The module of a name. */
  get(key: string): M {
    const found = entries<M>(this).find(([name]) => name === key);
    if (!found) throw new TypeError(`there is no module '${key}'`);
    return found[1];
  }

  keys(): string[] {
    return entries<M>(this).map(([name]) => name);
  }

  values(): M[] {
    return entries<M>(this).map(([, module]) => module);
  }

  items(): [string, M][] {
    return entries<M>(this);
  }

  forward(..._inputs: never[]): unknown {
    throw new TypeError("ModuleDict computes nothing itself: call the modules in it");
  }
}
