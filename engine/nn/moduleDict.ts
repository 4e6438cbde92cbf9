/** `nn.ModuleDict`: modules by name. */
import { KeyError, NotImplementedError } from "../errors.ts";
import { add, entries, type TensorModule } from "./container.ts";
import { Module } from "./module.ts";

type Modules = Readonly<Record<string, Module>>;

/**
 * Modules by name, found by their parent; it computes nothing itself. Made from a record, it knows the module of each
 * name: `dict.get("conv")` and `dict.conv` are a `Conv2d` where the record had one.
 */
class NamedModules<T extends Modules = Readonly<Record<string, TensorModule>>> extends Module {
  constructor(modules: T | Iterable<readonly [keyof T & string, T[keyof T]]> = {} as T) {
    super();
    this.update(modules);
  }

  /** How many there are. */
  override get length(): number {
    return entries(this).length;
  }

  /** The module of a name. */
  get<K extends keyof T & string>(key: K): T[K] {
    const found = entries<T[K]>(this).find(([name]) => name === key);
    if (!found) throw new KeyError(`'${key}'`);
    return found[1];
  }

  /** Puts a module under a name. */
  set<K extends keyof T & string>(key: K, module: T[K]): this {
    add(this, key, module);
    return this;
  }

  has(key: string): key is keyof T & string {
    return entries(this).some(([name]) => name === key);
  }

  /** Takes a module out and gives it back. */
  pop<K extends keyof T & string>(key: K): T[K] {
    const module = this.get(key);
    Reflect.deleteProperty(this, key);
    return module;
  }

  clear(): void {
    for (const key of this.keys()) Reflect.deleteProperty(this, key);
  }

  /** Adds modules from a record, from pairs or from another dict, over those of the same names. */
  update(modules: Partial<T> | Iterable<readonly [keyof T & string, T[keyof T]]>): void {
    const pairs = isNamedModules<T>(modules)
      ? modules.items()
      : Symbol.iterator in modules
        ? (modules as Iterable<readonly [string, Module]>)
        : Object.entries(modules as Modules);
    for (const [name, module] of pairs) add(this, name, module);
  }

  keys(): (keyof T & string)[] {
    return entries(this).map(([name]) => name);
  }

  values(): T[keyof T][] {
    return entries<T[keyof T] & Module>(this).map(([, module]) => module);
  }

  items(): [keyof T & string, T[keyof T]][] {
    return entries<T[keyof T] & Module>(this);
  }

  /** Iterates over the names, as a dictionary of Python. */
  *[Symbol.iterator](): IterableIterator<keyof T & string> {
    yield* this.keys();
  }

  /** Subclasses may have one, as in PyTorch; the dict itself has none. */
  forward(..._inputs: never[]): unknown {
    throw new NotImplementedError(`Module [${this.traceName()}] is missing the required "forward" function`);
  }
}
/** Outside of the class, as a class that names itself is renamed by the bundler. */
function isNamedModules<T extends Modules>(modules: object): modules is NamedModules<T> {
  return modules instanceof NamedModules;
}

Object.defineProperty(NamedModules, "name", { value: "ModuleDict" });

/** What is under each name: a record says it for each, a module class for all. */
type Named<T extends Module | Modules> = T extends Module
  ? Readonly<Record<string, T>>
  : T extends Modules
    ? T
    : never;

/** Modules by name: of one class, `ModuleDict<Linear>`, or with a type for each name. */
export type ModuleDict<T extends Module | Modules = TensorModule> = string extends keyof Named<T>
  ? NamedModules<Named<T>>
  : NamedModules<Named<T>> & Named<T>;

interface ModuleDictClass {
  // For calls that say no type: it is the record's own.
  new <T extends Module | Modules>(modules: T & Modules): ModuleDict<T>;
  new <T extends Module | Modules = TensorModule>(
    modules?: Named<T> | Iterable<readonly [string, Named<T>[keyof Named<T>]]>,
  ): ModuleDict<T>;
  readonly prototype: NamedModules;
}

/**
 * Modules by name, found by their parent; it computes nothing itself. Made from a record, it knows the module of each
 * name: `dict.get("conv")` and `dict.conv` are a `Conv2d` where the record had one.
 */
// A class can't be declared with a type that depends on what its constructor is given.
export const ModuleDict: ModuleDictClass = NamedModules as unknown as ModuleDictClass;
