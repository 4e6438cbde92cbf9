/** Options of a constructor, given by position in PyTorch's order, by name in a trailing object, or left out. */
import { isOptions } from "../api/bind.ts";
import type { FactoryOptions } from "./linear.ts";

/** Values in order, up to any of them, then the others by name: what `positional` takes, as a type. */
export type Given<V extends readonly unknown[], O> = V extends readonly [infer First, ...infer Rest]
  ? [options?: O] | [First, ...Given<Rest, O>]
  : [options?: O];

/**
 * @param given what came after the required arguments
 * @param defaults every option with its default
 * @param order names that may also come by position, in order
 */
export function positional<O extends object>(
  given: readonly unknown[],
  defaults: O,
  order: readonly (keyof O & string)[],
): O & FactoryOptions {
  const values = [...given];
  const named = isOptions(values.at(-1)) ? (values.pop() as Record<string, unknown>) : {};
  const known = [...Object.keys(defaults), "device", "dtype"];
  const unknown = Object.keys(named).find((name) => !known.includes(name));
  if (unknown)
    throw new TypeError(`got an unexpected keyword argument '${unknown}'. Known are: ${known.join(", ")}.`);
  if (values.length > order.length) {
    throw new TypeError(
      `takes at most ${order.length} optional arguments by position (${order.join(", ")}), but ${values.length} were given`,
    );
  }
  const byPosition = Object.fromEntries(values.map((value, i) => [order[i] as string, value]));
  const set = Object.entries({ ...byPosition, ...named }).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
