/** The state of modules by path: how it is read and loaded, with PyTorch's messages. */
import { noGrad } from "../autograd/mode.ts";
import { RuntimeError } from "../errors.ts";
import { pythonType } from "../format/pythonType.ts";
import { sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { unrecorded } from "../trace/recorder.ts";
import type { Module } from "./module.ts";
import { join, noteBuffer, stateIn } from "./moduleFields.ts";
import { Parameter } from "./parameter.ts";

export interface StateDictOptions {
  /** A record to add to, which is given back. */
  destination?: Record<string, Tensor>;
  /** Stands before every name as it is: `"encoder."`. */
  prefix?: string;
  /** The parameters themselves instead of detached tensors over the same elements. */
  keepVars?: boolean;
}

export interface LoadOptions {
  /** Missing and unexpected names are an error. */
  strict?: boolean;
  /** Take the tensors themselves instead of copying their elements; optimizers must be made afterwards. */
  assign?: boolean;
}

/** What `loadStateDict` found; prints as `<All keys matched successfully>` when nothing was amiss. */
export class IncompatibleKeys {
  readonly missingKeys: readonly string[];
  readonly unexpectedKeys: readonly string[];

  constructor(missingKeys: readonly string[], unexpectedKeys: readonly string[]) {
    this.missingKeys = missingKeys;
    this.unexpectedKeys = unexpectedKeys;
  }

  toString(): string {
    if (!this.missingKeys.length && !this.unexpectedKeys.length) return "<All keys matched successfully>";
    const list = (keys: readonly string[]) => `[${keys.map((k) => `'${k}'`).join(", ")}]`;
    return `_IncompatibleKeys(missing_keys=${list(this.missingKeys)}, unexpected_keys=${list(this.unexpectedKeys)})`;
  }
}

/** A module that stands in two places is in the state twice, as in PyTorch. */
function* places(module: Module, path = ""): Generator<[string, Module]> {
  yield [path, module];
  for (const [name, child] of module.ownModules()) yield* places(child, join(path, name));
}

export function stateDict(root: Module, options: StateDictOptions = {}): Record<string, Tensor> {
  const { destination: state = {}, prefix = "", keepVars = false } = options;
  for (const [path, module] of places(root)) {
    for (const [name, t] of stateIn(module)) state[prefix + join(path, name)] = keepVars ? t : t.detach();
  }
  return state;
}

/** Changes a copy of the state before a module takes its part; `prefix` stands before the module's own names. */
type BeforeLoad = (state: Record<string, Tensor>, prefix: string) => void;
const beforeLoad = new WeakMap<Module, BeforeLoad[]>();

/** Has the state changed before the module is loaded: for names of older checkpoints. */
export function changeBeforeLoad(module: Module, change: BeforeLoad): void {
  beforeLoad.set(module, [...(beforeLoad.get(module) ?? []), change]);
}

function prepared(root: Module, state: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> {
  const copy = { ...state };
  for (const [path, module] of places(root)) {
    for (const change of beforeLoad.get(module) ?? []) change(copy, path ? `${path}.` : "");
  }
  return copy;
}

export function loadStateDict(
  root: Module,
  state: Readonly<Record<string, Tensor>>,
  { strict = true, assign = false }: LoadOptions,
): IncompatibleKeys {
  if (pythonType(state) !== "dict") {
    throw new TypeError(`Expected state_dict to be dict-like, got <class '${pythonType(state)}'>.`);
  }
  const given = prepared(root, state);
  const missing: string[] = [];
  const unexpected: string[] = [];
  const errors: string[] = [];
  for (const [path, module] of places(root)) {
    const own = new Map(stateIn(module));
    for (const [name, t] of own) {
      const key = join(path, name);
      if (!Object.hasOwn(given, key)) missing.push(key);
      else {
        const error = loadOne(module, name, t, key, given[key], assign);
        if (error) errors.push(error);
      }
    }
    const children = new Set([...module.ownModules()].map(([name]) => name));
    for (const key of Object.keys(given)) {
      if (path && !key.startsWith(`${path}.`)) continue;
      const [first, ...rest] = (path ? key.slice(path.length + 1) : key).split(".") as [string, ...string[]];
      if (rest.length ? !children.has(first) : !own.has(first)) unexpected.push(key);
    }
  }
  const list = (keys: readonly string[]) => keys.map((k) => `"${k}"`).join(", ");
  if (strict && unexpected.length) errors.unshift(`Unexpected key(s) in state_dict: ${list(unexpected)}. `);
  if (strict && missing.length) errors.unshift(`Missing key(s) in state_dict: ${list(missing)}. `);
  if (errors.length) {
    throw new RuntimeError(
      `Error(s) in loading state_dict for ${root.traceName()}:\n\t${errors.join("\n\t")}`,
    );
  }
  return new IncompatibleKeys(missing, unexpected);
}

/** Loads one tensor; gives what is wrong with it. */
function loadOne(
  module: Module,
  name: string,
  target: Tensor,
  key: string,
  given: unknown,
  assign: boolean,
): string | null {
  if (!(given instanceof Tensor)) {
    return `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint but received <class '${pythonType(given)}'>`;
  }
  // Old checkpoints hold single numbers as vectors of one element.
  const source = target.ndim === 0 && given.ndim === 1 && given.numel() === 1 ? given.select(0, 0) : given;
  if (!sameShape(source.shape, target.shape)) {
    return `size mismatch for ${key}: copying a param with shape ${source.shape} from checkpoint, the shape in current model is ${target.shape}.`;
  }
  if (assign) {
    if (!(target instanceof Parameter)) noteBuffer(module, name, true);
    Reflect.set(module, name, target instanceof Parameter ? assigned(source, target) : source);
    return null;
  }
  unrecorded(() => noGrad(() => target.copy_(source.detach().to(target.device))));
  return null;
}

/** As a parameter over the given elements, trained if the one before was. */
function assigned(source: Tensor, before: Parameter): Parameter {
  if (!(source instanceof Parameter)) return new Parameter(source, before.requiresGrad);
  source.requiresGrad = before.requiresGrad;
  return source;
}
