/** Modules made of modules: `Sequential`, `ModuleList`, `ModuleDict`. */
import { IndexError } from "../errors.ts";
import { moduleListText } from "../format/moduleText.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** A module that takes one tensor and gives one, as those in a `Sequential` do. */
type Step = Module & { forward(input: Tensor): Tensor };

function at(length: number, index: number): number {
  const i = index < 0 ? index + length : index;
  if (i < 0 || i >= length) throw new IndexError(`index ${index} is out of range`);
  return i;
}

/** Calls its modules one after another. `net[0]` is the first; with a record the modules have names. */
export class Sequential extends Module {
  readonly [index: number]: Module;

  constructor(...modules: Module[] | [Readonly<Record<string, Module>>]) {
    super();
    const [first] = modules;
    const named =
      modules.length === 1 && first !== undefined && !(first instanceof Module) ? first : { ...modules };
    for (const [name, module] of Object.entries(named)) Reflect.set(this, name, module);
  }

  override get length(): number {
    return [...this.children()].length;
  }

  /** The module at a position; negative ones count from the end. */
  get(index: number): Module {
    return [...this.children()][at(this.length, index)] as Module;
  }

  append(module: Module): this {
    Reflect.set(this, String(this.length), module);
    return this;
  }

  [Symbol.iterator](): IterableIterator<Module> {
    return this.children();
  }

  forward(input: Tensor): Tensor {
    let x = input;
    for (const module of this.children()) x = (module as Step)(x);
    return x;
  }
}

/** A list of modules that are found by their parent; it computes nothing itself. */
export class ModuleList extends Module {
  readonly [index: number]: Module;

  constructor(modules: Iterable<Module> = []) {
    super();
    this.extend(modules);
  }

  override get length(): number {
    return [...this.children()].length;
  }

  get(index: number): Module {
    return [...this.children()][at(this.length, index)] as Module;
  }

  append(module: Module): this {
    Reflect.set(this, String(this.length), module);
    return this;
  }

  extend(modules: Iterable<Module>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  [Symbol.iterator](): IterableIterator<Module> {
    return this.children();
  }

  /** Equal neighbours are folded: `(0-3): 4 x Linear(…)`. */
  override toString(): string {
    return moduleListText({
      name: this.traceName(),
      children: [...this.namedChildren()].map(([name, child]) => [name, child.toString()]),
    });
  }

  forward(): never {
    throw new TypeError("ModuleList computes nothing itself: call the modules in it");
  }
}

/** Modules by name, found by their parent; it computes nothing itself. */
export class ModuleDict extends Module {
  readonly [key: string]: unknown;

  constructor(modules: Readonly<Record<string, Module>> = {}) {
    super();
    for (const [name, module] of Object.entries(modules)) Reflect.set(this, name, module);
  }

  keys(): string[] {
    return [...this.namedChildren()].map(([name]) => name);
  }

  values(): Module[] {
    return [...this.children()];
  }

  items(): [string, Module][] {
    return [...this.namedChildren()];
  }

  forward(): never {
    throw new TypeError("ModuleDict computes nothing itself: call the modules in it");
  }
}
