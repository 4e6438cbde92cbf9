/** Whole models in safetensors files: parameters that are used under two names are written once. */
import { RuntimeError } from "../errors.ts";
import type { Module } from "../nn/module.ts";
import type { Tensor } from "../tensor.ts";
import { type DeviceOption, loadFile, save } from "./safetensors.ts";
import { duplicateNames } from "./sharedTensors.ts";

/** The bytes of a file with the model's state. Names that were left out are noted in the metadata. */
export function saveModel(
  model: Module,
  metadata: Readonly<Record<string, string>> | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  const state = model.stateDict();
  const notes: Record<string, string> = {};
  for (const [kept, names] of duplicateNames(state)) {
    for (const name of names) {
      notes[name] = kept;
      delete state[name];
    }
  }
  const tensors = Object.entries(state).map(([name, t]) => [name, t.contiguous()] as const);
  const all = { ...notes, ...metadata };
  return save(Object.fromEntries(tensors), metadata || Object.keys(notes).length ? all : null);
}

/**
 * Loads a file of the workspace into a model, whichever name it has for parameters that are used under two.
 * @returns names of the model that the file does not have, and of the file that the model does not have
 */
export function loadModel(
  model: Module,
  path: string,
  options: boolean | { strict?: boolean; device?: DeviceOption } = {},
): [missing: string[], unexpected: string[]] {
  const { strict = true, device = "cpu" } = typeof options === "boolean" ? { strict: options } : options;
  const state: Readonly<Record<string, Tensor>> = loadFile(path, device);
  const duplicates = duplicateNames(model.stateDict(), Object.keys(state));
  const { missingKeys, unexpectedKeys } = model.loadStateDict(state, { strict: false });
  const missing = new Set(missingKeys);
  const unexpected = [...unexpectedKeys];
  for (const name of [...duplicates.values()].flat()) if (!missing.delete(name)) unexpected.push(name);
  if (strict && (missing.size > 0 || unexpected.length > 0)) {
    const list = (names: Iterable<string>) =>
      [...names]
        .sort()
        .map((name) => `"${name}"`)
        .join(", ");
    throw new RuntimeError(
      `Error(s) in loading state_dict for ${model.traceName()}:` +
        (missing.size ? `\n    Missing key(s) in state_dict: ${list(missing)}` : "") +
        (unexpected.length ? `\n    Unexpected key(s) in state_dict: ${list(unexpected)}` : ""),
    );
  }
  return [[...missing], unexpected];
}
