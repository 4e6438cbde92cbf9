/** Parameters in order and by name: `ParameterList`, `ParameterDict`. */
import { IndexError, KeyError, RuntimeError } from "../errors.ts";
import { pythonType } from "../format/pythonType.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { noteOrder, parametersIn } from "./moduleFields.ts";
import { Parameter } from "./parameter.ts";

const asParameter = (t: Tensor): Parameter => (t instanceof Parameter ? t : new Parameter(t.detach()));

/** `(0): Parameter containing: [torch.float32 of size 2x3]`, as PyTorch shows them: indented once more than modules. */
function lines(container: Module, typeOf: (p: Parameter) => string): string {
  const all = [...parametersIn(container)].map(([name, p]) => {
    const device = p.device.type === "webgpu" ? " (webgpu)" : "";
    return `  (${name}): Parameter containing: [${typeOf(p)} of size ${p.shape.join("x")}${device}]`;
  });
  return all.join("\n");
}

/** Parameters in order, found by their parent: `list[0]`, `list.get(-1)`, `for (const p of list)`. Tensors become parameters. */
export class ParameterList extends Module {
  [index: number]: Parameter;

  constructor(values: Iterable<Tensor> = []) {
    super();
    this.extend(values);
  }

  /** How many there are. */
  override get length(): number {
    return [...this.ownParameters()].length;
  }

  /** The parameter at a position; negative ones count from the end. */
  get(index: number): Parameter {
    const found = [...this].at(index);
    if (!found || index >= this.length) throw new IndexError(`index ${index} is out of range`);
    return found;
  }

  append(value: Tensor): this {
    Reflect.set(this, String(this.length), asParameter(value));
    return this;
  }

  extend(values: Iterable<Tensor>): this {
    if (typeof values !== "object" && typeof values !== "function") {
      throw new TypeError(
        `ParameterList.extend should be called with an iterable, but got ${pythonType(values)}`,
      );
    }
    for (const value of [...values]) this.append(value);
    return this;
  }

  *[Symbol.iterator](): IterableIterator<Parameter> {
    for (const [, parameter] of this.ownParameters()) yield parameter;
  }

  override extraRepr(): string {
    // PyTorch names the dtype here and the tensor's type in ParameterDict.
    return lines(this, (p) => String(p.dtype));
  }

  forward(): never {
    throw new RuntimeError("ParameterList should not be called.");
  }
}

/** Parameters by name, found by their parent. Tensors become parameters; those of a record are sorted by name, as in PyTorch. */
export class ParameterDict<K extends string = string> extends Module {
  constructor(values: Readonly<Record<K, Tensor>> | Iterable<readonly [K, Tensor]> = []) {
    super();
    this.update(values);
  }

  /** How many there are. */
  override get length(): number {
    return this.keys().length;
  }

  /** The parameter of a name. */
  get(key: K): Parameter {
    const found = this.items().find(([name]) => name === key);
    if (!found) throw new KeyError(`'${key}'`);
    return found[1];
  }

  set(key: K, value: Tensor): this {
    this.registerParameter(key, asParameter(value));
    noteOrder(this, key);
    return this;
  }

  has(key: string): key is K {
    return this.keys().some((name) => name === key);
  }

  /** Takes a parameter out and gives it back. */
  pop(key: K): Parameter {
    const found = this.get(key);
    Reflect.deleteProperty(this, key);
    return found;
  }

  clear(): void {
    for (const key of this.keys()) Reflect.deleteProperty(this, key);
  }

  /** Adds parameters from a record, from pairs or from another dict, over those of the same names. */
  update(
    values: Readonly<Partial<Record<K, Tensor>>> | Iterable<readonly [K, Tensor]> | ParameterDict<K>,
  ): void {
    if (isParameterDict(values)) {
      for (const [key, value] of values.items()) this.set(key, value);
    } else if (Symbol.iterator in values) {
      for (const [key, value] of values) this.set(key, value);
    } else {
      for (const [key, value] of sorted(values as Record<K, Tensor>)) this.set(key, value);
    }
  }

  keys(): K[] {
    return this.items().map(([key]) => key);
  }

  values(): Parameter[] {
    return this.items().map(([, value]) => value);
  }

  items(): [K, Parameter][] {
    return [...this.ownParameters()] as [K, Parameter][];
  }

  /** Iterates over the names, as a dictionary of Python. */
  *[Symbol.iterator](): IterableIterator<K> {
    yield* this.keys();
  }

  override extraRepr(): string {
    return lines(this, (p) => pythonType(p));
  }

  forward(): never {
    throw new RuntimeError("ParameterDict should not be called.");
  }
}

/** Outside of the class, as a class that names itself is renamed by the bundler. */
function isParameterDict<K extends string>(values: object): values is ParameterDict<K> {
  return values instanceof ParameterDict;
}

function sorted<K extends string>(values: Readonly<Record<K, Tensor>>): [K, Tensor][] {
  return (Object.entries(values) as [K, Tensor][]).sort(([a], [b]) => (a < b ? -1 : 1));
}
