/**
 * `nn.utils.parametrize`: a parameter or buffer of a module as a function of others. The module gets a class of its
 * own, in which the tensor is an accessor that computes it; what it is computed from is under `parametrizations`.
 */
import { noGrad } from "../../autograd/mode.ts";
import { RuntimeError, ValueError } from "../../errors.ts";
import { pythonType } from "../../format/pythonType.ts";
import { sameShape } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import { ModuleList } from "../container.ts";
import type { Module } from "../module.ts";
import { ModuleDict } from "../moduleDict.ts";
import { bufferKind } from "../moduleFields.ts";
import { Parameter } from "../parameter.ts";

/** A module that computes a tensor from others; `rightInverse` gives those for a value of the tensor. */
export interface Parametrization extends Module {
  forward(...originals: Tensor[]): Tensor;
  rightInverse?(value: Tensor): Tensor | readonly Tensor[];
}

/** The parametrizations of one tensor, in order, and the tensors that the first of them takes. */
export class ParametrizationList extends ModuleList<Parametrization> {
  /** What the tensor is computed from, where it is one tensor. */
  declare original: Tensor;
  /** Where it is several: `original0`, `original1`, … */
  [original: `original${number}`]: Tensor;

  override forward(): Tensor {
    let values = originals(this);
    for (const module of this) values = [module(...values)];
    return values[0] as Tensor;
  }

  /** Sets the originals to what gives `value`. */
  rightInverse(value: Tensor): void {
    noGrad(() => {
      const found = inverse(this, value, true);
      const wanted = isTensor(found) ? [found] : found;
      const own = originals(this);
      if (wanted.length !== own.length) {
        throw new ValueError(
          `'right_inverse' must return a sequence of tensors of length ${own.length}. Got a sequence of length ${wanted.length}.`,
        );
      }
      own.forEach((original, i) => {
        setElements(original, wanted[i] as Tensor);
      });
    });
  }
}

/** A module with the parametrizations of its tensors, by their names. */
export type Parametrized<M extends Module> = M & {
  readonly parametrizations: ModuleDict<ParametrizationList> & {
    readonly [tensorName: string]: ParametrizationList;
  };
};

const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;

function originals(list: ParametrizationList): Tensor[] {
  if (isTensor(list.original)) return [list.original];
  const found: Tensor[] = [];
  for (let i = 0; isTensor(list[`original${i}`]); i++) found.push(list[`original${i}`] as Tensor);
  return found;
}

function inverse(
  modules: Iterable<Parametrization>,
  value: Tensor,
  needed: boolean,
): Tensor | readonly Tensor[] {
  let current: Tensor | readonly Tensor[] = value;
  for (const module of [...modules].reverse()) {
    if (module.rightInverse) current = module.rightInverse(current as Tensor);
    else if (needed) {
      throw new RuntimeError(`parametrization ${module.traceName()} does not implement right_inverse.`);
    }
  }
  return current;
}

function setElements(target: Tensor, value: Tensor): void {
  if (target.dtype !== value.dtype) {
    throw new ValueError(
      `The tensor returned by \`right_inverse\` has dtype ${value.dtype} while \`original\` has dtype ${target.dtype}`,
    );
  }
  if (target !== value) target.setData(value.detach());
}

/** Parameters by assignment, anything else as a buffer. */
function register(module: Module, name: string, tensor: Tensor): void {
  if (tensor instanceof Parameter) module.registerParameter(name, tensor);
  else module.registerBuffer(name, tensor);
}

function listFor(parametrization: Parametrization, original: Tensor, unsafe: boolean): ParametrizationList {
  const { shape, dtype } = original;
  const list = new ParametrizationList([parametrization]);
  const found = noGrad(() => inverse(list, original, false));
  if (isTensor(found)) {
    if (found.dtype !== dtype) {
      throw new ValueError(
        `When \`right_inverse\` outputs one tensor, it may not change the dtype.\noriginal.dtype: ${dtype}\nright_inverse(original).dtype: ${found.dtype}`,
      );
    }
    setElements(original, found);
    register(list, "original", original);
  } else {
    found.forEach((value, i) => {
      const isParameter = original instanceof Parameter;
      register(list, `original${i}`, isParameter ? new Parameter(value, original.requiresGrad) : value);
    });
  }
  if (unsafe) return list;
  const result: unknown = list();
  if (!isTensor(result)) {
    throw new ValueError(`A parametrization must return a tensor. Got ${pythonType(result)}.`);
  }
  const change = (what: string) =>
    `Registering a parametrization may not change the ${what} of the tensor, unless \`unsafe\` flag is enabled.`;
  if (result.dtype !== dtype) {
    throw new ValueError(
      `${change("dtype")}\nunparametrized dtype: ${dtype}\nparametrized dtype: ${result.dtype}`,
    );
  }
  if (!sameShape(result.shape, shape)) {
    throw new ValueError(
      `${change("shape")}\nunparametrized shape: ${shape}\nparametrized shape: ${result.shape}`,
    );
  }
  return list;
}

/** What a further parametrization must keep, unless `unsafe`. */
function checkNext(module: Module, name: string, parametrization: Parametrization): void {
  const before: unknown = Reflect.get(module, name);
  if (!isTensor(before)) return;
  const after: unknown = parametrization(before);
  if (!isTensor(after)) {
    throw new ValueError(`A parametrization must return a tensor. Got ${pythonType(after)}.`);
  }
  const change = (what: string) =>
    `Registering a parametrization may not change the ${what} of the tensor, unless the \`unsafe\` flag is enabled.`;
  for (const what of ["dtype", "shape"] as const) {
    const same = what === "dtype" ? after.dtype === before.dtype : sameShape(after.shape, before.shape);
    if (!same) {
      throw new ValueError(
        `${change(what)}\nmodule.${name}.${what}: ${before[what]}\nparametrization(module.${name}).${what}: ${after[what]}`,
      );
    }
  }
}

const listsOf = (module: Module): ModuleDict | null => {
  const lists: unknown = Reflect.get(module, "parametrizations");
  return lists instanceof ModuleDict ? lists : null;
};

function listOf(module: Module, name: string): ParametrizationList | null {
  const list: unknown = listsOf(module)?.values()[listsOf(module)?.keys().indexOf(name) ?? -1];
  return list instanceof ParametrizationList ? list : null;
}

/** Whether a tensor of the module, or any, is parametrized. */
export function isParametrized(module: Module, tensorName: string | null = null): boolean {
  return tensorName === null ? (listsOf(module)?.length ?? 0) > 0 : listOf(module, tensorName) !== null;
}

/** The class that printing names `Parametrized…`; in its prototype stand the accessors. */
function giveOwnClass(module: Module): void {
  const before = Object.getPrototypeOf(module) as object;
  const name = `Parametrized${module.constructor.name}`;
  const own = Object.create(before, {
    constructor: { value: { name, prototype: before }, configurable: true },
  }) as object;
  Object.setPrototypeOf(module, own);
}

let cache: Map<ParametrizationList, Tensor> | null = null;

/** Within `f` each parametrized tensor is computed once, however often it is read. */
export function cached<T>(f: () => T): T {
  const outer = cache;
  cache ??= new Map();
  const end = () => {
    cache = outer;
  };
  try {
    const result = f();
    if (result instanceof Promise) return result.finally(end) as T;
    end();
    return result;
  } catch (error) {
    end();
    throw error;
  }
}

function computed(list: ParametrizationList): Tensor {
  const value = cache?.get(list) ?? list();
  cache?.set(list, value);
  return value;
}

/** In the class, not the instance: a copy of the module has the class too, and lists of its own. */
function addAccessor(prototype: object, name: string): void {
  const own = (module: Module) => listOf(module, name) as ParametrizationList;
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: Module) {
      return computed(own(this));
    },
    set(this: Module, value: Tensor) {
      own(this).rightInverse(value);
    },
  });
}

/**
 * Computes `module[tensorName]` by `parametrization` whenever it is read. What it is computed from is trained and
 * saved instead: `parametrizations.weight.original`. A further one takes the result of those before it. `unsafe`: it
 * may change dtype and shape, and is not tried out.
 */
export function registerParametrization<M extends Module>(
  module: M,
  tensorName: string,
  parametrization: Parametrization,
  { unsafe = false }: { unsafe?: boolean } = {},
): Parametrized<M> {
  parametrization.train(module.training);
  const present = listOf(module, tensorName);
  const original: unknown = Reflect.get(module, tensorName);
  if (present) {
    if (!unsafe) checkNext(module, tensorName, parametrization);
    present.append(parametrization);
  } else if (original instanceof Parameter || (isTensor(original) && bufferKind(module, tensorName))) {
    const list = listFor(parametrization, original, unsafe);
    Reflect.deleteProperty(module, tensorName);
    if (!isParametrized(module)) {
      giveOwnClass(module);
      Reflect.set(module, "parametrizations", new ModuleDict());
    }
    addAccessor(Object.getPrototypeOf(module) as object, tensorName);
    listsOf(module)?.registerModule(tensorName, list);
  } else {
    throw new ValueError(
      `Module '${module}' does not have a parameter, a buffer, or a parametrized element with name '${tensorName}'`,
    );
  }
  return module as Parametrized<M>;
}

/**
 * Takes all parametrizations of a tensor away. The tensor keeps the value that they gave, or, with
 * `leaveParametrized: false`, gets back the one that it was computed from.
 */
export function removeParametrizations<M extends Module>(
  module: M,
  tensorName: string,
  ...given: [leaveParametrized?: boolean] | [options: { leaveParametrized?: boolean }]
): M {
  const [first] = given;
  const leave = (typeof first === "object" ? first.leaveParametrized : first) ?? true;
  const list = listOf(module, tensorName);
  if (!list) {
    throw new ValueError(`Module ${module} does not have a parametrization on ${tensorName}`);
  }
  const one = isTensor(list.original);
  if (!one && !leave) {
    throw new ValueError(
      "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a sequence of tensors.",
    );
  }
  let tensor = list.original;
  if (one && leave) {
    setElements(
      tensor,
      noGrad(() => list()),
    );
  } else if (leave) {
    const value = list();
    tensor = value.requiresGrad ? new Parameter(value.detach()) : value;
  }
  const own = Object.getPrototypeOf(module) as object;
  Reflect.deleteProperty(own, tensorName);
  listsOf(module)?.pop(tensorName);
  register(module, tensorName, tensor);
  if (!isParametrized(module)) {
    Reflect.deleteProperty(module, "parametrizations");
    Object.setPrototypeOf(module, Object.getPrototypeOf(own) as object);
  }
  return module;
}
