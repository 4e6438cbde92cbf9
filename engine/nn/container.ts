/** Modules in order: `Sequential` and `ModuleList`. By name: `moduleDict.ts`. */
import { IndexError, NotImplementedError } from "../errors.ts";
import { moduleListText } from "../format/moduleText.ts";
import { pythonType } from "../format/pythonType.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { fieldsOf, forgetOrder, noteOrder } from "./moduleFields.ts";

/** A module that takes tensors and gives one: what most are, and what those in a container are taken for. */
export interface TensorModule extends Module {
  forward(...inputs: Tensor[]): Tensor;
}

/** Modules in order, by position: `list[0]`, `list.get(-1)`, `for (const module of list)`. The same one may stand twice. */
abstract class ModuleSequence<M extends Module> extends Module {
  [index: number]: M;

  /** How many there are. */
  override get length(): number {
    return entries<M>(this).length;
  }

  /** The module at a position; negative ones count from the end. */
  get(index: number): M {
    return entryAt<M>(this, index)[1];
  }

  /** Puts another module at a position. */
  set(index: number, module: M): this {
    Reflect.set(this, entryAt<M>(this, index)[0], checked(module));
    return this;
  }

  append(module: M): this {
    add(this, String(this.length), module);
    return this;
  }

  extend(modules: Iterable<M>): this {
    if (!(Symbol.iterator in Object(modules))) {
      throw new TypeError(
        `${this.traceName()}.extend should be called with an iterable, but got ${pythonType(modules)}`,
      );
    }
    for (const module of [...modules]) this.append(module);
    return this;
  }

  /** Puts a module before the one at `index`. */
  insert(index: number, module: M): this {
    const modules = [...this];
    if (index < -modules.length || index > modules.length)
      throw new IndexError(`Index out of range: ${index}`);
    modules.splice(index, 0, checked(module));
    renumber(this, modules);
    return this;
  }

  /** Takes a module out and gives it back; those behind it move up. */
  pop(index = -1): M {
    const [key, module] = entryAt<M>(this, index);
    Reflect.deleteProperty(this, key);
    renumber(this, [...this]);
    return module;
  }

  /** The modules from `start` on, as a container of the same class that shares them; negative ones count from the end. */
  slice(start?: number, end?: number): this {
    const part = emptyLike(this);
    const own = entries<M>(this).slice(start, end);
    own.forEach(([key, module], i) => {
      add(part, isNumbered(this) ? String(i) : key, module);
    });
    return part;
  }

  *[Symbol.iterator](): IterableIterator<M> {
    for (const [, module] of entries<M>(this)) yield module;
  }
}

export function entries<M extends Module>(container: Module): [string, M][] {
  return fieldsOf(container).filter((entry): entry is [string, M] => entry[1] instanceof Module);
}

function entryAt<M extends Module>(container: Module, index: number): [string, M] {
  const all = entries<M>(container);
  const entry = all[index < 0 ? index + all.length : index];
  if (!entry) throw new IndexError(`index ${index} is out of range`);
  return entry;
}

/** Adds a module at the end; names that are no numbers make the order worth noting. */
export function add(container: Module, name: string, module: Module): void {
  const inOrder = isNumbered(container) && name === String(entries(container).length);
  container.registerModule(name, module);
  if (!inOrder) noteOrder(container, name);
}

function checked<M>(module: M): M {
  if (!(module instanceof Module)) throw new TypeError(`${pythonType(module)} is not a Module subclass`);
  return module;
}

const isNumbered = (container: Module): boolean => entries(container).every(([key]) => /^\d+$/.test(key));

/** Names that users gave stay; numbers say the place. */
function renumber(container: Module, modules: readonly Module[]): void {
  const named = new Map(entries(container).map(([key, module]) => [module, key]));
  for (const [key] of entries(container)) Reflect.deleteProperty(container, key);
  forgetOrder(container);
  modules.forEach((module, i) => {
    const name = named.get(module);
    add(container, name === undefined || /^\d+$/.test(name) ? String(i) : name, module);
  });
}

function emptyLike<S extends Module>(container: S): S {
  return Reflect.construct(container.constructor as new () => S, []) as S;
}

/** Calls its modules one after another. With a record the modules have names. */
export class Sequential extends ModuleSequence<TensorModule> {
  constructor(...modules: Module[] | [Readonly<Record<string, Module>>]) {
    super();
    const [first] = modules;
    const isRecord =
      modules.length === 1 &&
      pythonType(first) === "dict" &&
      first !== undefined &&
      !(first instanceof Module);
    for (const [name, module] of Object.entries(isRecord ? first : { ...modules }) as [string, Module][]) {
      add(this, name, module);
    }
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

  /** Equal neighbours are folded: `(0-3): 4 x Linear(…)`. */
  override toString(): string {
    return moduleListText({
      name: this.traceName(),
      children: [...this.ownModules()].map(([name, child]) => [name, child.toString()]),
    });
  }

  /** Subclasses may have one, as in PyTorch; the list itself has none. */
  forward(..._inputs: never[]): unknown {
    throw new NotImplementedError(`Module [${this.traceName()}] is missing the required "forward" function`);
  }
}
