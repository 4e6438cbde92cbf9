/** Arguments of a layer that have no default come by position; one that is not there is named at the call. */
import { isOptions } from "../api/bind.ts";
import type { Module } from "./module.ts";

/**
 * Refuses a layer one of whose arguments was left out, or stands in the options.
 * @param args all arguments without a default by name, in order
 */
export function requireArguments(layer: Module, args: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(args);
  const call = `new ${layer.traceName()}(${names.join(", ")}, { … })`;
  for (const [name, value] of Object.entries(args)) {
    if (value !== undefined && !isOptions(value)) continue;
    const named = Object.values(args).some((given) => isOptions(given) && name in given);
    throw new TypeError(
      named
        ? `'${name}' has no default, so it comes by position and not in the options: ${call}`
        : `missing required argument '${name}': ${call}`,
    );
  }
}
