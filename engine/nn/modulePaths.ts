/** Names in modules: what may stand in a path, and what a path leads to. */
import { AttributeError, KeyError } from "../errors.ts";
import type { Module } from "./module.ts";

/** Refuses names that cannot stand in a path, and those of other things that the module has. */
export function checkName(module: Module, name: string, what: string, replaces: boolean): void {
  const taken = () => new KeyError(`attribute '${name}' already exists`);
  if (what === "module" && name in module && !replaces) throw taken();
  if (name.includes(".")) {
    throw new KeyError(`${what} name can't contain "."${what === "module" ? `, got: ${name}` : ""}`);
  }
  if (name === "") throw new KeyError(`${what} name can't be empty string ""`);
  if (name in module && !replaces) throw taken();
}

/** A field, or what a class has under that name. */
export function part(module: Module, name: string): unknown {
  if (!(name in module)) throw new AttributeError(`${module.traceName()} has no attribute \`${name}\``);
  return Reflect.get(module, name);
}

/** The module that a path leads to, and the name in it. */
export function ownerOf(root: Module, target: string): [Module, string] {
  const at = target.lastIndexOf(".");
  return [root.getSubmodule(target.slice(0, Math.max(at, 0))), target.slice(at + 1)];
}
