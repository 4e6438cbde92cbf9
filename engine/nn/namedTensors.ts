/** How the tensors of a module and of all below it are listed. */
import type { Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";
import { join } from "./moduleFields.ts";
import { positional } from "./positional.ts";

export interface NamedModulesOptions {
  /** Stands before every path. */
  prefix?: string;
  /** Whether a module that stands in two places is given once. */
  removeDuplicate?: boolean;
  /** Modules that were given before. */
  memo?: Set<Module>;
}

interface NamedTensorsOptions {
  /** Stands before every path. */
  prefix: string;
  /** Whether those of modules below are given as well. */
  recurse: boolean;
  /** Whether a tensor that stands in two places is given once. */
  removeDuplicate: boolean;
}

export type NamedTensorsArguments =
  | [options?: Partial<NamedTensorsOptions>]
  | [prefix: string, recurse?: boolean, removeDuplicate?: boolean];

/** Parameters or buffers of a module and those below it, with their paths. */
export function* namedTensors<T extends Tensor>(
  root: Module,
  given: NamedTensorsArguments,
  own: (m: Module) => Iterable<[string, T]>,
): Generator<[string, T]> {
  const defaults: NamedTensorsOptions = { prefix: "", recurse: true, removeDuplicate: true };
  const order = ["prefix", "recurse", "removeDuplicate"] as const;
  const { prefix, recurse, removeDuplicate } = positional(given, defaults, order);
  const seen = new Set<T>();
  const all = recurse ? root.namedModules({ prefix, removeDuplicate }) : [[prefix, root] as const];
  for (const [path, module] of all) {
    for (const [name, tensor] of own(module)) {
      if (seen.has(tensor)) continue;
      if (removeDuplicate) seen.add(tensor);
      yield [join(path, name), tensor];
    }
  }
}
